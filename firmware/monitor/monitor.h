// The main loop of a monitor, the same on each board: in each frame of the
// schedule the kernel runs once, then alarm log and link get what came of it.
//
//   static Runtime runtime;
//   static Monitor monitor(runtime);
//   if (monitor.Start(system, host, board, identity, simulated) == Status::kOk) {
//     while (source.state() == Status::kOk && status == Status::kOk) {
//       status = monitor.RunFrame(source);
//     }
//     monitor.Finish();
//   }
//
// Device time is the count of the frames: frame n begins at n periods. So a run
// gives the same bits however fast the board is. One thread.
#ifndef VIGIL_FIRMWARE_MONITOR_MONITOR_H_
#define VIGIL_FIRMWARE_MONITOR_MONITOR_H_

#include <cstdint>

#include "firmware/boards/board.h"
#include "firmware/boards/product.h"
#include "firmware/monitor/device_output.h"
#include "safety_kernel/acquisition/sample_source.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/runtime/runtime.h"

namespace vigil::firmware {

class Monitor {
 public:
  // `runtime` must outlive this object. In monitor.cc, so that no initial copy of
  // the whole object lies in flash.
  explicit Monitor(Runtime& runtime);

  // Starts kernel, schedule and session; the hello waits to be sent, and says when the
  // input is simulated. What is passed must outlive this object. Errors are those of
  // Runtime::Start.
  Status Start(const SystemDescription& system, PluginHost& host, Board& board,
               const Identity& identity, bool simulated_input);

  // Place of the plugin that Start failed on; see Runtime::refused_plugin.
  std::uint32_t refused_plugin() const { return runtime_.refused_plugin(); }

  // Waits for the next frame, runs it, and sends. Errors are those of
  // Runtime::RunFrame; after one there is nothing left but the safe state.
  Status RunFrame(SampleSource& source);

  // Ends the session as planned: says goodbye and waits for the link.
  // kDeadlineExceeded: it did not take everything within kDrainFrames frames.
  Status Finish();

  // The same without a goodbye: the session broke off.
  Status Drain();

 private:
  void BeginFrame();
  void EndFrame(Status status);
  void NoteFaults();
  void NoteInterrupts();
  void NoteLog();
  void NoteClock();
  void CountCost(std::uint32_t cost);
  void SendStatus();

  Runtime& runtime_;
  DeviceOutput output_;
  Board* board_ = nullptr;
  Duration frame_;
  Timestamp now_;
  bool late_ = false;  // this frame began late
  std::uint32_t frames_until_status_ = 0;
  std::uint32_t overruns_ = 0;
  std::uint32_t clock_faults_ = 0;
  std::uint32_t interrupts_ = 0;    // unexpected ones that were told
  std::uint32_t records_lost_ = 0;  // of the log, that were told
  std::uint32_t cost_last_ = 0;
  std::uint32_t cost_max_ = 0;
};

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_MONITOR_MONITOR_H_
