#include "test/fault/faulty.h"

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

constexpr std::int64_t kFrameUs = 100'000;
constexpr Timestamp kFaultBegins{kFaultActivation * kFrameUs};
// A fault that goes away with a restart; one that stays goes on for good.
constexpr Timestamp kFaultEnds{(kFaultActivation + 1) * kFrameUs};

Observation Sound(Timestamp now) {
  Observation observation;
  observation.code = ObservationCode::kForTest;
  observation.unit = Unit::kPerMinute;
  observation.validity = Validity::kValid;
  observation.value = 60;
  observation.time = now;
  observation.valid_until = now + Seconds(1);
  return observation;
}

Observation Spoiled(OutputFault fault, Timestamp now) {
  Observation observation = Sound(now);
  switch (fault) {
    case OutputFault::kUndeclaredCode:
      observation.code = ObservationCode::kHeartRate;
      break;
    case OutputFault::kWrongUnit: observation.unit = Unit::kMicrovolt; break;
    case OutputFault::kValueBelowRange: observation.value = -1; break;
    case OutputFault::kValueAboveRange: observation.value = INT32_MAX; break;
    case OutputFault::kUnknownValidity:
      observation.validity = static_cast<Validity>(0x7F);
      break;
    case OutputFault::kUnknownReason:
      observation.reason = static_cast<Reason>(0x7F);
      break;
    case OutputFault::kFromTheFuture:
      observation.time = now + Seconds(60);
      observation.valid_until = observation.time;
      break;
    case OutputFault::kEndsBeforeItBegins:
      observation.valid_until = now - Seconds(60);
      break;
    case OutputFault::kLate:
      observation.time = now - Seconds(6);
      observation.valid_until = now - Seconds(5);
      break;
    case OutputFault::kWithoutEnd:
      observation.valid_until = Timestamp{INT64_MAX};
      break;
    case OutputFault::kBeforeTheStart: observation.time = Timestamp{INT64_MIN}; break;
    default: break;
  }
  return observation;
}

// Writes past what the type allows, as a wild pointer within the plugin's own
// memory would.
template <typename T>
void Scribble(T& object, std::uint32_t offset, std::uint8_t value) {
  auto* bytes = reinterpret_cast<volatile std::uint8_t*>(&object);
  bytes[offset] = value;
}

Status ClaimSize(Outbox& out) {
  // The size of a list is its last word.
  constexpr std::uint32_t kSize = sizeof out.observations;
  for (std::uint32_t n = 1; n <= sizeof(std::uint64_t); ++n) {
    Scribble(out.observations, kSize - n, 0xFF);
  }
  return Status::kOk;
}

Status AddCondition(AlarmId id, Outbox& out) {
  AlarmCondition condition;
  condition.id = id;
  condition.priority = AlarmPriority::kHigh;
  condition.present = true;
  return out.conditions.Add(condition);
}

Status AddHalfTrue(Outbox& out) {
  AlarmCondition condition;
  condition.id = AlarmId::kHeartRateHigh;
  Scribble(condition.present, 0, 0x55);
  return out.conditions.Add(condition);
}

Status AddBlock(Outbox& out) {
  SampleBlock block;
  block.channel = ChannelId::kEcg;
  block.unit = Unit::kMicrovolt;
  block.period_us = 4000;
  Seal(block);
  return out.blocks.Add(block);
}

Status Flood(Timestamp now, Outbox& out) {
  Status status = Status::kOk;
  for (std::uint32_t n = 0; n < decltype(out.observations)::kCapacity; ++n) {
    status = out.observations.Add(Sound(now));
  }
  return status;
}

}  // namespace

Status Faulty::Init(const Settings& settings) {
  const bool again = fault_ == static_cast<std::int32_t>(OutputFault::kFailsAtStart);
  fault_ = SettingOr(settings, SettingId::kForTest, 0);
  const bool fails = fault_ == static_cast<std::int32_t>(OutputFault::kFailsAtStart);
  return again && fails ? Status::kInternal : Status::kOk;
}

bool Faulty::IsPersistent() const {
  switch (static_cast<OutputFault>(fault_)) {
    case OutputFault::kFlood:
    case OutputFault::kSilent:
    case OutputFault::kFailsForever: return true;
    default: return false;
  }
}

Status Faulty::Process(const Inbox& in, Outbox& out) {
  const bool begun = in.now >= kFaultBegins;
  const bool ended = in.now >= kFaultEnds && !IsPersistent();
  if (fault_ != 0 && begun && !ended) return Commit(in, out);
  return out.observations.Add(Sound(in.now));
}

Status Faulty::Commit(const Inbox& in, Outbox& out) const {
  if (fault_ >= kFirstMachineFault) return CommitMachineFault(fault_, in, out);
  const auto fault = static_cast<OutputFault>(fault_);
  switch (fault) {
    case OutputFault::kFlood: return Flood(in.now, out);
    case OutputFault::kSizeBeyondRoom: return ClaimSize(out);
    case OutputFault::kUndeclaredAlarm:
      return AddCondition(AlarmId::kHeartRateHigh, out);
    case OutputFault::kNeitherTrueNorFalse: return AddHalfTrue(out);
    case OutputFault::kUndeclaredChannel: return AddBlock(out);
    case OutputFault::kReturnsError:
    case OutputFault::kFailsForever:
    case OutputFault::kFailsAtStart: return Status::kInternal;
    case OutputFault::kReturnsNoStatus: return static_cast<Status>(0x01);
    case OutputFault::kSilent: return Status::kOk;
    default: return out.observations.Add(Spoiled(fault, in.now));
  }
}

}  // namespace vigil::plugins
