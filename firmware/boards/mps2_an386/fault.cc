#include "firmware/boards/mps2_an386/fault.h"

#include "firmware/boards/mps2_an386/interrupts.h"
#include "firmware/boards/mps2_an386/partition_switch.h"
#include "firmware/boards/mps2_an386/registers.h"
#include "firmware/boards/mps2_an386/safe_state.h"
#include "firmware/boards/mps2_an386/semihosting.h"

extern "C" {
extern std::uint32_t vigil_ram_begin[];
extern std::uint32_t vigil_ram_end[];
extern std::uint32_t vigil_fault_stack_top[];
}

namespace vigil::firmware::mps2_an386 {
namespace {

void Print(const char* name, std::uint32_t value) {
  constexpr char kDigits[] = "0123456789abcdef";
  char text[12] = " 0x";
  for (std::uint32_t digit = 0; digit < 8; ++digit) {
    text[3 + digit] = kDigits[(value >> (28 - 4 * digit)) & 0xF];
  }
  text[11] = '\0';
  semihosting::WriteConsole(name);
  semihosting::WriteConsole(text);
}

bool LiesInRam(const ExceptionFrame* frame) {
  const auto address = reinterpret_cast<std::uintptr_t>(frame);
  const auto begin = reinterpret_cast<std::uintptr_t>(vigil_ram_begin);
  const auto end = reinterpret_cast<std::uintptr_t>(vigil_ram_end);
  return address >= begin && address + sizeof(ExceptionFrame) <= end;
}

void PrintFrame(const ExceptionFrame* frame) {
  if (!LiesInRam(frame)) {
    Print("\n stack overflow, sp", static_cast<std::uint32_t>(
                                       reinterpret_cast<std::uintptr_t>(frame)));
    return;
  }
  Print("\n pc  ", frame->pc);
  Print("  lr  ", frame->lr);
  Print("  psr ", frame->xpsr);
  Print("\n r0  ", frame->r0);
  Print("  r1  ", frame->r1);
  Print("  r2  ", frame->r2);
  Print("  r3  ", frame->r3);
  Print("  r12 ", frame->r12);
}

}  // namespace

extern "C" [[noreturn, gnu::used]] void VigilReportFault(
    const ExceptionFrame* frame) {
  Print("vigil: fault, exception", ExceptionNumber());
  PrintFrame(frame);
  Print("\n cfsr", Faults().configurable_status);
  Print("  hfsr", Faults().hard_status);
  Print("  mmfar", Faults().memory_address);
  Print("  bfar", Faults().bus_address);
  semihosting::WriteConsole("\n");
  EnterSafeState(Cause::kMonitoringStopped, RunResult::kProcessorFault);
}

// On a stack of its own: the fault may be that the other one is full.
extern "C" [[gnu::naked]] void VigilKernelFault() {
  asm volatile(
      "tst lr, #4\n"
      "ite eq\n"
      "mrseq r0, msp\n"
      "mrsne r0, psp\n"
      "ldr r1, =vigil_fault_stack_top\n"
      "msr msp, r1\n"
      "b VigilReportFault\n");
}

}  // namespace vigil::firmware::mps2_an386
