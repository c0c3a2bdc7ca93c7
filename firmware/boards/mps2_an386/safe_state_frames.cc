#include "firmware/boards/mps2_an386/safe_state_frames.h"

#include "platform/device_codec/device_encoder.h"
#include "platform/device_codec/device_messages.h"
#include "platform/link/frame.h"
#include "safety_kernel/alerting/alarm_event.h"

namespace vigil::firmware::mps2_an386 {
namespace {

constexpr std::uint32_t kOtherSession = 0x80000000;

// What Encode makes of session 0xFFFFFFFF, sequence 0, AlarmId::kSafeState; a
// test compares them.
constexpr std::uint8_t kLastResort[] = {
    0x06, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x01, 0x01, 0x10, 0x22, 0x09, 0x08,
    0xF1, 0x07, 0x10, 0x02, 0x18, 0x03, 0x20, 0x01, 0x23, 0x87, 0x60, 0x2C, 0x00,
};

AlarmEvent EventOf(Cause cause) {
  AlarmEvent event;
  const bool stopped = cause == Cause::kMonitoringStopped;
  event.condition.id = stopped ? AlarmId::kSafeState : AlarmId::kSelfTestFailed;
  event.condition.priority = AlarmPriority::kHigh;
  event.condition.present = true;
  event.condition.value = static_cast<std::int32_t>(cause);
  event.transition = AlarmTransition::kRaised;
  return event;
}

}  // namespace

template <typename Message>
void SafeStateFrames::Encode(const Message& message, std::uint32_t session,
                             std::uint32_t sequence, Frame& frame) {
  frame.length = 0;
  std::uint8_t payload[kMaxDeviceMessage];
  const Result<std::uint32_t> length =
      EncodeDeviceMessage(message, payload, sizeof payload);
  if (!length.ok()) return;
  const Result<std::uint32_t> encoded = link::EncodeFrame(
      {session, sequence}, payload, length.value(), frame.bytes, kRoom);
  if (encoded.ok()) frame.length = encoded.value();
}

void SafeStateFrames::Prepare(const Identity& identity) {
  const std::uint32_t session = identity.session ^ kOtherSession;
  // The version of nothing: the product does not run.
  Encode(DeviceHello{.device_id = identity.device_id,
                     .firmware_version = "0.0.0-safe",
                     .kernel_interface = kKernelInterfaceVersion},
         session, 0, hello_);
  for (std::uint32_t n = 0; n < kCauses; ++n) {
    Encode(EventOf(static_cast<Cause>(n)), session, 1, alarms_[n]);
  }
}

Bytes SafeStateFrames::Hello() const {
  return {hello_.bytes, hello_.length <= kRoom ? hello_.length : 0};
}

Bytes SafeStateFrames::Alarm(Cause cause) const {
  const auto place = static_cast<std::uint32_t>(cause) % kCauses;
  const Frame& frame = alarms_[place];
  return {frame.bytes, frame.length <= kRoom ? frame.length : 0};
}

Bytes SafeStateFrames::AlarmOfLastResort() {
  return {kLastResort, sizeof kLastResort};
}

}  // namespace vigil::firmware::mps2_an386
