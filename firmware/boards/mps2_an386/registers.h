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
inline constexpr std::uint32_t kTimerControlInterrupt = 1u << 3;
inline constexpr std::uint32_t kTimerInterruptClear = 1u << 0;

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
// With this bit in the base address the write chooses the region too.
inline constexpr std::uint32_t kMpuBaseChoosesRegion = 1u << 4;
inline constexpr std::uint32_t kMpuRegionEnable = 1u << 0;
inline constexpr std::uint32_t kMpuNoExecute = 1u << 28;
inline constexpr std::uint32_t kMpuPrivilegedOnly = 1u << 24;  // AP 001
inline constexpr std::uint32_t kMpuReadWrite = 3u << 24;       // AP 011, for all
inline constexpr std::uint32_t kMpuReadOnly = 6u << 24;        // AP 110, for all
// Normal memory, shared, write-through: what the Armv7-M ARM advises for SRAM
// and flash.
inline constexpr std::uint32_t kMpuInternalMemory = (1u << 18) | (1u << 17);
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

// External interrupts 0 to 31; a 1 acts on the interrupt of its place.
struct InterruptRegisters {
  volatile std::uint32_t enable;  // ISER0
  std::uint32_t unused0[31];
  volatile std::uint32_t disable;  // ICER0
  std::uint32_t unused1[31];
  volatile std::uint32_t set_pending;  // ISPR0
  std::uint32_t unused2[31];
  volatile std::uint32_t clear_pending;  // ICPR0
};
inline constexpr std::uint32_t kExternalInterrupts = 32;
inline constexpr std::uint32_t kTimer1Interrupt = 9;
inline constexpr std::uint32_t kDualTimerInterrupt = 10;

struct WatchdogRegisters {
  volatile std::uint32_t load;
  volatile std::uint32_t value;
  volatile std::uint32_t control;
  volatile std::uint32_t clear;  // any write feeds it
  std::uint32_t unused[764];
  volatile std::uint32_t lock;
};
inline constexpr std::uint32_t kWatchdogInterrupt = 1u << 0;  // it is the NMI
inline constexpr std::uint32_t kWatchdogReset = 1u << 1;  // at the second expiry
inline constexpr std::uint32_t kWatchdogUnlock = 0x1ACCE551;

// The FPGA's lamps and its clock, which does not come from the timers' source.
struct FpgaRegisters {
  volatile std::uint32_t led;
  std::uint32_t unused0;
  volatile std::uint32_t button;
  std::uint32_t unused1;
  volatile std::uint32_t clock_1hz;
  volatile std::uint32_t clock_100hz;
  volatile std::uint32_t counter;  // one more each prescale + 1 cycles
  volatile std::uint32_t prescale;
};
inline constexpr std::uint32_t kFpgaClockHz = 25'000'000;
inline constexpr std::uint32_t kLampLight = 1u << 0;
inline constexpr std::uint32_t kLampSounder = 1u << 1;

// The FPGA's system controller; its second register moves eight lamps.
struct SystemControllerRegisters {
  volatile std::uint32_t configuration;
  volatile std::uint32_t led;
};
inline constexpr std::uint32_t kLampRed = 1u << 0;
inline constexpr std::uint32_t kLampYellow = 1u << 1;
inline constexpr std::uint32_t kLampCyan = 1u << 2;

inline InterruptRegisters& Interrupts() {
  return *reinterpret_cast<InterruptRegisters*>(0xE000E100);
}
inline TimerRegisters& Timer1() {
  return *reinterpret_cast<TimerRegisters*>(0x40001000);
}
inline WatchdogRegisters& Watchdog() {
  return *reinterpret_cast<WatchdogRegisters*>(0x40008000);
}
inline FpgaRegisters& Fpga() {
  return *reinterpret_cast<FpgaRegisters*>(0x40028000);
}
inline SystemControllerRegisters& SystemController() {
  return *reinterpret_cast<SystemControllerRegisters*>(0x4002F000);
}
struct DualTimerRegisters {
  volatile std::uint32_t load;
  volatile std::uint32_t value;
  volatile std::uint32_t control;
};
// Enabled, periodic, 32 bits, with its interrupt.
inline constexpr std::uint32_t kDualTimerStorm =
    (1u << 7) | (1u << 6) | (1u << 5) | (1u << 1);

inline DualTimerRegisters& DualTimer() {
  return *reinterpret_cast<DualTimerRegisters*>(0x40002000);
}
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
// A usage, memory or bus fault, or a call, that waits to be taken.
inline constexpr std::uint32_t kFaultsPending = 0xFu << 12;
inline constexpr std::uint32_t kMemoryFaultEnable = 1u << 16;
inline constexpr std::uint32_t kBusFaultEnable = 1u << 17;
inline constexpr std::uint32_t kUsageFaultEnable = 1u << 18;

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_REGISTERS_H_
