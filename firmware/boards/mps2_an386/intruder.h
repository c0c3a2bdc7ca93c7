// A plugin for tests that misbehaves as its settings say. What touches an address
// touches the one that kIntruderAddress names. It keeps the peace, and answers
// kOk, until its activation number kIntruderAfter; Init is number 0. On another
// processor than the device's it only does what C++ can.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_INTRUDER_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_INTRUDER_H_

#include <cstdint>

#include "safety_kernel/base/status.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

inline constexpr SettingId kIntruderAct{1000};
inline constexpr SettingId kIntruderAddress{1001};
inline constexpr SettingId kIntruderAfter{1002};

enum class Act : std::int32_t {
  kNone = 0,
  kWrite = 1,
  kRead = 2,
  kJump = 3,               // to the address
  kExecuteStack = 4,       // a return instruction on its own stack
  kOverflowStack = 5,      // calls itself
  kSkipBelowStack = 6,     // one large step below its stack, then a write
  kLoop = 7,               // without end
  kSleep = 8,              // waits for interrupts, without end
  kDivideByZero = 9,
  kUndefinedInstruction = 10,
  kBreakpoint = 11,
  kFloatingPoint = 12,     // the unit is off
  kUnaligned = 13,         // a double word at an odd address of its own
  kDisableInterrupts = 14,  // then loops
  kRaisePrivilege = 15,    // then writes
  kUnknownCall = 16,       // of the kernel
  kKernelCall = 17,        // the call that only the kernel may make
  kCallWithBadStack = 18,  // the address in the stack pointer
  kReturnFromException = 19,  // as if it were a handler
  kBadStatus = 20,         // returns what no Status is
  kFailure = 21,           // returns kDataLoss
  kGarbage = 22,           // fills its outbox with ones
  kSupervisorReset = 23,   // asks for a reset of the processor
  // Two faults at once: the first finds no stack for its registers.
  kUndefinedWithBadStack = 24,   // the address in the stack pointer
  kBreakpointWithBadStack = 25,  // the same
  kDivideBelowStack = 26,        // one large step below its stack
};

class Intruder {
 public:
  Status Init(const Settings& settings);
  Status Process(const Inbox& in, Outbox& out);

 private:
  Status Advance(Outbox* out);
  Status Commit(Outbox* out);

  Act act_ = Act::kNone;
  std::uint32_t address_ = 0;
  std::int32_t after_ = 0;
  std::int32_t activation_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_INTRUDER_H_
