// What runs on this board once memory is ready.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_MAIN_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_MAIN_H_

namespace vigil::firmware::mps2_an386 {

// Each image defines it once. False: the memory has failed its test.
[[noreturn]] void Main(bool memory_works);

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_MAIN_H_
