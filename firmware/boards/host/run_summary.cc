#include "firmware/boards/host/run_summary.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "platform/device_codec/device_decoder.h"

namespace vigil::firmware {

void RunSummary::Push(std::uint8_t byte) {
  if (reader_.Push(byte) != link::FrameReader::Event::kFrame) return;
  if (!frames_.Accept(reader_.header().sequence)) return;
  wire::DeviceMessage message;
  if (message.ParseFromArray(reader_.payload(),
                             static_cast<int>(reader_.payload_length()))) {
    Use(message);
  } else {
    ++unreadable_;
  }
}

void RunSummary::Use(const wire::DeviceMessage& message) {
  switch (message.body_case()) {
    case wire::DeviceMessage::kHello:
      said_hello_ = true;
      is_simulated_ = message.hello().simulated_input();
      return;
    case wire::DeviceMessage::kSamples: {
      const absl::StatusOr<SampleBlock> block = FromWire(message.samples());
      if (!block.ok()) break;
      samples_ += block->count;
      return;
    }
    case wire::DeviceMessage::kObservation: {
      const absl::StatusOr<Observation> observation =
          FromWire(message.observation());
      if (!observation.ok()) break;
      observations_.Add(*observation);
      if (observation->code == ObservationCode::kQrsDetected &&
        observation->validity != Validity::kUndeterminable) {
      ++beats_;
    }
      if (observation->validity == Validity::kValid) {
        valid_[observation->code] = observation->value;
      }
      return;
    }
    case wire::DeviceMessage::kAlarm: {
      const absl::StatusOr<AlarmEvent> event = FromWire(message.alarm());
      if (!event.ok()) break;
      if (event->transition == AlarmTransition::kRaised) {
        ++alarms_raised_;
        alarms_.insert(event->condition.id);
      }
      return;
    }
    case wire::DeviceMessage::kStatus:
      last_status_ = message.status();
      return;
    case wire::DeviceMessage::kGoodbye:
      said_goodbye_ = true;
      return;
    case wire::DeviceMessage::BODY_NOT_SET:
      break;
  }
  ++unreadable_;
}

std::optional<std::int32_t> RunSummary::Valid(ObservationCode code) const {
  const auto found = valid_.find(code);
  if (found == valid_.end()) return std::nullopt;
  return found->second;
}

std::string RunSummary::Json() const {
  return absl::StrCat(
      "{\"frames\": ", frames_.accepted(), ", \"lost\": ", frames_.lost(),
      ", \"duplicated\": ", frames_.duplicated(),
      ", \"damaged\": ", reader_.damaged(), ", \"unreadable\": ", unreadable_,
      ", \"samples\": ", samples_, ", \"observations\": ", observations_.count(),
      ", \"beats\": ", beats_, ", \"heart_rate_bpm\": ", heart_rate(),
      ", \"alarms\": ", alarms_raised_,
      ", \"overruns\": ", last_status_.overruns(),
      ", \"messages_dropped\": ", last_status_.messages_dropped(),
      ", \"frame_cost_max\": ", last_status_.frame_cost_max(),
      ", \"goodbye\": ", said_goodbye_ ? "true" : "false",
      ", \"digest\": \"", observations_.Hex(), "\"}");
}

}  // namespace vigil::firmware
