#include "firmware/monitor/device_link.h"

#include "platform/device_codec/device_encoder.h"

namespace vigil::firmware {

static_assert(kMaxDeviceMessage <= link::kMaxPayload);

void DeviceLink::Start(std::uint32_t session) {
  session_ = session;
  next_sequence_ = 0;
  dropped_ = 0;
  alarm_events_ = 0;
  urgent_.Clear();
  others_.Clear();
  frame_length_ = 0;
  sent_ = 0;
}

template <typename Message, typename Waiting>
void DeviceLink::Queue(const Message& message, Waiting& waiting) {
  std::uint8_t payload[kMaxDeviceMessage];
  const Result<std::uint32_t> length =
      EncodeDeviceMessage(message, payload, sizeof payload);
  const bool queued =
      length.ok() && waiting.Push(payload, length.value()) == Status::kOk;
  if (queued) return;
  ++dropped_;
  ++next_sequence_;
}

void DeviceLink::Send(const DeviceHello& hello) { Queue(hello, urgent_); }
void DeviceLink::Send(const AlarmEvent& event) {
  ++alarm_events_;
  Queue(event, urgent_);
}
void DeviceLink::Send(const SampleBlock& block) { Queue(block, others_); }
void DeviceLink::Send(const Observation& observation) {
  Queue(observation, others_);
}
void DeviceLink::Send(const DeviceStatus& status) { Queue(status, others_); }
void DeviceLink::Send(const DeviceGoodbye& goodbye) { Queue(goodbye, others_); }

// Of the next message; one waits. Nothing here can fail: what was queued is no longer
// than a payload, and the frame has room for each.
void DeviceLink::BeginFrame() {
  std::uint8_t payload[kMaxDeviceMessage];
  const Result<std::uint32_t> length =
      urgent_.empty() ? others_.Pop(payload, sizeof payload)
                      : urgent_.Pop(payload, sizeof payload);
  const Result<std::uint32_t> frame_length =
      link::EncodeFrame({session_, next_sequence_}, payload, length.value(),
                        frame_, sizeof frame_);
  ++next_sequence_;
  frame_length_ = frame_length.value();
  sent_ = 0;
}

void DeviceLink::SendTo(Board& board, Duration budget) {
  while (!empty()) {
    if (sent_ >= frame_length_) BeginFrame();
    if (board.TrySend(frame_[sent_])) {
      ++sent_;
    } else if (board.SinceFrameBegin() >= budget) {
      return;
    }
  }
}

}  // namespace vigil::firmware
