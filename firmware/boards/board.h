// What a product needs of the board it runs on: the frames of the schedule, the
// link to the outside, light and sounder, memory for the alarm log, and a counter for
// what a frame costs. Everything that differs from board to board is behind it; a
// product is the same program on each.
//
//   int vigil::firmware::RunProduct(Board& board) {
//     board.StartFrames(Milliseconds(100));
//     for (;;) {
//       board.WaitForFrame();
//       ...
//     }
//   }
//
// A board calls RunProduct once, after start, from its only thread.
#ifndef VIGIL_FIRMWARE_BOARDS_BOARD_H_
#define VIGIL_FIRMWARE_BOARDS_BOARD_H_

#include <cstdint>

#include "safety_kernel/alerting/alarm_signal.h"
#include "safety_kernel/alerting/log_store.h"
#include "safety_kernel/base/authority.h"
#include "safety_kernel/base/time.h"

namespace vigil::firmware {

class Board {
 public:
  // Starts the schedule: from now on one frame each `period`, 1 to 500 ms.
  virtual void StartFrames(Duration period) = 0;

  // Sleeps until the next frame is due and begins it. True when it was due
  // already, so that it starts late; no frame is ever left out.
  virtual bool WaitForFrame() = 0;

  // Every deadline of the frame that ends was met. Where this is not said in time
  // the watchdog takes the board to its safe state; so it is said once a frame,
  // and never when it is not so.
  virtual void ConfirmDeadlines() = 0;

  // What light and sounder do until the next call; the kernel says it once a frame.
  virtual void Indicate(ActuatorAuthority, const AlarmIndication& indication) = 0;

  // The memory of the alarm log, the same at each call; null on a board that has
  // none. A write may take 1 ms: the log is written within the frame.
  virtual LogStore* AlarmLogMemory() = 0;

  // Compares the clock of the schedule with another one of the board, over the time
  // since StartFrames or the last call; asked once a second. False: they are apart
  // by more than 1/64. Always true on a board whose time is the count of the frames.
  virtual bool ClocksAgree() = 0;

  // Interrupts since the start that nobody asked for; each was masked.
  virtual std::uint32_t UnexpectedInterrupts() = 0;

  // How much of the time since the frame's begin has passed. It is the board's
  // own clock: it bounds waiting and never enters a result.
  virtual Duration SinceFrameBegin() = 0;

  // Counts up by one with each instruction or cycle of the processor, in steps
  // that the board chooses, and wraps. Always 0 on a board that can't tell.
  virtual std::uint32_t CostCounter() = 0;

  // Gives one byte to the link. False when it has no room now; it never blocks.
  virtual bool TrySend(std::uint8_t byte) = 0;

  // Tells a person at the board's console; `text` ends in a zero.
  virtual void Report(const char* text) = 0;

 protected:
  ~Board() = default;  // never deleted through the interface
};

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_BOARDS_BOARD_H_
