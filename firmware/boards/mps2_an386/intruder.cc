#include "firmware/boards/mps2_an386/intruder.h"

namespace vigil::plugins {
namespace {

volatile std::uint32_t& WordAt(std::uint32_t address) {
  return *reinterpret_cast<volatile std::uint32_t*>(
      static_cast<std::uintptr_t>(address));
}

void Read(std::uint32_t address) {
  volatile std::uint32_t word = WordAt(address);
  word = word + 1;
}

void Call(std::uint32_t address) {
  reinterpret_cast<void (*)()>(static_cast<std::uintptr_t>(address))();
}

std::uint32_t AddressOf(const volatile void* pointer) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

constexpr std::uint32_t kThumb = 1;

void Loop() {
  for (;;) asm volatile("");
}

// Not endless, or the compiler would see through it.
std::uint32_t CallItself(volatile std::uint32_t& depth) {
  volatile std::uint32_t local[16];
  local[0] = depth;
  depth = depth + 1;
  if (depth == 0) return local[0];
  return CallItself(depth) + local[0];
}

void OverflowStack() {
  volatile std::uint32_t depth = 0;
  depth = CallItself(depth);
}

void ExecuteStack() {
  constexpr std::uint16_t kReturn = 0x4770;  // bx lr
  volatile std::uint16_t code[2] = {kReturn, kReturn};
  Call(AddressOf(code) | kThumb);
}

void SkipBelowStack() {
  constexpr std::uint32_t kFar = 16384;
  volatile std::uint32_t local = 0;
  WordAt(AddressOf(&local) - kFar) = 1;
}

void DivideByZero() {
  volatile std::uint32_t zero = 0;
  zero = 1000 / zero;
}

void FillWithOnes(Outbox* out) {
  if (out != nullptr) __builtin_memset(static_cast<void*>(out), 0xFF, sizeof *out);
}

#if defined(__arm__)
void UndefinedInstruction() { asm volatile("udf #0"); }
void Breakpoint() { asm volatile("bkpt #0xAB"); }
void FloatingPoint() { asm volatile(".inst.w 0xEEB70A00"); }  // vmov.f32 s0, #1
void SleepWithoutEnd() {
  for (;;) asm volatile("wfi");
}
void DisableInterrupts() {
  asm volatile("cpsid i\n cpsid f\n msr basepri, %0" ::"r"(1));
  Loop();
}
void RaisePrivilege(std::uint32_t address) {
  asm volatile("msr control, %0\n isb" ::"r"(0));
  WordAt(address) = 1;
}
void UnknownCall(std::uint32_t address) {
  register std::uint32_t r0 asm("r0") = address;
  register std::uint32_t r1 asm("r1") = 0xFFFFFFFF;
  asm volatile("svc #7" : "+r"(r0) : "r"(r1) : "memory");
}
void KernelCall(std::uint32_t address) {
  register std::uint32_t r0 asm("r0") = address;
  asm volatile("svc #0" : "+r"(r0) : : "memory");
}
void CallWithBadStack(std::uint32_t address) {
  asm volatile("mov sp, %0\n movs r0, #0x1E\n svc #1" ::"r"(address) : "r0");
}
void UndefinedWithBadStack(std::uint32_t address) {
  asm volatile("mov sp, %0\n udf #0" ::"r"(address));
}
void BreakpointWithBadStack(std::uint32_t address) {
  asm volatile("mov sp, %0\n bkpt #0" ::"r"(address));
}
void DivideBelowStack() {
  asm volatile("sub sp, #2048\n movs r3, #0\n udiv r3, r3, r3" ::: "r3");
}
void ReturnFromException() {
  asm volatile("mvn r3, #6\n bx r3" ::: "r3");
}
void Unaligned() {
  volatile std::uint32_t words[4] = {};
  asm volatile("ldrd r2, r3, [%0]" ::"r"(AddressOf(words) + 1)
               : "r2", "r3", "memory");
}
#else
void UndefinedInstruction() {}
void Breakpoint() {}
void FloatingPoint() {}
void SleepWithoutEnd() {}
void DisableInterrupts() {}
void RaisePrivilege(std::uint32_t) {}
void UnknownCall(std::uint32_t) {}
void KernelCall(std::uint32_t) {}
void CallWithBadStack(std::uint32_t) {}
void UndefinedWithBadStack(std::uint32_t) {}
void BreakpointWithBadStack(std::uint32_t) {}
void DivideBelowStack() {}
void ReturnFromException() {}
void Unaligned() {}
#endif

void AskForReset() {
  constexpr std::uint32_t kApplicationInterruptControl = 0xE000ED0C;
  constexpr std::uint32_t kKeyAndReset = 0x05FA0004;
  WordAt(kApplicationInterruptControl) = kKeyAndReset;
}

}  // namespace

Status Intruder::Init(const Settings& settings) {
  act_ = static_cast<Act>(SettingOr(settings, kIntruderAct, 0));
  address_ =
      static_cast<std::uint32_t>(SettingOr(settings, kIntruderAddress, 0));
  after_ = SettingOr(settings, kIntruderAfter, 1);
  activation_ = 0;
  return Advance(nullptr);
}

Status Intruder::Process(const Inbox&, Outbox& out) { return Advance(&out); }

Status Intruder::Advance(Outbox* out) {
  const bool commits = activation_ >= after_;
  ++activation_;
  return commits ? Commit(out) : Status::kOk;
}

Status Intruder::Commit(Outbox* out) {
  switch (act_) {
    case Act::kNone: break;
    case Act::kWrite: WordAt(address_) = 1; break;
    case Act::kRead: Read(address_); break;
    case Act::kJump: Call(address_); break;
    case Act::kExecuteStack: ExecuteStack(); break;
    case Act::kOverflowStack: OverflowStack(); break;
    case Act::kSkipBelowStack: SkipBelowStack(); break;
    case Act::kLoop: Loop(); break;
    case Act::kSleep: SleepWithoutEnd(); break;
    case Act::kDivideByZero: DivideByZero(); break;
    case Act::kUndefinedInstruction: UndefinedInstruction(); break;
    case Act::kBreakpoint: Breakpoint(); break;
    case Act::kFloatingPoint: FloatingPoint(); break;
    case Act::kUnaligned: Unaligned(); break;
    case Act::kDisableInterrupts: DisableInterrupts(); break;
    case Act::kRaisePrivilege: RaisePrivilege(address_); break;
    case Act::kUnknownCall: UnknownCall(address_); break;
    case Act::kKernelCall: KernelCall(address_); break;
    case Act::kCallWithBadStack: CallWithBadStack(address_); break;
    case Act::kReturnFromException: ReturnFromException(); break;
    case Act::kBadStatus: return static_cast<Status>(0x12);
    case Act::kFailure: return Status::kDataLoss;
    case Act::kGarbage: FillWithOnes(out); break;
    case Act::kSupervisorReset: AskForReset(); break;
    case Act::kUndefinedWithBadStack: UndefinedWithBadStack(address_); break;
    case Act::kBreakpointWithBadStack: BreakpointWithBadStack(address_); break;
    case Act::kDivideBelowStack: DivideBelowStack(); break;
  }
  return Status::kOk;
}

}  // namespace vigil::plugins
