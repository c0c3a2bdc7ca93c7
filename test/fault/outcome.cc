#include "test/fault/outcome.h"

#include <algorithm>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "firmware/boards/product.h"
#include "openssl/sha.h"
#include "platform/device_codec/device_decoder.h"
#include "platform/link/frame.h"
#include "test/fault/fault_code.h"

namespace vigil::fault {
namespace {

constexpr std::int64_t kFrameUs = 100'000;
// The samples of the first faulty frame begin here.
constexpr Timestamp kFaultBegins{kFirstFaultyFrame * kFrameUs};
// Until the samples are sound again, the detector has learned and a rate is there.
constexpr Timestamp kBackAgain{kEndOfFault * kFrameUs + 8'000'000};

absl::Status Take(const wire::DeviceMessage& message, Outcome& outcome) {
  if (message.has_samples()) {
    const auto block = FromWire(message.samples());
    if (!block.ok()) return block.status();
    outcome.blocks.push_back(*block);
  } else if (message.has_observation()) {
    const auto observation = FromWire(message.observation());
    if (!observation.ok()) return observation.status();
    if (observation->code == ObservationCode::kForTest) return absl::OkStatus();
    outcome.observations.push_back(*observation);
  } else if (message.has_alarm()) {
    const auto event = FromWire(message.alarm());
    if (!event.ok()) return event.status();
    outcome.alarms.push_back(*event);
  }
  return absl::OkStatus();
}

void Append(std::uint64_t value, int bytes, std::string& out) {
  for (int n = 0; n < bytes; ++n) {
    out.push_back(static_cast<char>(value >> (8 * n)));
  }
}

std::string CanonicalBytes(const AlarmEvent& event) {
  const AlarmCondition& condition = event.condition;
  std::string bytes;
  Append(static_cast<std::uint16_t>(condition.id), 2, bytes);
  Append(static_cast<std::uint8_t>(condition.priority), 1, bytes);
  Append(static_cast<std::uint8_t>(event.transition), 1, bytes);
  Append(static_cast<std::uint32_t>(condition.value), 4, bytes);
  Append(static_cast<std::uint32_t>(condition.limit), 4, bytes);
  Append(static_cast<std::uint64_t>(condition.since.us), 8, bytes);
  Append(static_cast<std::uint64_t>(event.time.us), 8, bytes);
  Append(event.sequence, 4, bytes);
  return bytes;
}

bool IsTechnical(const AlarmEvent& event) {
  return KindOf(event.condition.id) == AlarmKind::kTechnical;
}

// What an observer of the patient sees; the sequence numbers of alarms count the
// technical ones too.
std::string PatientAlarms(const Outcome& outcome) {
  std::string text;
  for (AlarmEvent event : outcome.alarms) {
    if (IsTechnical(event)) continue;
    event.sequence = 0;
    text += CanonicalBytes(event);
  }
  return text;
}

template <typename Item>
std::vector<std::uint32_t> Seals(const std::vector<Item>& items) {
  std::vector<std::uint32_t> seals;
  for (const Item& item : items) seals.push_back(item.integrity);
  return seals;
}

std::string WhyNotIdentical(const Outcome& with, const Outcome& without) {
  if (Seals(with.blocks) != Seals(without.blocks)) {
    return "the blocks of others differ";
  }
  if (Seals(with.observations) != Seals(without.observations)) {
    return "the observations of others differ";
  }
  if (PatientAlarms(with) != PatientAlarms(without)) {
    return "the alarms of the patient differ";
  }
  return "";
}

bool IsRate(const Observation& observation) {
  return observation.code == ObservationCode::kHeartRate &&
         observation.validity == Validity::kValid;
}

// The rate that the run without the fault told last before `time`; 0: none.
std::int32_t TrueRate(const Outcome& without, Timestamp time) {
  std::int32_t rate = 0;
  for (const Observation& observation : without.observations) {
    if (IsRate(observation) && observation.time <= time) rate = observation.value;
  }
  return rate;
}

std::string WhyWrong(const Outcome& with, const Outcome& without) {
  bool back = false;
  for (const Observation& observation : with.observations) {
    if (!IsRate(observation)) continue;
    const std::int32_t rate = TrueRate(without, observation.time);
    if (std::abs(observation.value - rate) * 10 > rate) {
      return absl::StrCat("a rate of ", observation.value, " at ",
                          observation.time.us / 1000, " ms, where it is ", rate);
    }
    back = back || observation.time >= kBackAgain;
  }
  return back ? "" : "the heart rate did not come back";
}

std::string WhyNotContained(const Kind& kind, const Outcome& with,
                            const Outcome& without) {
  const bool stopped =
      with.exit_code ==
      static_cast<int>(firmware::RunResult::kMonitoringStopped);
  if (kind.containment == Containment::kSafeState) {
    return stopped ? "" : "it did not enter the safe state";
  }
  if (with.exit_code != 0) {
    return absl::StrCat("it ended with exit code ", with.exit_code);
  }
  if (kind.containment == Containment::kOthersIdentical) {
    return WhyNotIdentical(with, without);
  }
  return WhyWrong(with, without);
}

// Raised after the fault began; the run without it has no technical alarm.
const AlarmEvent* FirstAlarm(const Outcome& outcome, AlarmId id) {
  for (const AlarmEvent& event : outcome.alarms) {
    if (event.condition.id == id && event.time > kFaultBegins &&
        event.transition == AlarmTransition::kRaised) {
      return &event;
    }
  }
  return nullptr;
}

}  // namespace

absl::StatusOr<Outcome> ReadOutcome(const std::string& link, int exit_code) {
  Outcome outcome;
  outcome.exit_code = exit_code;
  link::FrameReader reader;
  link::SequenceTracker frames;
  for (const char byte : link) {
    if (reader.Push(static_cast<std::uint8_t>(byte)) !=
        link::FrameReader::Event::kFrame) {
      continue;
    }
    if (!frames.Accept(reader.header().sequence)) continue;
    wire::DeviceMessage message;
    if (!message.ParseFromArray(reader.payload(),
                                static_cast<int>(reader.payload_length()))) {
      return absl::DataLossError("a message of the device can't be read");
    }
    const absl::Status status = Take(message, outcome);
    if (!status.ok()) return status;
  }
  if (reader.damaged() != 0 || frames.lost() != 0) {
    return absl::DataLossError(absl::StrCat(reader.damaged(), " frames damaged, ",
                                            frames.lost(), " lost"));
  }
  return outcome;
}

std::string AlarmDigest(const std::vector<AlarmEvent>& alarms) {
  std::string bytes;
  for (const AlarmEvent& event : alarms) bytes += CanonicalBytes(event);
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         digest);
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(digest), sizeof digest));
}

Verdict Judge(const Kind& kind, const Outcome& with, const Outcome& without,
              Duration bound) {
  Verdict verdict;
  verdict.why_not = WhyNotContained(kind, with, without);
  verdict.contained = verdict.why_not.empty();
  const AlarmEvent* alarm = FirstAlarm(with, kind.alarm);
  if (alarm == nullptr) {
    if (verdict.contained) verdict.why_not = "no alarm";
    return verdict;
  }
  verdict.alarm_after = alarm->time - kFaultBegins;
  verdict.alarmed = verdict.alarm_after <= bound;
  if (verdict.contained && !verdict.alarmed) verdict.why_not = "alarm too late";
  return verdict;
}

}  // namespace vigil::fault
