// The registers of the board that its drivers use. Sources: Arm AN386 (memory
// map), Cortex-M System Design Kit TRM (APB UART and timer), Armv7-M ARM (system
// control space).
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_REGISTERS_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_REGISTERS_H_

#include <cstdint>

namespace vigil::firmware::mps2_an386 {

// The processor, its SysTick and the APB run from one clock.
inline constexpr std::uint32_t kClockHz = 25'000'000;

struct UartRegisters {
  volatile std::uint32_t data;
  volatile std::uint32_t state;
  volatile std::uint32_t control;
  volatile std::uint32_t interrupt;
  volatile std::uint32_t baud_divider;
};
inline constexpr std::uint32_t kUartStateTransmitFull = 1u << 0;
inline constexpr std::uint32_t kUartControlTransmitEnable = 1u << 0;

struct TimerRegisters {
  volatile std::uint32_t control;
  volatile std::uint32_t value;
  volatile std::uint32_t reload;
  volatile std::uint32_t interrupt;
};
inline constexpr std::uint32_t kTimerControlEnable = 1u << 0;

struct SysTickRegisters {
  volatile std::uint32_t control;
  volatile std::uint32_t reload;
  volatile std::uint32_t value;
};
inline constexpr std::uint32_t kSysTickEnable = 1u << 0;
inline constexpr std::uint32_t kSysTickInterrupt = 1u << 1;
inline constexpr std::uint32_t kSysTickProcessorClock = 1u << 2;
inline constexpr std::uint32_t kSysTickMaxReload = 0x00FFFFFF;

struct MpuRegisters {
  volatile std::uint32_t type;
  volatile std::uint32_t control;
  volatile std::uint32_t region_number;
  volatile std::uint32_t region_base;
  volatile std::uint32_t region_attributes;
};
inline constexpr std::uint32_t kMpuEnable = 1u << 0;
inline constexpr std::uint32_t kMpuDefaultMapForPrivileged = 1u << 2;
inline constexpr std::uint32_t kMpuRegionEnable = 1u << 0;
inline constexpr std::uint32_t kMpuNoExecute = 1u << 28;
// The size field holds n for a region of 2^(n+1) bytes. Access permission 0,
// no access at all, is the absence of bits.
constexpr std::uint32_t MpuSize(std::uint32_t power_of_two) {
  return (power_of_two - 1) << 1;
}

struct FaultRegisters {
  volatile std::uint32_t configurable_status;  // CFSR
  volatile std::uint32_t hard_status;          // HFSR
  volatile std::uint32_t debug_status;         // DFSR
  volatile std::uint32_t memory_address;       // MMFAR
  volatile std::uint32_t bus_address;          // BFAR
};

inline UartRegisters& Uart0() {
  return *reinterpret_cast<UartRegisters*>(0x40004000);
}
inline TimerRegisters& Timer0() {
  return *reinterpret_cast<TimerRegisters*>(0x40000000);
}
inline SysTickRegisters& SysTick() {
  return *reinterpret_cast<SysTickRegisters*>(0xE000E010);
}
inline MpuRegisters& Mpu() {
  return *reinterpret_cast<MpuRegisters*>(0xE000ED90);
}
inline FaultRegisters& Faults() {
  return *reinterpret_cast<FaultRegisters*>(0xE000ED28);
}
inline volatile std::uint32_t& ConfigurationControl() {  // CCR
  return *reinterpret_cast<volatile std::uint32_t*>(0xE000ED14);
}
inline constexpr std::uint32_t kTrapDivisionByZero = 1u << 4;
inline volatile std::uint32_t& SystemHandlerControl() {  // SHCSR
  return *reinterpret_cast<volatile std::uint32_t*>(0xE000ED24);
}
inline constexpr std::uint32_t kMemoryFaultEnable = 1u << 16;
inline constexpr std::uint32_t kBusFaultEnable = 1u << 17;
inline constexpr std::uint32_t kUsageFaultEnable = 1u << 18;

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_REGISTERS_H_
