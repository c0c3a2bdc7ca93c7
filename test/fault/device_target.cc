// The faults that need the device's processor, memory and protection unit.
#include <cstdint>

#include "firmware/boards/mps2_an386/intruder.h"
#include "test/fault/board_fault.h"
#include "test/fault/fault_code.h"
#include "test/fault/faulty.h"

extern "C" {
extern std::uint32_t vigil_bss_begin[];           // the kernel's memory
extern std::uint32_t vigil_plugin_state_begin[];  // the first partition
}

namespace vigil::fault {

// The dual timer of AN386, which the board does not use: enabled, periodic, with
// its interrupt (number 10), and never served.
void StormInterrupts() {
  auto* timer = reinterpret_cast<volatile std::uint32_t*>(0x40002000);
  auto* enable = reinterpret_cast<volatile std::uint32_t*>(0xE000E100);
  timer[0] = 1000;
  timer[2] = 1u << 7 | 1u << 6 | 1u << 5 | 1u << 1;
  *enable = 1u << 10;
}

}  // namespace vigil::fault

namespace vigil::plugins {
namespace {

std::uint32_t AddressOf(const volatile void* pointer) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

std::uint32_t AddressOf(fault::Where where, const Outbox& own) {
  switch (where) {
    case fault::Where::kKernelMemory: return AddressOf(vigil_bss_begin);
    case fault::Where::kOtherPartition: return AddressOf(vigil_plugin_state_begin);
    case fault::Where::kOwnMemory: return AddressOf(&own) | 1u;
    case fault::Where::kPeripheral: return 0x40004000;      // the link's UART
    case fault::Where::kProtectionUnit: return 0xE000ED94;  // MPU_CTRL
    case fault::Where::kCode: return 0x00000200;
    case fault::Where::kNull: return 0;
    case fault::Where::kUnmapped: return 0x90000000;
  }
  return 0;
}

}  // namespace

Status CommitMachineFault(std::int32_t code, const Inbox&, Outbox& out) {
  const auto fault = static_cast<std::uint32_t>(code);
  const Act act = fault::ActOf(fault);
  if (act == Act::kGarbage) {
    __builtin_memset(static_cast<void*>(&out), 0xFF, sizeof out);
    return Status::kOk;
  }
  Settings settings;
  const std::uint32_t address = AddressOf(fault::WhereOf(fault), out);
  (void)settings.Add({kIntruderAct, static_cast<std::int32_t>(act)});
  (void)settings.Add({kIntruderAddress, static_cast<std::int32_t>(address)});
  (void)settings.Add({kIntruderAfter, 0});
  Intruder intruder;
  return intruder.Init(settings);
}

}  // namespace vigil::plugins
