#include "firmware/boards/mps2_an386/safe_state.h"

#include "firmware/boards/mps2_an386/registers.h"
#include "firmware/boards/mps2_an386/safe_state_loop.h"
#include "firmware/boards/mps2_an386/semihosting.h"
#include "firmware/boards/mps2_an386/signal_lamp.h"
#include "firmware/boards/mps2_an386/watchdog.h"

namespace vigil::firmware::mps2_an386 {
namespace {

// What a simulation shows before it ends: a burst of the sounder, and frames.
constexpr std::uint32_t kTurnsOfSimulation = 3'000;

SafeStateFrames frames;
bool ends_simulation = false;

// One turn, in cycles of the processor: no other clock is to be trusted here. A
// pause is 96 instructions of one cycle and 4 cycles of the loop around them.
constexpr std::uint32_t kCyclesOfPause = 100;
constexpr std::uint32_t kPauses =
    kClockHz / 1'000'000 * SafeStateLoop::kTurn.us / kCyclesOfPause;

void Pause() {
  for (std::uint32_t n = 0; n < kPauses; ++n) {
    asm volatile(".rept 96\n mov r0, r0\n .endr");
  }
}

// In the order of what is simplest, and so surest to work.
void Take(const SafeStateTurn& turn) {
  ShowSignal(turn.signal);
  FeedWatchdog();
  if (turn.sends) Uart0().data = turn.byte;
}

bool LinkHasRoom() { return (Uart0().state & kUartStateTransmitFull) == 0; }

}  // namespace

void PrepareSafeState(const Identity& identity) { frames.Prepare(identity); }

void EndSimulationInSafeState() { ends_simulation = true; }

void EnterSafeState(Cause cause, RunResult why) {
  asm volatile("cpsid i" ::: "memory");
  StartWatchdog();  // it may be that nothing has started it yet
  Uart0().control = kUartControlTransmitEnable;
  SafeStateLoop loop(frames, cause);
  std::uint32_t turns = 0;
  for (;;) {
    Take(loop.Next(LinkHasRoom()));
    Pause();
    ++turns;
    if (ends_simulation && turns >= kTurnsOfSimulation) {
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
