// The device's end of the link: encodes each message, keeps it until the link has
// room, and puts it into a frame when its turn comes.
//
//   static DeviceLink link;
//   link.Start(session);
//   link.Send(hello);
//   link.Send(observation);
//   link.Send(alarm);                    // leaves before the observation
//   link.SendTo(board, Milliseconds(80));
//
// Alarms have a queue of their own that goes first: behind seconds of samples an
// alarm would come too late, or find no room. The hello is in it too, since it opens
// a session. Frames are numbered as they leave. A message that finds no room is
// dropped and counted, and one number stays unused, so that the other side sees the
// loss too; the status says each second how many events there were and what is
// active. One thread.
#ifndef VIGIL_FIRMWARE_MONITOR_DEVICE_LINK_H_
#define VIGIL_FIRMWARE_MONITOR_DEVICE_LINK_H_

#include <cstdint>

#include "firmware/boards/board.h"
#include "firmware/monitor/send_queue.h"
#include "platform/device_codec/device_messages.h"
#include "platform/link/frame.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/algorithm/observation.h"

namespace vigil::firmware {

class DeviceLink {
 public:
  // About 7 s of ECG with everything that belongs to it.
  static constexpr std::uint32_t kRoom = 16384;
  // More than one frame in which each alarm that there can be begins.
  static constexpr std::uint32_t kAlarmRoom = 8192;

  // Begins a session, with nothing to send.
  void Start(std::uint32_t session);

  void Send(const DeviceHello& hello);
  void Send(const AlarmEvent& event);
  void Send(const SampleBlock& block);
  void Send(const Observation& observation);
  void Send(const DeviceStatus& status);
  void Send(const DeviceGoodbye& goodbye);

  // Gives the board what waits, until nothing does or `budget` of the frame has
  // passed. It waits for a link that has no room.
  void SendTo(Board& board, Duration budget);

  bool empty() const {
    return sent_ >= frame_length_ && urgent_.empty() && others_.empty();
  }
  // Since Start, of all kinds.
  std::uint32_t messages_dropped() const { return dropped_; }
  // Since Start, dropped ones too.
  std::uint32_t alarm_events() const { return alarm_events_; }

 private:
  template <typename Message, typename Waiting>
  void Queue(const Message& message, Waiting& waiting);
  void BeginFrame();

  std::uint32_t session_ = 0;
  std::uint32_t next_sequence_ = 0;
  std::uint32_t dropped_ = 0;
  std::uint32_t alarm_events_ = 0;
  SendQueue<kAlarmRoom> urgent_;
  SendQueue<kRoom> others_;
  std::uint8_t frame_[link::kMaxEncodedFrame] = {};  // on its way
  std::uint32_t frame_length_ = 0;
  std::uint32_t sent_ = 0;  // bytes of it
};

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_MONITOR_DEVICE_LINK_H_
