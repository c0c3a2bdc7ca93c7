#include "firmware/boards/mps2_an386/memory_protection.h"

#include "firmware/boards/mps2_an386/registers.h"

namespace vigil::firmware::mps2_an386 {
namespace {

constexpr std::uint32_t kFlashRegion = 0;
constexpr std::uint32_t kRamRegion = 1;
constexpr std::uint32_t kPartitionRegion = 2;
constexpr std::uint32_t kGuardRegion = 7;

// As in mps2_an386.ld.
constexpr std::uint32_t kFlashBegin = 0x00000000;
constexpr std::uint32_t kFlashPower = 19;
constexpr std::uint32_t kRamBegin = 0x20000000;
constexpr std::uint32_t kRamPower = 17;
// 4 KiB are more than the largest function needs.
constexpr std::uint32_t kGuardPower = 12;

void SetRegion(std::uint32_t region, std::uint32_t begin, std::uint32_t power,
               std::uint32_t rights) {
  Mpu().region_base = begin | kMpuBaseChoosesRegion | region;
  Mpu().region_attributes = MpuSize(power) | rights | kMpuRegionEnable;
}

void Synchronize() { asm volatile("dsb\n isb" ::: "memory"); }

}  // namespace

void ProtectMemory() {
  SetRegion(kFlashRegion, kFlashBegin, kFlashPower,
            kMpuReadOnly | kMpuInternalMemory);
  SetRegion(kRamRegion, kRamBegin, kRamPower,
            kMpuPrivilegedOnly | kMpuInternalMemory | kMpuNoExecute);
  SetRegion(kGuardRegion, kRamBegin - (1u << kGuardPower), kGuardPower,
            kMpuNoExecute);
  Mpu().control = kMpuEnable | kMpuDefaultMapForPrivileged;
  Synchronize();
}

void OpenPartition(const void* begin, std::uint32_t bytes) {
  const auto power = static_cast<std::uint32_t>(__builtin_ctz(bytes));
  const auto address =
      static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(begin));
  SetRegion(kPartitionRegion, address, power,
            kMpuReadWrite | kMpuInternalMemory | kMpuNoExecute);
  Synchronize();
}

void ClosePartition() {
  Mpu().region_number = kPartitionRegion;
  Mpu().region_attributes = 0;
  Synchronize();
}

}  // namespace vigil::firmware::mps2_an386
