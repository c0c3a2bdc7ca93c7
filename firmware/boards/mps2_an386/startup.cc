// Where the processor begins: vector table and reset. The reset code brings the
// memory to the state that C++ expects and calls the board's main function.
#include <cstdint>

#include "firmware/boards/mps2_an386/fault.h"
#include "firmware/boards/mps2_an386/interrupts.h"
#include "firmware/boards/mps2_an386/main.h"
#include "firmware/boards/mps2_an386/memory_protection.h"
#include "firmware/boards/mps2_an386/partition_switch.h"
#include "firmware/boards/mps2_an386/registers.h"
#include "firmware/boards/mps2_an386/safe_state.h"
#include "firmware/boards/mps2_an386/self_test.h"

// Set by the linker script.
extern "C" {
extern std::uint32_t vigil_data_load[];
extern std::uint32_t vigil_data_begin[];
extern std::uint32_t vigil_data_end[];
extern std::uint32_t vigil_bss_begin[];
extern std::uint32_t vigil_bss_end[];
extern std::uint32_t vigil_plugin_state_begin[];
extern std::uint32_t vigil_plugin_state_end[];
extern std::uint32_t vigil_ram_begin[];
extern std::uint32_t vigil_ram_end[];
extern std::uint32_t vigil_stack_top[];
using Constructor = void (*)();
extern const Constructor vigil_constructors_begin[];
extern const Constructor vigil_constructors_end[];
}

namespace vigil::firmware::mps2_an386 {
namespace {

void Zero(std::uint32_t* begin, const std::uint32_t* end) {
  for (std::uint32_t* word = begin; word != end; ++word) *word = 0;
}

void PrepareMemory() {
  const std::uint32_t* from = vigil_data_load;
  for (std::uint32_t* word = vigil_data_begin; word != vigil_data_end; ++word) {
    *word = *from;
    ++from;
  }
  Zero(vigil_bss_begin, vigil_bss_end);
  Zero(vigil_plugin_state_begin, vigil_plugin_state_end);
}

// All but the stack, on which this runs; below 1 KiB of it nothing is in use yet.
bool TestMemory() {
  constexpr std::uint32_t kUsedStackWords = 256;
  const bool stack = MemoryWorks(vigil_ram_begin, vigil_stack_top - kUsedStackWords);
  const bool rest = MemoryWorks(vigil_stack_top, vigil_ram_end);
  return stack && rest;
}

void EnableFaults() {
  SystemHandlerControl() = SystemHandlerControl() | kMemoryFaultEnable |
                           kBusFaultEnable | kUsageFaultEnable;
  ConfigurationControl() = ConfigurationControl() | kTrapDivisionByZero;
}

}  // namespace

extern "C" [[noreturn]] void VigilReset() {
  const bool memory_works = TestMemory();
  PrepareMemory();
  EnableFaults();
  ProtectMemory();
  for (const Constructor* constructor = vigil_constructors_begin;
       constructor != vigil_constructors_end; ++constructor) {
    (*constructor)();
  }
  Main(memory_works);
}

namespace {

// SysTick only has to end the processor's sleep.
void WakeUp() {}

using Handler = void (*)();

// Numbers of exceptions; the external interrupts follow from 16 on.
constexpr std::uint32_t kFirstInterrupt = 16;

struct VectorTable {
  const std::uint32_t* initial_stack;
  Handler handlers[kFirstInterrupt - 1 + kExternalInterrupts];
};

constexpr VectorTable MakeVectors() {
  VectorTable table = {
      vigil_stack_top,
      {
          VigilReset,
          VigilWatchdogExpired,  // NMI
          VigilFault,        // HardFault
          VigilFault,        // MemManage
          VigilFault,        // BusFault
          VigilFault,        // UsageFault
          nullptr,
          nullptr,
          nullptr,
          nullptr,
          VigilCall,         // SVCall
          VigilKernelFault,  // DebugMonitor
          nullptr,
          VigilKernelFault,  // PendSV
          WakeUp,            // SysTick
      }};
  for (std::uint32_t n = 0; n < kExternalInterrupts; ++n) {
    table.handlers[kFirstInterrupt - 1 + n] = OnUnexpectedInterrupt;
  }
  table.handlers[kFirstInterrupt - 1 + kTimer1Interrupt] = VigilBudgetEnd;
  return table;
}

[[gnu::section(".vectors"), gnu::used]] constinit const VectorTable kVectors =
    MakeVectors();

}  // namespace
}  // namespace vigil::firmware::mps2_an386
