// Where the processor begins: vector table and reset. The reset code brings the
// memory to the state that C++ expects and calls the board's main function.
#include <cstdint>

#include "firmware/boards/mps2_an386/fault.h"
#include "firmware/boards/mps2_an386/main.h"
#include "firmware/boards/mps2_an386/registers.h"

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

// The stack lies lowest in the memory. What is below it is closed, so that an
// overflow faults at once; 4 KiB are more than the largest function needs.
void GuardStack() {
  constexpr std::uint32_t kGuardPower = 12;
  constexpr std::uint32_t kHighestPriorityRegion = 7;
  const auto stack_bottom = static_cast<std::uint32_t>(
      reinterpret_cast<std::uintptr_t>(vigil_ram_begin));
  Mpu().region_number = kHighestPriorityRegion;
  Mpu().region_base = stack_bottom - (1u << kGuardPower);
  Mpu().region_attributes =
      MpuSize(kGuardPower) | kMpuNoExecute | kMpuRegionEnable;
  Mpu().control = kMpuEnable | kMpuDefaultMapForPrivileged;
  asm volatile("dsb\n isb" ::: "memory");
}

void EnableFaults() {
  SystemHandlerControl() = SystemHandlerControl() | kMemoryFaultEnable |
                           kBusFaultEnable | kUsageFaultEnable;
  ConfigurationControl() = ConfigurationControl() | kTrapDivisionByZero;
}

}  // namespace

extern "C" [[noreturn]] void VigilReset() {
  PrepareMemory();
  EnableFaults();
  GuardStack();
  for (const Constructor* constructor = vigil_constructors_begin;
       constructor != vigil_constructors_end; ++constructor) {
    (*constructor)();
  }
  Main();
}

namespace {

// SysTick only has to end the processor's sleep.
void WakeUp() {}

using Handler = void (*)();

struct VectorTable {
  const std::uint32_t* initial_stack;
  Handler handlers[15];
};

[[gnu::section(".vectors"), gnu::used]] const VectorTable kVectors = {
    vigil_stack_top,
    {
        VigilReset,
        VigilFault,  // NMI
        VigilFault,  // HardFault
        VigilFault,  // MemManage
        VigilFault,  // BusFault
        VigilFault,  // UsageFault
        nullptr,
        nullptr,
        nullptr,
        nullptr,
        VigilFault,  // SVCall
        VigilFault,  // DebugMonitor
        nullptr,
        VigilFault,  // PendSV
        WakeUp,      // SysTick
    }};

}  // namespace
}  // namespace vigil::firmware::mps2_an386
