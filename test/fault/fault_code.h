// The number of a fault: what a run of the fault product is told as its session.
#ifndef VIGIL_TEST_FAULT_FAULT_CODE_H_
#define VIGIL_TEST_FAULT_FAULT_CODE_H_

#include <cstdint>

#include "firmware/boards/mps2_an386/intruder.h"
#include "test/fault/faulty.h"
#include "test/fault/input_fault.h"

namespace vigil::fault {

// 0: none. 1..99: OutputFault of the faulty plugin. From kFirstMachineFault on: a
// fault of the same plugin that needs the device's machine. The rest:
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
  kPendingBit,          // a bit of the orders and notes that wait for a frame
  kInterruptStorm,      // on the device
};

// The fault begins in the frame whose time is 10 s and lasts, where it lasts, for
// 5 s. Device time is the count of frames.
inline constexpr std::uint32_t kFirstFaultyFrame = plugins::kFaultActivation - 1;
inline constexpr std::uint32_t kEndOfFault = kFirstFaultyFrame + 50;

constexpr std::uint32_t CodeOf(plugins::OutputFault fault) {
  return static_cast<std::uint32_t>(fault);
}
// Faults of the same plugin that need a process of Linux, as the cloud has it.
enum class ProcessFault : std::uint32_t {
  kNullWrite = 0,
  kWildWrite,        // to an address that is nobody's
  kWriteToCode,
  kJumpIntoData,
  kStackOverflow,
  kEndlessLoop,
  kDivideByZero,
  kUndefinedInstruction,
  kAbort,
  kExit,             // with code 0, as if all were well
  kFork,
  kThread,
  kExec,
  kOpenFile,
  kSocket,
  kMoreMemory,
  kSignal,           // to another process
  kTrace,            // another process
  kCloseChannel,
  kAnswerTwice,      // writes into the channel itself, then returns
  kGarbage,          // ones in all that is shared, also behind the mailbox
};
inline constexpr std::uint32_t kFirstProcessFault = 2000;

constexpr std::uint32_t CodeOf(ProcessFault fault) {
  return kFirstProcessFault + static_cast<std::uint32_t>(fault);
}

// Faults of the same plugin that need a WebAssembly instance, as the portal has it.
enum class PageFault : std::uint32_t {
  kWriteOutside = 0,  // beyond its memory
  kReadOutside,
  kJumpIntoData,      // a function that is none
  kStackOverflow,
  kEndlessLoop,
  kDivideByZero,
  kUnreachable,
  kMoreMemory,        // and a write to what it did not get
  kGarbage,
};
inline constexpr std::uint32_t kFirstPageFault = 3000;

constexpr std::uint32_t CodeOf(PageFault fault) {
  return kFirstPageFault + static_cast<std::uint32_t>(fault);
}

// The memory that a machine fault touches.
enum class Where : std::uint32_t {
  kKernelMemory = 0,
  kOtherPartition,
  kOwnMemory,
  kPeripheral,
  kProtectionUnit,
  kCode,
  kNull,
  kUnmapped,
};
inline constexpr std::uint32_t kWheres = 10;

constexpr std::uint32_t CodeOf(plugins::Act act, Where where) {
  return static_cast<std::uint32_t>(plugins::kFirstMachineFault) +
         static_cast<std::uint32_t>(act) * kWheres +
         static_cast<std::uint32_t>(where);
}
constexpr plugins::Act ActOf(std::uint32_t code) {
  const auto first = static_cast<std::uint32_t>(plugins::kFirstMachineFault);
  return static_cast<plugins::Act>((code - first) / kWheres);
}
constexpr Where WhereOf(std::uint32_t code) {
  const auto first = static_cast<std::uint32_t>(plugins::kFirstMachineFault);
  return static_cast<Where>((code - first) % kWheres);
}

constexpr std::uint32_t CodeOf(InputFault fault) {
  return kFirstInputFault + static_cast<std::uint32_t>(fault);
}
constexpr std::uint32_t CodeOf(KernelFault fault) {
  return kFirstKernelFault + static_cast<std::uint32_t>(fault);
}

}  // namespace vigil::fault

#endif  // VIGIL_TEST_FAULT_FAULT_CODE_H_
