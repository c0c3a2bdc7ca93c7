// A fault of the kernel: the registers go to the console, and the board enters its
// safe state.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_FAULT_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_FAULT_H_

namespace vigil::firmware::mps2_an386 {

// The handler of what no plugin has done. Faults come here by VigilFault.
extern "C" void VigilKernelFault();

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_FAULT_H_
