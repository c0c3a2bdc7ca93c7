// What happens on an exception that nobody expects: the registers go to the
// console and the simulation ends with kFaultExitCode.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_FAULT_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_FAULT_H_

#include <cstdint>

namespace vigil::firmware::mps2_an386 {

inline constexpr std::int32_t kFaultExitCode = 70;

// The handler of what no plugin has done. Faults come here by VigilFault.
extern "C" void VigilKernelFault();

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_FAULT_H_
