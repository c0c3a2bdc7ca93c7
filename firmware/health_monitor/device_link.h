// What leaves the device: encodes each message, puts it into a frame of the
// link, and keeps the frames until the board's link takes them.
//
//   static DeviceLink link;
//   link.Start(session);
//   link.Send(hello);
//   runtime.RunFrame(now, source, link);
//   link.SendTo(board, Milliseconds(80));
//
// A message that finds no room is dropped and counted, and its sequence number
// stays unused, so that the other side sees the loss too. One thread.
#ifndef VIGIL_FIRMWARE_HEALTH_MONITOR_DEVICE_LINK_H_
#define VIGIL_FIRMWARE_HEALTH_MONITOR_DEVICE_LINK_H_

#include <cstdint>

#include "firmware/boards/board.h"
#include "firmware/health_monitor/send_queue.h"
#include "platform/device_codec/device_messages.h"
#include "safety_kernel/runtime/output_sink.h"

namespace vigil::firmware {

class DeviceLink final : public OutputSink {
 public:
  // Begins a session, with nothing to send.
  void Start(std::uint32_t session);

  void OnSamples(const SampleBlock& block) override;
  void OnObservation(const Observation& observation) override;
  void OnAlarm(const AlarmEvent& event) override;
  void OnIndication(ActuatorAuthority, const AlarmIndication&) override {}
  void Send(const DeviceHello& hello);
  void Send(const DeviceStatus& status);
  void Send(const DeviceGoodbye& goodbye);

  // Gives the board what waits, until nothing does or `budget` of the frame has
  // passed. It waits for a link that has no room.
  void SendTo(Board& board, Duration budget);

  bool empty() const { return queue_.empty(); }
  std::uint32_t messages_dropped() const { return dropped_; }

 private:
  template <typename Message>
  void Queue(const Message& message);
  Status QueueFrame(const std::uint8_t* payload, std::uint32_t length);

  std::uint32_t session_ = 0;
  std::uint32_t next_sequence_ = 0;
  std::uint32_t dropped_ = 0;
  SendQueue queue_;
};

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_HEALTH_MONITOR_DEVICE_LINK_H_
