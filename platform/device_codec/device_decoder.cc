#include "platform/device_codec/device_decoder.h"

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace vigil {
namespace {

constexpr std::uint32_t kMaxU8 = 0xFF;
constexpr std::uint32_t kMaxU16 = 0xFFFF;

// Remembers the first field that is out of its range.
class RangeCheck {
 public:
  explicit RangeCheck(absl::string_view message) : message_(message) {}

  void Within(absl::string_view field, std::uint32_t value, std::uint32_t low,
              std::uint32_t high) {
    if (!status_.ok() || (value >= low && value <= high)) return;
    status_ = absl::InvalidArgumentError(
        absl::StrCat(message_, ".", field, " is ", value, "; it must be ", low,
                     " to ", high, ". The sender does not keep to device.proto."));
  }
  const absl::Status& status() const { return status_; }

 private:
  absl::string_view message_;
  absl::Status status_;
};

absl::Status NotIntact(absl::string_view message, std::uint32_t sequence) {
  return absl::DataLossError(absl::StrCat(
      message, " ", sequence,
      " fails its integrity check: it was damaged after the device sealed it; "
      "do not use it."));
}

absl::Status CheckRanges(const wire::SampleBlock& message) {
  RangeCheck check("SampleBlock");
  check.Within("channel", message.channel(), 1, kMaxU16);
  check.Within("unit", message.unit(), 0, kMaxU16);
  check.Within("quality", message.quality(), 0, kMaxU16);
  check.Within("period_us", message.period_us(), 1, 0xFFFFFFFF);
  check.Within("samples_count",
               static_cast<std::uint32_t>(message.samples_size()), 0,
               kMaxSamplesPerBlock);
  return check.status();
}

absl::Status CheckRanges(const wire::Observation& message) {
  RangeCheck check("Observation");
  check.Within("code", message.code(), 1, 0xFFFFFFFF);
  check.Within("unit", message.unit(), 0, kMaxU16);
  check.Within("validity", message.validity(),
               static_cast<std::uint32_t>(Validity::kUndeterminable),
               static_cast<std::uint32_t>(Validity::kQuestionable));
  check.Within("reason", message.reason(), 0, kMaxU8);
  return check.status();
}

absl::Status CheckRanges(const wire::AlarmEvent& message) {
  RangeCheck check("AlarmEvent");
  check.Within("id", message.id(), 1, kMaxU16);
  check.Within("priority", message.priority(),
               static_cast<std::uint32_t>(AlarmPriority::kLow),
               static_cast<std::uint32_t>(AlarmPriority::kHigh));
  check.Within("transition", message.transition(),
               static_cast<std::uint32_t>(AlarmTransition::kRaised),
               static_cast<std::uint32_t>(AlarmTransition::kReminded));
  check.Within("by", message.by(), 0, kMaxU16);
  check.Within("unit", message.unit(), 0, kMaxU16);
  return check.status();
}

}  // namespace

absl::StatusOr<SampleBlock> FromWire(const wire::SampleBlock& message) {
  if (absl::Status status = CheckRanges(message); !status.ok()) return status;
  SampleBlock block;
  block.channel = static_cast<ChannelId>(message.channel());
  block.unit = static_cast<Unit>(message.unit());
  block.quality = static_cast<std::uint16_t>(message.quality());
  block.sequence = message.sequence();
  block.period_us = message.period_us();
  block.first_sample = Timestamp{message.first_sample_us()};
  for (const std::int32_t sample : message.samples()) {
    block.samples[block.count] = sample;
    ++block.count;
  }
  block.integrity = message.integrity();
  if (!IsIntact(block)) return NotIntact("SampleBlock", block.sequence);
  return block;
}

absl::StatusOr<Observation> FromWire(const wire::Observation& message) {
  if (absl::Status status = CheckRanges(message); !status.ok()) return status;
  Observation observation;
  observation.code = static_cast<ObservationCode>(message.code());
  observation.value = message.value();
  observation.unit = static_cast<Unit>(message.unit());
  observation.validity = static_cast<Validity>(message.validity());
  observation.reason = static_cast<Reason>(message.reason());
  observation.sequence = message.sequence();
  observation.time = Timestamp{message.time_us()};
  observation.valid_until = Timestamp{message.valid_until_us()};
  observation.integrity = message.integrity();
  if (!IsIntact(observation)) {
    return NotIntact("Observation", observation.sequence);
  }
  return observation;
}

absl::StatusOr<AlarmEvent> FromWire(const wire::AlarmEvent& message) {
  if (absl::Status status = CheckRanges(message); !status.ok()) return status;
  AlarmEvent event;
  event.condition.id = static_cast<AlarmId>(message.id());
  if (message.kind() != static_cast<std::uint32_t>(KindOf(event.condition.id))) {
    return absl::InvalidArgumentError(absl::StrCat(
        "AlarmEvent.kind is ", message.kind(), ", which is not the kind of alarm ",
        message.id(), ". The sender does not keep to device.proto."));
  }
  event.transition = static_cast<AlarmTransition>(message.transition());
  event.condition.present = event.transition != AlarmTransition::kEnded &&
                            event.transition != AlarmTransition::kLatched;
  event.condition.priority = static_cast<AlarmPriority>(message.priority());
  event.condition.unit = static_cast<Unit>(message.unit());
  event.condition.value = message.value();
  event.condition.limit = message.limit();
  event.condition.since = Timestamp{message.since_us()};
  event.time = Timestamp{message.time_us()};
  event.sequence = message.sequence();
  event.by = static_cast<OperatorId>(message.by());
  return event;
}

}  // namespace vigil
