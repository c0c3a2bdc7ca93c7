// The fault of a board: each target defines it.
#ifndef VIGIL_TEST_FAULT_BOARD_FAULT_H_
#define VIGIL_TEST_FAULT_BOARD_FAULT_H_

namespace vigil::fault {

// From now on an interrupt line that nobody serves stays up. Nothing happens where
// there are no interrupts.
void StormInterrupts();

}  // namespace vigil::fault

#endif  // VIGIL_TEST_FAULT_BOARD_FAULT_H_
