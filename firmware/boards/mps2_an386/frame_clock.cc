#include "firmware/boards/mps2_an386/frame_clock.h"

#include "firmware/boards/mps2_an386/registers.h"

namespace vigil::firmware::mps2_an386 {
namespace {

constexpr std::uint32_t kTicksPerMicrosecond = kClockHz / 1'000'000;
constexpr std::uint32_t kTimerTop = 0xFFFFFFFF;

// SysTick wakes the processor this often in each frame. When QEMU runs as fast as
// it can (-icount sleep=off), a sleeping processor may miss every second of its
// ticks; so a frame begins at most a fifth of its period late even then.
constexpr std::uint32_t kWakeUpsPerFrame = 10;

// A frame is due this much before the tick that wakes the processor for it. Were
// it due afterwards, by as little as one tick, it would sleep on.
constexpr std::uint32_t kWakeUpAfterDue = 25 * kTicksPerMicrosecond;

// Two counters are read at one moment when the time between is below that. A
// simulator may pause in between; not at each attempt.
constexpr std::uint32_t kMoment = 40 * kTicksPerMicrosecond;
constexpr std::uint32_t kAttempts = 3;
constexpr std::uint32_t kMaxApart = 64;  // of what has passed, the 64th part
static_assert(kFpgaClockHz == kClockHz);

}  // namespace

void FrameClock::Start(Duration period) {
  period_ticks_ = static_cast<std::uint32_t>(period.us) * kTicksPerMicrosecond;
  Timer0().control = 0;
  Timer0().reload = kTimerTop;
  Timer0().value = kTimerTop;
  Timer0().control = kTimerControlEnable;
  compared_ = ReadBoth();
  next_frame_ = Ticks() + period_ticks_ - kWakeUpAfterDue;
  SysTick().reload =
      (period_ticks_ / kWakeUpsPerFrame - 1) & kSysTickMaxReload;
  SysTick().value = 0;
  SysTick().control = kSysTickEnable | kSysTickInterrupt | kSysTickProcessorClock;
}

bool FrameClock::WaitForFrame() {
  // The difference, read as signed, is right across the wrap of the timer.
  const auto remaining = [this] {
    return static_cast<std::int32_t>(next_frame_ - Ticks());
  };
  const bool late = remaining() <= 0;
  // Should the timer stand still, the watchdog ends this.
  while (remaining() > 0) asm volatile("wfi");
  frame_begin_ = Ticks();
  next_frame_ += period_ticks_;
  return late;
}

Duration FrameClock::SinceFrameBegin() const {
  return Microseconds((Ticks() - frame_begin_) / kTicksPerMicrosecond);
}

FrameClock::Instant FrameClock::ReadBoth() {
  Instant instant;
  bool at_once = false;
  for (std::uint32_t n = 0; n < kAttempts && !at_once; ++n) {
    instant = {Ticks(), Fpga().counter};
    at_once = Ticks() - instant.timer < kMoment;
  }
  return instant;
}

bool FrameClock::AgreesWithFpga() {
  const Instant now = ReadBoth();
  const std::uint32_t timer = now.timer - compared_.timer;
  const std::uint32_t fpga = now.fpga - compared_.fpga;
  compared_ = now;
  const std::uint32_t apart = timer > fpga ? timer - fpga : fpga - timer;
  return apart <= timer / kMaxApart;
}

std::uint32_t FrameClock::Ticks() { return kTimerTop - Timer0().value; }

}  // namespace vigil::firmware::mps2_an386
