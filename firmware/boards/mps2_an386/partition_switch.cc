#include "firmware/boards/mps2_an386/partition_switch.h"

#include "firmware/boards/mps2_an386/budget_timer.h"
#include "firmware/boards/mps2_an386/fault.h"
#include "firmware/boards/mps2_an386/registers.h"

extern "C" {
extern std::uint32_t vigil_code_end[];
}

namespace vigil::firmware::mps2_an386 {
namespace {

// The numbers of the SVC instruction. kEnter is the kernel's, kReturn the
// plugin's; there is no other.
#define VIGIL_CALL_ENTER "0"
#define VIGIL_CALL_RETURN "1"
constexpr std::uint16_t kReturnInstruction = 0xDF01;  // svc #1

constexpr std::uint32_t kThumbState = 1u << 24;

// The link register of a handler tells where the exception came from, and what
// it returns to (EXC_RETURN): 0xFFFFFFFD, that is -3, is thread mode on the
// process stack, which nothing but plugins uses; 0xFFFFFFF9, the complement of 6,
// is thread mode on the main stack.

// Of the plugin that runs. Kernel memory: no plugin reaches it.
Activation active;
Outcome outcome;

std::uint32_t Address(const void* pointer) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

bool LiesInPartition(std::uint32_t begin, std::uint32_t bytes) {
  if (begin < active.begin || begin > active.end) return false;
  return active.end - begin >= bytes;
}

bool IsReturn(std::uint32_t next_instruction) {
  const bool is_code = next_instruction % 2 == 0 && next_instruction >= 2 &&
                       next_instruction <= Address(vigil_code_end);
  if (!is_code) return false;
  const auto* call =
      reinterpret_cast<const std::uint16_t*>(next_instruction - 2);
  return *call == kReturnInstruction;
}

}  // namespace

extern "C" std::uint32_t VigilSwitchToPartition(ExceptionFrame* frame);
extern "C" void VigilPartitionReturn();

// Pushes what a function call has to keep; the exception pushes the rest. The
// handler of the call pushes nothing, so that whatever ends the activation finds
// the main stack as it was here.
extern "C" [[gnu::naked]] std::uint32_t VigilSwitchToPartition(
    ExceptionFrame* /*frame*/) {
  asm volatile(
      "push {r3-r11, lr}\n"
      "svc #" VIGIL_CALL_ENTER "\n"
      "VigilEntered:\n"
      "pop {r3-r11, pc}\n" ::: "memory");
}

// Where the plugin's function returns to.
extern "C" [[gnu::naked]] void VigilPartitionReturn() {
  asm volatile(
      "svc #" VIGIL_CALL_RETURN "\n"
      "udf #0\n" ::: "memory");
}

// Ends the activation: kernel code goes on after its SVC, privileged.
extern "C" [[gnu::naked, gnu::used]] void VigilLeavePartition() {
  asm volatile(
      "movs r0, #0\n"
      "msr control, r0\n"
      "isb\n"
      "mvn lr, #6\n"  // to the kernel
      "bx lr\n" ::: "memory");
}

extern "C" [[gnu::used]] void VigilJudgeCall(std::uint32_t stack_pointer) {
  outcome = {.ending = Ending::kBadCall};
  if (stack_pointer % 4 != 0) return;
  if (!LiesInPartition(stack_pointer, sizeof(ExceptionFrame))) return;
  const auto* frame = reinterpret_cast<const ExceptionFrame*>(stack_pointer);
  if (!IsReturn(frame->pc)) return;
  outcome = {.ending = Ending::kReturned, .value = frame->r0};
}

extern "C" [[gnu::used]] void VigilNotePluginFault() {
  outcome = {.ending = Ending::kTrapped,
             .fault_status = Faults().configurable_status};
  constexpr std::uint32_t kMemoryAddressValid = 1u << 7;
  constexpr std::uint32_t kBusAddressValid = 1u << 15;
  if ((outcome.fault_status & kMemoryAddressValid) != 0) {
    outcome.fault_address = Faults().memory_address;
  } else if ((outcome.fault_status & kBusAddressValid) != 0) {
    outcome.fault_address = Faults().bus_address;
  }
  // A call or a fault whose registers find no room on the plugin's stack is two
  // faults, and one of them still waits. Served after the return to the kernel it
  // would count as the kernel's own.
  SystemHandlerControl() = SystemHandlerControl() & ~kFaultsPending;
  // A 1 clears; nothing of it is left for the next fault.
  Faults().configurable_status = outcome.fault_status;
  Faults().hard_status = Faults().hard_status;
}

extern "C" [[gnu::used]] void VigilNoteCutOff() {
  outcome = {.ending = Ending::kCutOff};
}

// From the kernel, which calls from one place only: loads the plugin's stack and
// drops the privilege; no register tells the plugin anything. From a plugin: there
// is only the return.
extern "C" [[gnu::naked]] void VigilCall() {
  asm volatile(
      "cmn lr, #3\n"  // does it lead to a plugin?
      "beq 1f\n"
      "ldr r0, [sp, #24]\n"  // where it called
      "ldr r1, =VigilEntered\n"
      "cmp r0, r1\n"
      "bne VigilKernelFault\n"
      "ldr r0, [sp]\n"
      "msr psp, r0\n"
      "movs r0, #1\n"
      "msr control, r0\n"
      "isb\n"
      "movs r4, #0\n"
      "movs r5, #0\n"
      "movs r6, #0\n"
      "movs r7, #0\n"
      "mov r8, r4\n"
      "mov r9, r4\n"
      "mov r10, r4\n"
      "mov r11, r4\n"
      "mvn lr, #2\n"  // to the plugin
      "bx lr\n"
      "1:\n"
      "mrs r0, psp\n"
      "push {r3, lr}\n"
      "bl VigilJudgeCall\n"
      "pop {r3, lr}\n"
      "b VigilLeavePartition\n" ::: "memory");
}

extern "C" [[gnu::naked]] void VigilFault() {
  asm volatile(
      "cmn lr, #3\n"  // does it lead to a plugin?
      "bne VigilKernelFault\n"
      "push {r3, lr}\n"
      "bl VigilNotePluginFault\n"
      "pop {r3, lr}\n"
      "b VigilLeavePartition\n" ::: "memory");
}

// A budget that ends as the plugin leaves cuts nothing off. One that ends before
// the plugin is entered, in a simulator that stands still, goes on to its next end.
extern "C" [[gnu::naked]] void VigilBudgetEnd() {
  asm volatile(
      "push {r3, lr}\n"
      "bl VigilTakeBudgetInterrupt\n"
      "pop {r3, lr}\n"
      "cmn lr, #3\n"  // does it lead to a plugin?
      "it ne\n"
      "bxne lr\n"
      "push {r3, lr}\n"
      "bl VigilNoteCutOff\n"
      "pop {r3, lr}\n"
      "b VigilLeavePartition\n" ::: "memory");
}

Outcome EnterPartition(const Activation& activation) {
  active = activation;
  outcome = Outcome();
  auto* frame = reinterpret_cast<ExceptionFrame*>(
      activation.stack_end / 8 * 8 - sizeof(ExceptionFrame));
  *frame = {.r0 = activation.arguments[0],
            .r1 = activation.arguments[1],
            .r2 = 0,
            .r3 = 0,
            .r12 = 0,
            .lr = Address(reinterpret_cast<const void*>(VigilPartitionReturn)),
            .pc = activation.function & ~1u,
            .xpsr = kThumbState};
  (void)VigilSwitchToPartition(frame);
  active = Activation();
  return outcome;
}

}  // namespace vigil::firmware::mps2_an386
