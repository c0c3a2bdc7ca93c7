// Cuts a plugin off when its budget has ended: timer 1 runs down and interrupts.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_BUDGET_TIMER_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_BUDGET_TIMER_H_

#include <cstdint>

namespace vigil::firmware::mps2_an386 {

// From now on, at one cycle of the clock for each instruction: the processor
// executes none in less, so that the time of all budgets together is known. 0
// counts as 1.
void StartBudget(std::uint32_t instructions);

// Nothing of it interrupts any more.
extern "C" void VigilStopBudget();

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_BUDGET_TIMER_H_
