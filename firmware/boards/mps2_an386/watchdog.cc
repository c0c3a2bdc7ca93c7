#include "firmware/boards/mps2_an386/watchdog.h"

#include "firmware/boards/mps2_an386/registers.h"

namespace vigil::firmware::mps2_an386 {
namespace {

// A technical alarm has to come within 2 s of what caused it: one for the
// watchdog, one for the way of the alarm.
constexpr std::uint32_t kTimeoutSeconds = 1;
constexpr std::uint32_t kLocked = 0;

}  // namespace

// Locked in between, so that a stray write does not stop it.
void StartWatchdog() {
  Watchdog().lock = kWatchdogUnlock;
  Watchdog().load = kTimeoutSeconds * kClockHz;
  Watchdog().control = kWatchdogInterrupt | kWatchdogReset;
  Watchdog().lock = kLocked;
}

void FeedWatchdog() {
  Watchdog().lock = kWatchdogUnlock;
  Watchdog().clear = 1;
  Watchdog().lock = kLocked;
}

}  // namespace vigil::firmware::mps2_an386
