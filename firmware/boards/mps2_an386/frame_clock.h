// The board's clock for the schedule. A free-running timer tells the time;
// SysTick only wakes the processor. So a wake-up that the simulator merges with
// the next one is made up for, and no frame is lost.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_FRAME_CLOCK_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_FRAME_CLOCK_H_

#include <cstdint>

#include "safety_kernel/base/time.h"

namespace vigil::firmware::mps2_an386 {

class FrameClock {
 public:
  // `period`: 1 to 500 ms.
  void Start(Duration period);

  // See Board::WaitForFrame. A backlog of up to 85 s is made up for.
  bool WaitForFrame();

  Duration SinceFrameBegin() const;

  // Whether this clock and the FPGA's, which does not come from the timers' source,
  // went on at the same rate since Start or the last call: apart by 1/64 at most.
  // Ask it more often than each 171 s; self_test.h starts the FPGA's.
  bool AgreesWithFpga();

  // Timer ticks of 40 ns, counting up; wraps after 171 s.
  static std::uint32_t Ticks();

 private:
  struct Instant {
    std::uint32_t timer = 0;
    std::uint32_t fpga = 0;
  };

  static Instant ReadBoth();

  std::uint32_t period_ticks_ = 0;
  std::uint32_t next_frame_ = 0;   // Ticks() at which the next frame is due
  std::uint32_t frame_begin_ = 0;  // Ticks() at which this one really began
  Instant compared_;               // when AgreesWithFpga was asked last
};

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_FRAME_CLOCK_H_
