#include "test/fault/kinds.h"

#include "test/fault/fault_code.h"

namespace vigil::fault {
namespace {

using plugins::Act;
using plugins::OutputFault;

Kind Output(OutputFault fault, const char* name) {
  return {CodeOf(fault), name, kEverywhere, Containment::kOthersIdentical,
          AlarmId::kPluginRestarted};
}

Kind Input(InputFault fault, const char* name,
           AlarmId alarm = AlarmId::kEcgSignalLost) {
  return {CodeOf(fault), name, kEverywhere, Containment::kNoWrongValue, alarm};
}

Kind Kernel(KernelFault fault, const char* name, Containment containment,
            AlarmId alarm) {
  return {CodeOf(fault), name, kEverywhere, containment, alarm};
}

Kind Machine(plugins::Act act, const char* name,
             Where where = Where::kOwnMemory) {
  return {CodeOf(act, where), name, kDevice, Containment::kOthersIdentical,
          AlarmId::kPluginRestarted};
}

Kind Process(ProcessFault fault, const char* name) {
  return {CodeOf(fault), std::string("process: ") + name, kCloud,
          Containment::kOthersIdentical, AlarmId::kPluginRestarted};
}

Kind Page(PageFault fault, const char* name) {
  return {CodeOf(fault), std::string("page: ") + name, kPortal,
          Containment::kOthersIdentical, AlarmId::kPluginRestarted};
}

}  // namespace

std::string NameOf(Target target) {
  switch (target) {
    case kDevice: return "device";
    case kCloud: return "cloud";
    case kPortal: return "portal";
    case kHost: return "host";
    default: return "";
  }
}

const std::vector<Kind>& Kinds() {
  static const auto* kinds = new std::vector<Kind>{
      Output(OutputFault::kUndeclaredCode, "observation of another plugin"),
      Output(OutputFault::kWrongUnit, "observation in a wrong unit"),
      Output(OutputFault::kValueBelowRange, "value below its range"),
      Output(OutputFault::kValueAboveRange, "value above its range (NaN)"),
      Output(OutputFault::kUnknownValidity, "validity that does not exist"),
      Output(OutputFault::kUnknownReason, "reason that does not exist"),
      Output(OutputFault::kFromTheFuture, "observation from the future"),
      Output(OutputFault::kEndsBeforeItBegins, "observation that ends before it begins"),
      Output(OutputFault::kLate, "late observation"),
      Output(OutputFault::kWithoutEnd, "observation without end"),
      Output(OutputFault::kBeforeTheStart, "observation of before the start"),
      Output(OutputFault::kFlood, "flood of observations"),
      Output(OutputFault::kSizeBeyondRoom, "list longer than its room"),
      Output(OutputFault::kUndeclaredAlarm, "alarm that is not its own"),
      Output(OutputFault::kNeitherTrueNorFalse, "bool neither true nor false"),
      Output(OutputFault::kUndeclaredChannel, "block of another channel"),
      Output(OutputFault::kReturnsError, "error returned"),
      Output(OutputFault::kReturnsNoStatus, "status that does not exist"),
      Output(OutputFault::kSilent, "silence"),
      {CodeOf(OutputFault::kFailsForever), "restart loop", kEverywhere,
       Containment::kOthersIdentical, AlarmId::kPluginFailed},
      // Where the memory of the plugin outlives its restart.
      {CodeOf(OutputFault::kFailsAtStart), "failure at restart",
       kDevice | kHost, Containment::kOthersIdentical, AlarmId::kPluginFailed},
      Input(InputFault::kDamagedBlock, "damaged block"),
      Input(InputFault::kSilentSource, "silent source"),
      Input(InputFault::kUnreadableSource, "unreadable source"),
      Input(InputFault::kRepeatedBlock, "repeated block"),
      Input(InputFault::kReorderedBlocks, "reordered blocks"),
      Input(InputFault::kLostBlocks, "lost blocks"),
      Input(InputFault::kStuckValue, "stuck value"),
      Input(InputFault::kOutOfRangeValue, "value beyond the converter"),
      Input(InputFault::kSaturatedInput, "saturated input"),
      Input(InputFault::kLeadOff, "lead off", AlarmId::kEcgLeadOff),
      Input(InputFault::kNotWorn, "not worn", AlarmId::kNotWorn),
      Input(InputFault::kSlowRate, "samples too slow"),
      Input(InputFault::kFastRate, "samples too fast"),
      Input(InputFault::kTimeJumpsAhead, "sample time jumps ahead"),
      Input(InputFault::kTimeRunsBack, "sample time runs back"),
      Input(InputFault::kLateBlocks, "blocks too late"),
      Input(InputFault::kWrongChannel, "block of a wrong channel"),
      Input(InputFault::kWrongUnit, "block in a wrong unit"),
      Input(InputFault::kWrongPeriod, "block of a wrong period"),
      Input(InputFault::kCountBeyondBlock, "count beyond the block"),
      Kernel(KernelFault::kStateBit, "bit flip in kernel state",
             Containment::kBeginsAnew, AlarmId::kKernelStateDamaged),
      Kernel(KernelFault::kPointerBit, "bit flip in kernel pointer",
             Containment::kOthersIdentical, AlarmId::kKernelStateDamaged),
      Kernel(KernelFault::kStateBitAgain, "bit flips without end",
             Containment::kSafeState, AlarmId::kKernelStateDamaged),
      Kernel(KernelFault::kClockStandsStill, "clock stands still",
             Containment::kNoWrongValue, AlarmId::kClockFault),
      Kernel(KernelFault::kClockJumpsAhead, "clock jumps ahead",
             Containment::kNoWrongValue, AlarmId::kClockFault),
      Kernel(KernelFault::kClockRunsBack, "clock runs back",
             Containment::kNoWrongValue, AlarmId::kClockFault),
      Kernel(KernelFault::kPendingBit, "bit flip in what waits for the kernel",
             Containment::kBeginsAnew, AlarmId::kKernelStateDamaged),
      {CodeOf(KernelFault::kInterruptStorm), "interrupt storm", kDevice,
       Containment::kOthersIdentical, AlarmId::kInterruptStorm},
      Machine(Act::kWrite, "write to the kernel's memory", Where::kKernelMemory),
      Machine(Act::kRead, "read of the kernel's memory", Where::kKernelMemory),
      Machine(Act::kWrite, "write to another partition", Where::kOtherPartition),
      Machine(Act::kRead, "read of another partition", Where::kOtherPartition),
      Machine(Act::kWrite, "write to code", Where::kCode),
      Machine(Act::kWrite, "write to null", Where::kNull),
      Machine(Act::kRead, "read of no memory", Where::kUnmapped),
      Machine(Act::kWrite, "write to a peripheral", Where::kPeripheral),
      Machine(Act::kWrite, "write to the protection unit",
              Where::kProtectionUnit),
      Machine(Act::kJump, "jump into data"),
      Machine(Act::kJump, "jump to no code", Where::kUnmapped),
      Machine(Act::kExecuteStack, "code on the stack"),
      Machine(Act::kOverflowStack, "stack overflow"),
      Machine(Act::kSkipBelowStack, "step over the stack's end"),
      Machine(Act::kLoop, "endless loop"),
      Machine(Act::kSleep, "endless sleep"),
      Machine(Act::kDivideByZero, "divide by zero"),
      Machine(Act::kUndefinedInstruction, "undefined instruction"),
      Machine(Act::kBreakpoint, "breakpoint"),
      Machine(Act::kFloatingPoint, "floating point unit that is off"),
      Machine(Act::kUnaligned, "unaligned access"),
      Machine(Act::kDisableInterrupts, "interrupts disabled, endless loop"),
      Machine(Act::kRaisePrivilege, "privilege raised, write to the kernel",
              Where::kKernelMemory),
      Machine(Act::kUnknownCall, "unknown kernel call with bad pointers"),
      Machine(Act::kKernelCall, "call of the kernel's own gate"),
      Machine(Act::kCallWithBadStack, "call with a stack outside",
              Where::kKernelMemory),
      Machine(Act::kReturnFromException, "return as from an exception"),
      Machine(Act::kGarbage, "garbage in the whole outbox"),
      Machine(Act::kSupervisorReset, "reset of the processor"),
      Machine(Act::kUndefinedWithBadStack, "undefined instruction, stack outside",
              Where::kKernelMemory),
      Machine(Act::kBreakpointWithBadStack, "breakpoint, stack outside",
              Where::kKernelMemory),
      Machine(Act::kDivideBelowStack, "divide by zero below the stack"),
      Process(ProcessFault::kNullWrite, "write to null"),
      Process(ProcessFault::kWildWrite, "wild write"),
      Process(ProcessFault::kWriteToCode, "write to code"),
      Process(ProcessFault::kJumpIntoData, "jump into data"),
      Process(ProcessFault::kStackOverflow, "stack overflow"),
      Process(ProcessFault::kEndlessLoop, "endless loop"),
      Process(ProcessFault::kDivideByZero, "divide by zero"),
      Process(ProcessFault::kUndefinedInstruction, "undefined instruction"),
      Process(ProcessFault::kAbort, "abort"),
      Process(ProcessFault::kExit, "exit as if all were well"),
      Process(ProcessFault::kFork, "a second process"),
      Process(ProcessFault::kThread, "a second thread"),
      Process(ProcessFault::kExec, "another program"),
      Process(ProcessFault::kOpenFile, "file opened"),
      Process(ProcessFault::kSocket, "socket opened"),
      Process(ProcessFault::kMoreMemory, "more memory"),
      Process(ProcessFault::kSignal, "signal to another process"),
      Process(ProcessFault::kTrace, "debugging of another process"),
      Process(ProcessFault::kCloseChannel, "channel closed"),
      Process(ProcessFault::kAnswerTwice, "answer too many"),
      Process(ProcessFault::kGarbage, "garbage in the whole outbox"),
      Page(PageFault::kWriteOutside, "write outside of its memory"),
      Page(PageFault::kReadOutside, "read outside of its memory"),
      Page(PageFault::kJumpIntoData, "jump into data"),
      Page(PageFault::kStackOverflow, "stack overflow"),
      Page(PageFault::kEndlessLoop, "endless loop"),
      Page(PageFault::kDivideByZero, "divide by zero"),
      Page(PageFault::kUnreachable, "unreachable instruction"),
      Page(PageFault::kMoreMemory, "more memory"),
      Page(PageFault::kGarbage, "garbage in the whole outbox"),
  };
  return *kinds;
}

}  // namespace vigil::fault
