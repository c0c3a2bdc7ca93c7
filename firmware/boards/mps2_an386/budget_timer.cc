#include "firmware/boards/mps2_an386/budget_timer.h"

#include "firmware/boards/mps2_an386/registers.h"

namespace vigil::firmware::mps2_an386 {

void StartBudget(std::uint32_t instructions) {
  const std::uint32_t ticks = 
      instructions < kLeastBudget ? kLeastBudget : instructions;
  Timer1().reload = ticks;
  Timer1().value = ticks;
  Timer1().control = kTimerControlEnable | kTimerControlInterrupt;
  Interrupts().enable = 1u << kTimer1Interrupt;
}

void VigilTakeBudgetInterrupt() {
  Timer1().interrupt = kTimerInterruptClear;
  asm volatile("dsb" ::: "memory");
}

void VigilStopBudget() {
  Timer1().control = 0;
  Timer1().interrupt = kTimerInterruptClear;
  asm volatile("dsb" ::: "memory");
  Interrupts().clear_pending = 1u << kTimer1Interrupt;
}

}  // namespace vigil::firmware::mps2_an386
