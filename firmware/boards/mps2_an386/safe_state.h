// The safe state: nothing is monitored any more, and everybody is told. It uses
// no state of the kernel, no interrupt, no clock but the processor's own, and no
// memory but a few words of the stack and the frames that were prepared: a loop
// (safe_state_loop.h) moves the lamp and the sounder in the pattern of a high
// priority alarm, and gives the UART a byte whenever that has room.
//
//   PrepareSafeState(identity);
//   ...
//   EnterSafeState(Cause::kClock, RunResult::kSelfTestFailed);
//
// signal_lamp.h says which lamps they are.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SAFE_STATE_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SAFE_STATE_H_

#include "firmware/boards/mps2_an386/safe_state_frames.h"
#include "firmware/boards/product.h"

namespace vigil::firmware::mps2_an386 {

// Encodes what the safe state will say.
void PrepareSafeState(const Identity& identity);

// Where a simulation ends: after 3 s of the alarm it exits with the code of why the
// safe state was entered. Otherwise the alarm never ends.
void EndSimulationInSafeState();

[[noreturn]] void EnterSafeState(Cause cause, RunResult why);

// The handler of the NMI: the watchdog has expired.
extern "C" void VigilWatchdogExpired();

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SAFE_STATE_H_
