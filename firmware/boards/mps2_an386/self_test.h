// The tests of the board by itself at each start, before anything relies on what
// they test. Each runs once, takes a bounded number of steps and leaves no trace.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SELF_TEST_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SELF_TEST_H_

#include <cstdint>

namespace vigil::firmware::mps2_an386 {

// True when each word of [begin, end) keeps each of its bits as 0 and as 1, and
// is not the memory of another one. The memory is zero afterwards; nobody may use
// it at that time.
bool MemoryWorks(volatile std::uint32_t* begin,
                 const volatile std::uint32_t* end);

// True when code and constants have the CRC-32 that the build put behind them.
bool ImageIsWhole();

// True when an unprivileged read of the kernel's memory traps, as what it is.
bool ProtectionTraps();

// True when the timer of the schedule and the FPGA's clock, which come from two
// sources, agree to 1 in 64. Starts both.
void StartClocks();
bool ClocksAgree();

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SELF_TEST_H_
