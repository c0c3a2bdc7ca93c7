// What each part of the software may touch, in regions of the MPU (Armv7-M; of
// two that overlap the higher number decides):
//
//   0  code and constants: read and execute, for all; nobody writes
//   1  all RAM: the kernel's alone, never executed
//   2  the partition of the plugin that runs, never executed
//   7  below the kernel's stack: closed, so that an overflow faults
//
// Peripherals have no region: privileged code alone reaches them.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_MEMORY_PROTECTION_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_MEMORY_PROTECTION_H_

#include <cstdint>

namespace vigil::firmware::mps2_an386 {

// Sets regions 0, 1 and 7 and turns the MPU on. Once, after reset.
void ProtectMemory();

// Opens one partition to unprivileged code, in place of any other. `bytes`: a
// power of two, at least 32; `begin` is aligned to it.
void OpenPartition(const void* begin, std::uint32_t bytes);

void ClosePartition();

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_MEMORY_PROTECTION_H_
