// Cuts a plugin off when its budget has ended: timer 1 runs down and interrupts.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_BUDGET_TIMER_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_BUDGET_TIMER_H_

#include <cstdint>

namespace vigil::firmware::mps2_an386 {

// What entering a plugin may take of its budget; no budget is less.
inline constexpr std::uint32_t kLeastBudget = 1'000;

// From now on, at one cycle of the clock for each instruction: the processor
// executes none in less, so that the time of all budgets together is known. It
// interrupts again after each further budget, until it is stopped.
void StartBudget(std::uint32_t instructions);

// Ends this interrupt, not the budget.
extern "C" void VigilTakeBudgetInterrupt();

// Nothing of it interrupts any more.
extern "C" void VigilStopBudget();

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_BUDGET_TIMER_H_
