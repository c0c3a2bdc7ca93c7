// The watchdog: at its first expiry it raises the NMI, which enters the safe
// state; at the second, when not even that runs, it resets the board.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_WATCHDOG_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_WATCHDOG_H_

namespace vigil::firmware::mps2_an386 {

// When the schedule or the safe state starts; it can't be stopped.
void StartWatchdog();

// Another second from now on.
void FeedWatchdog();

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_WATCHDOG_H_
