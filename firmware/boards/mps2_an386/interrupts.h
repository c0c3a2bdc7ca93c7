// Interrupts that nobody asked for: a line that a fault holds, a bit that
// flipped in a peripheral. Each is masked where it first comes, so that a storm
// costs the schedule one short handler, and is counted.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_INTERRUPTS_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_INTERRUPTS_H_

#include <cstdint>

namespace vigil::firmware::mps2_an386 {

// The handler of each external interrupt but those that the board uses.
void OnUnexpectedInterrupt();

// Since reset.
std::uint32_t UnexpectedInterrupts();

// Of the exception that is being handled; 0 when none is.
std::uint32_t ExceptionNumber();

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_INTERRUPTS_H_
