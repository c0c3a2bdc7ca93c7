#include "firmware/boards/mps2_an386/safe_state.h"

#include "firmware/boards/mps2_an386/registers.h"
#include "firmware/boards/mps2_an386/semihosting.h"
#include "firmware/boards/mps2_an386/watchdog.h"
#include "safety_kernel/alerting/alarm_signal.h"
#include "safety_kernel/base/time.h"

namespace vigil::firmware::mps2_an386 {
namespace {

constexpr std::uint32_t kLight = 1u << 0;
constexpr std::uint32_t kSounder = 1u << 1;

// A step is one of the FPGA's clock of 100 Hz.
constexpr Duration kStep = Milliseconds(10);
constexpr std::uint32_t kStepsBetweenAlarms = 10;
constexpr std::uint32_t kRoundsOfSimulation = 3;
// About a millisecond, and longer than a byte takes at 115200 baud.
constexpr std::uint32_t kPause = 10'000;

SafeStateFrames frames;
bool ends_simulation = false;

void Pause() {
  for (std::uint32_t n = 0; n < kPause; ++n) asm volatile("nop");
}

void ShowPattern(std::uint32_t step) {
  const Duration elapsed = kStep * static_cast<std::int64_t>(step);
  const bool light = LightIsOn(AlarmPriority::kHigh, elapsed);
  const bool sound = SoundIsOn(AlarmPriority::kHigh, elapsed);
  Fpga().led = (light ? kLight : 0) | (sound ? kSounder : 0);
}

// A link that takes nothing costs the rest of the frame, not the pattern.
void Send(const Bytes& bytes) {
  Uart0().control = kUartControlTransmitEnable;
  for (std::uint32_t n = 0; n < bytes.length; ++n) {
    if ((Uart0().state & kUartStateTransmitFull) != 0) Pause();
    if ((Uart0().state & kUartStateTransmitFull) != 0) return;
    Uart0().data = bytes.data[n];
  }
}

}  // namespace

void PrepareSafeState(const Identity& identity) { frames.Prepare(identity); }

void EndSimulationInSafeState() { ends_simulation = true; }

void EnterSafeState(Cause cause, RunResult why) {
  asm volatile("cpsid i" ::: "memory");
  std::uint32_t next_alarm = Fpga().clock_100hz;
  for (std::uint32_t round = 0;;) {
    FeedWatchdog();
    const std::uint32_t step = Fpga().clock_100hz;
    ShowPattern(step);
    Pause();
    if (static_cast<std::int32_t>(step - next_alarm) < 0) continue;
    next_alarm = step + kStepsBetweenAlarms;
    Send(frames.Hello());
    Send(frames.Alarm(cause));
    Send(SafeStateFrames::AlarmOfLastResort());
    ++round;
    if (ends_simulation && round >= kRoundsOfSimulation) {
      semihosting::Exit(static_cast<std::int32_t>(why));
    }
  }
}

extern "C" [[noreturn, gnu::used]] void VigilStopMonitoring() {
  EnterSafeState(Cause::kMonitoringStopped, RunResult::kMonitoringStopped);
}

// On a stack of its own: what hangs may have filled the other one.
extern "C" [[gnu::naked]] void VigilWatchdogExpired() {
  asm volatile(
      "ldr r1, =vigil_fault_stack_top\n"
      "msr msp, r1\n"
      "b VigilStopMonitoring\n" ::
          : "memory");
}

}  // namespace vigil::firmware::mps2_an386
