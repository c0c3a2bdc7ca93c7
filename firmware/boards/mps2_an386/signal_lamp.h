// The alarm's light and its sounder on this board. The FPGA's first lamp is lit
// whenever the light is; three of the lamps of the system controller tell its colour.
// The FPGA's second lamp stands for the gate of the sounder, which has one tone here.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SIGNAL_LAMP_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SIGNAL_LAMP_H_

#include "safety_kernel/alerting/alarm_signal.h"

namespace vigil::firmware::mps2_an386 {

// Until the next call. It needs no state and never waits, for the safe state uses it
// as well.
void ShowSignal(const AlarmIndication& indication);

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SIGNAL_LAMP_H_
