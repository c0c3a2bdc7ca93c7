#include "firmware/health_monitor/device_link.h"

#include "platform/device_codec/device_encoder.h"
#include "platform/link/frame.h"

namespace vigil::firmware {

static_assert(kMaxDeviceMessage <= link::kMaxPayload);

void DeviceLink::Start(std::uint32_t session) {
  session_ = session;
  next_sequence_ = 0;
  dropped_ = 0;
  queue_.Clear();
}

void DeviceLink::OnSamples(const SampleBlock& block) { Queue(block); }
void DeviceLink::OnObservation(const Observation& observation) {
  Queue(observation);
}
void DeviceLink::OnAlarm(const AlarmEvent& event) { Queue(event); }
void DeviceLink::Send(const DeviceHello& hello) { Queue(hello); }
void DeviceLink::Send(const DeviceStatus& status) { Queue(status); }
void DeviceLink::Send(const DeviceGoodbye& goodbye) { Queue(goodbye); }

template <typename Message>
void DeviceLink::Queue(const Message& message) {
  std::uint8_t payload[kMaxDeviceMessage];
  const Result<std::uint32_t> length =
      EncodeDeviceMessage(message, payload, sizeof payload);
  const bool queued =
      length.ok() && QueueFrame(payload, length.value()) == Status::kOk;
  if (!queued) ++dropped_;
  ++next_sequence_;
}

Status DeviceLink::QueueFrame(const std::uint8_t* payload,
                              std::uint32_t length) {
  std::uint8_t frame[link::kMaxEncodedFrame];
  const Result<std::uint32_t> frame_length = link::EncodeFrame(
      {session_, next_sequence_}, payload, length, frame, sizeof frame);
  if (!frame_length.ok()) return frame_length.status();
  return queue_.Push(frame, frame_length.value());
}

void DeviceLink::SendTo(Board& board, Duration budget) {
  while (!queue_.empty()) {
    if (board.TrySend(queue_.front())) {
      queue_.Pop();
    } else if (board.SinceFrameBegin() >= budget) {
      return;
    }
  }
}

}  // namespace vigil::firmware
