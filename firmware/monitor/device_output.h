// Where goes what leaves the kernel: everything over the link, each step of an alarm
// into the alarm log too, light and sounder to the board.
//
//   static DeviceOutput output;
//   output.Start(session, board);
//   runtime.RunFrame(now, source, output);     // keeps what is for the log
//   output.WriteLog();
//   output.link().SendTo(board, Milliseconds(80));
//
// The log is written between frame and link, so that no alarm that somebody was told
// is missing in it. One thread.
#ifndef VIGIL_FIRMWARE_MONITOR_DEVICE_OUTPUT_H_
#define VIGIL_FIRMWARE_MONITOR_DEVICE_OUTPUT_H_

#include <cstdint>

#include "firmware/boards/board.h"
#include "firmware/monitor/device_link.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/alerting/alarm_log.h"
#include "safety_kernel/base/authority.h"
#include "safety_kernel/base/bounded_list.h"
#include "safety_kernel/runtime/output_sink.h"
#include "safety_kernel/runtime/runtime.h"

namespace vigil::firmware {

class DeviceOutput final : public OutputSink {
 public:
  // In device_output.cc, so that no initial copy of the whole object lies in flash.
  DeviceOutput();

  // Begins a session, with nothing to send, and goes on with the log of `board`,
  // which must outlive this object.
  void Start(std::uint32_t session, Board& board);

  void OnSamples(const SampleBlock& block) override;
  void OnObservation(const Observation& observation) override;
  void OnAlarm(const AlarmEvent& event) override;
  void OnIndication(ActuatorAuthority authority,
                    const AlarmIndication& indication) override;

  // Writes what came since the last call. It blocks for as long as the memory takes.
  void WriteLog();

  // Records that are lost: what was found damaged at the start, and what could not be
  // written since.
  std::uint32_t records_lost() const { return records_lost_; }
  // True when the last attempt to open or to write the log failed.
  bool log_fails() const { return log_fails_; }

  DeviceLink& link() { return link_; }

 private:
  // As many as can come in one frame: of each alarm, of the switches for light and
  // sound, and of what operators did.
  static constexpr std::uint32_t kMaxEvents = kMaxAlarms + 2 + 8;

  DeviceLink link_;
  AlarmLog log_;
  BoundedList<AlarmEvent, kMaxEvents> events_;  // to be written
  Board* board_ = nullptr;
  std::uint32_t records_lost_ = 0;
  bool has_log_ = false;
  bool log_fails_ = false;
};

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_MONITOR_DEVICE_OUTPUT_H_
