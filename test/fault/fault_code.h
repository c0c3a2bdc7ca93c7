// The number of a fault: what a run of the fault product is told as its session.
#ifndef VIGIL_TEST_FAULT_FAULT_CODE_H_
#define VIGIL_TEST_FAULT_FAULT_CODE_H_

#include <cstdint>

#include "test/fault/input_fault.h"
#include "test/fault/intruder.h"

namespace vigil::fault {

// 0: none. 1..99: OutputFault of the intruder. 100..199: a machine fault of the
// intruder. The rest:
inline constexpr std::uint32_t kFirstInputFault = 200;   // + InputFault
inline constexpr std::uint32_t kFirstKernelFault = 300;  // + KernelFault
// Every fault of the input, one after the other: 5 s each, and 10 s without.
inline constexpr std::uint32_t kAllInputFaults = 400;

enum class KernelFault : std::uint32_t {
  kStateBit = 0,        // a bit of the kernel's state flips between two frames
  kPointerBit,          // a bit of one of its guarded pointers
  kStateBitAgain,       // a bit in each frame
  kClockStandsStill,
  kClockJumpsAhead,     // by 10 s
  kClockRunsBack,       // by 1 s
  kFrameLate,           // the frame begins too late
  kLogRecordLost,       // the board found its alarm log damaged
  kSelfTestFailed,
};

// The fault begins in the frame whose time is 10 s and lasts, where it lasts, for
// 5 s. Device time is the count of frames.
inline constexpr std::uint32_t kFirstFaultyFrame = plugins::kFaultActivation - 1;
inline constexpr std::uint32_t kEndOfFault = kFirstFaultyFrame + 50;

constexpr std::uint32_t CodeOf(plugins::OutputFault fault) {
  return static_cast<std::uint32_t>(fault);
}
constexpr std::uint32_t CodeOf(InputFault fault) {
  return kFirstInputFault + static_cast<std::uint32_t>(fault);
}
constexpr std::uint32_t CodeOf(KernelFault fault) {
  return kFirstKernelFault + static_cast<std::uint32_t>(fault);
}

}  // namespace vigil::fault

#endif  // VIGIL_TEST_FAULT_FAULT_CODE_H_
