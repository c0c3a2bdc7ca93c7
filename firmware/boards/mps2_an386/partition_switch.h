// The gate between the kernel and a plugin, in both directions. The kernel runs
// privileged on the main stack; a plugin runs unprivileged on the stack of its
// partition and comes back in one of three ways: by the only call it has, by a
// fault, or because its budget has ended. All exceptions have one priority, so
// that none of them interrupts another.
//
//   OpenPartition(...);
//   const Outcome outcome = EnterPartition(
//       {.memory = ..., .function = ..., .arguments = {object, mailbox}});
//
// A plugin is not re-entered: what it left on its stack is gone. One thread.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_PARTITION_SWITCH_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_PARTITION_SWITCH_H_

#include <cstdint>

namespace vigil::firmware::mps2_an386 {

// What the processor pushes on exception entry.
struct ExceptionFrame {
  std::uint32_t r0, r1, r2, r3, r12, lr, pc, xpsr;
};

struct Activation {
  std::uint32_t begin = 0;  // of the partition
  std::uint32_t end = 0;
  std::uint32_t stack_end = 0;  // the stack reaches from `begin` to it
  std::uint32_t function = 0;   // called with the two arguments
  std::uint32_t arguments[2] = {};
};

enum class Ending : std::uint32_t {
  kReturned = 0x1E,
  kTrapped = 0x2D,    // a fault of the processor
  kCutOff = 0x33,     // its budget has ended
  kBadCall = 0x4B,    // a call that does not exist, or from where it cannot be
};

struct Outcome {
  Ending ending = Ending::kTrapped;
  std::uint32_t value = 0;  // what the function returned, for kReturned
  // For kTrapped: the processor's account of it (CFSR, and the address at fault
  // where it knows one).
  std::uint32_t fault_status = 0;
  std::uint32_t fault_address = 0;
};

// The partition is open, and `stack_end` at least an ExceptionFrame above
// `begin`.
Outcome EnterPartition(const Activation& activation);

// Exception handlers for the vector table.
extern "C" void VigilCall();       // SVCall
extern "C" void VigilFault();      // HardFault, MemManage, BusFault, UsageFault
extern "C" void VigilBudgetEnd();  // timer 1

}  // namespace vigil::firmware::mps2_an386

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_PARTITION_SWITCH_H_
