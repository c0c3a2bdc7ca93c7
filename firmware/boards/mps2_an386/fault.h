// What happens on an exception that nobody expects: the registers go to the
// console and the simulation ends with kFaultExitCode.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_FAULT_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_FAULT_H_

#include <cstdint>

namespace vigil::firmware::mps2_an386 {

inline constexpr std::int32_t kFaultExitCode = 70;

// The handler of all faults in the vector table.
extern "C" void VigilFault();

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_FAULT_H_
