// The faults that need a process of Linux. What they ask the system for is asked
// without a library, so that nothing but the sandbox stands between.
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "test/fault/fault_code.h"
#include "test/fault/faulty.h"

namespace vigil::plugins {
namespace {

using fault::ProcessFault;

void Write(std::uintptr_t address) {
  *reinterpret_cast<volatile std::uint32_t*>(address) = 1;
}

// Not endless, or the compiler would see through it.
std::uint32_t CallItself(volatile std::uint32_t& depth) {
  volatile std::uint32_t local[256];
  local[0] = depth;
  depth = depth + 1;
  if (depth == 0) return local[0];
  return CallItself(depth) + local[0];
}

void OverflowStack() {
  volatile std::uint32_t depth = 0;
  depth = CallItself(depth);
}

void Loop() {
  for (;;) asm volatile("");
}

void DivideByZero() {
  volatile std::uint32_t zero = 0;
  zero = 1000 / zero;
}

// Its answer is what an honest one would be; the second is one too many.
void AnswerTwice() {
  const Status status = Status::kOk;
  (void)syscall(SYS_write, 5, &status, sizeof status);
}

void FillWithOnes(Outbox& out) {
  std::memset(static_cast<void*>(&out), 0xFF, sizeof out);
}

void Commit(ProcessFault fault, Outbox& out) {
  switch (fault) {
    case ProcessFault::kNullWrite: Write(0); break;
    case ProcessFault::kWildWrite: Write(0x7FF000000000); break;
    case ProcessFault::kWriteToCode:
      Write(reinterpret_cast<std::uintptr_t>(&CommitMachineFault));
      break;
    case ProcessFault::kJumpIntoData:
      reinterpret_cast<void (*)()>(reinterpret_cast<std::uintptr_t>(&out))();
      break;
    case ProcessFault::kStackOverflow: OverflowStack(); break;
    case ProcessFault::kEndlessLoop: Loop(); break;
    case ProcessFault::kDivideByZero: DivideByZero(); break;
    case ProcessFault::kUndefinedInstruction: asm volatile("ud2"); break;
    case ProcessFault::kAbort: std::abort(); break;
    case ProcessFault::kExit: (void)syscall(SYS_exit_group, 0); break;
    case ProcessFault::kFork: (void)syscall(SYS_fork); break;
    case ProcessFault::kThread:
      (void)syscall(SYS_clone, CLONE_VM | CLONE_THREAD | CLONE_SIGHAND, nullptr);
      break;
    case ProcessFault::kExec:
      (void)syscall(SYS_execve, "/bin/true", nullptr, nullptr);
      break;
    case ProcessFault::kOpenFile:
      (void)syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY);
      break;
    case ProcessFault::kSocket:
      (void)syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
      break;
    case ProcessFault::kMoreMemory:
      (void)syscall(SYS_mmap, nullptr, 1u << 30, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      break;
    case ProcessFault::kSignal:
      // Signal 0 harms nobody, should the sandbox ever fail.
      (void)syscall(SYS_kill, 1, 0);
      break;
    case ProcessFault::kTrace:
      (void)syscall(SYS_ptrace, PTRACE_ATTACH, 0x7FFFFFFF, nullptr, nullptr);
      break;
    case ProcessFault::kCloseChannel: (void)syscall(SYS_close, 5); break;
    case ProcessFault::kAnswerTwice: AnswerTwice(); break;
    case ProcessFault::kGarbage: FillWithOnes(out); break;
  }
}

}  // namespace

Status CommitMachineFault(std::int32_t code, const Inbox&, Outbox& out) {
  const auto fault = static_cast<std::uint32_t>(code) - fault::kFirstProcessFault;
  Commit(static_cast<ProcessFault>(fault), out);
  return Status::kOk;
}

}  // namespace vigil::plugins
