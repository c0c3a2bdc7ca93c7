#include "cloud/plugin_host/sandbox.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

// The one place from which a process in the sandbox calls the system for its
// channel: the filter knows its address. What was taken over can still jump here,
// and gains nothing: the host counts what it uses (process_host.h), and copies
// what it says. Arguments as of syscall(2).
asm(R"(
  .pushsection .text
  .type VigilCallSystem, @function
VigilCallSystem:
  mov %rdi, %rax
  mov %rsi, %rdi
  mov %rdx, %rsi
  mov %rcx, %rdx
  syscall
VigilAfterSystemCall:
  ret
  .size VigilCallSystem, . - VigilCallSystem
  .popsection
)");

namespace vigil::cloud {

// Labels of the assembler in this file alone: no plugin can name them.
extern "C" long VigilCallSystem(long number, long descriptor, void* bytes, long count);
extern "C" const char VigilAfterSystemCall[];

namespace {

// What bounds a plugin is what its host counts (process_host.h). This ends what
// its host forgot: more than a year of ten activations a second at 10 us each.
constexpr rlim_t kCpuSeconds = 3600;

absl::Status SystemError(const char* what) {
  return absl::ErrnoToStatus(errno, what);
}

// The instruction, and the pages through which the system shows its clocks to all
// processes.
absl::Status TakeClocks() {
  std::ifstream maps("/proc/self/maps");
  std::vector<std::pair<std::uintptr_t, std::uintptr_t>> pages;
  std::string line;
  while (std::getline(maps, line)) {
    const bool shared = line.find("[vvar") != std::string::npos ||
                        line.find("[vdso]") != std::string::npos;
    if (!shared) continue;
    char* rest = nullptr;
    const std::uintptr_t begin = std::strtoul(line.c_str(), &rest, 16);
    const std::uintptr_t end = *rest == '-' ? std::strtoul(rest + 1, nullptr, 16) : 0;
    if (end > begin) pages.emplace_back(begin, end);
  }
  if (!maps.eof()) return absl::UnavailableError("can't read /proc/self/maps");
  for (const auto& [begin, end] : pages) {
    if (munmap(reinterpret_cast<void*>(begin), end - begin) != 0) {
      return SystemError("can't give up the system's clocks");
    }
  }
  if (prctl(PR_SET_TSC, PR_TSC_SIGSEGV) != 0) {
    return SystemError("can't give up the processor's clock");
  }
  return absl::OkStatus();
}

absl::Status LimitResources() {
  const struct {
    __rlimit_resource_t resource;
    rlim_t limit;
    const char* name;
  } limits[] = {
      {RLIMIT_CORE, 0, "can't forbid a core file"},
      {RLIMIT_FSIZE, 0, "can't forbid files"},
      {RLIMIT_NOFILE, 0, "can't forbid new descriptors"},
      {RLIMIT_NPROC, 0, "can't forbid processes"},
      {RLIMIT_CPU, kCpuSeconds, "can't limit the processor time"},
  };
  for (const auto& limit : limits) {
    const rlimit both = {limit.limit, limit.limit};
    if (setrlimit(limit.resource, &both) != 0) return SystemError(limit.name);
  }
  return absl::OkStatus();
}

// Nothing can be said any more once this was done.
absl::Status CloseStandardDescriptors() {
  for (int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (close(descriptor) != 0 && errno != EBADF) return SystemError("can't close");
  }
  return absl::OkStatus();
}

absl::Status CanFilter() {
  const std::uint32_t action = SECCOMP_RET_KILL_PROCESS;
  if (syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) != 0) {
    return SystemError("can't filter system calls (seccomp)");
  }
  return absl::OkStatus();
}

absl::Status Filter() {
  constexpr std::uint32_t kNumber = offsetof(seccomp_data, nr);
  constexpr std::uint32_t kArchitecture = offsetof(seccomp_data, arch);
  constexpr std::uint32_t kCaller = offsetof(seccomp_data, instruction_pointer);
  // The low half; a descriptor has no more.
  constexpr std::uint32_t kDescriptor = offsetof(seccomp_data, args[0]);
  const auto caller = reinterpret_cast<std::uintptr_t>(VigilAfterSystemCall);
  const auto caller_low = static_cast<std::uint32_t>(caller);
  const auto caller_high = static_cast<std::uint32_t>(caller >> 32);
  sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kArchitecture),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kNumber),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_exit_group, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kCaller),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, caller_low, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kCaller + 4),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, caller_high, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kNumber),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_read, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kDescriptor),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kCommandDescriptor, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kNumber),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_write, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kDescriptor),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kAnswerDescriptor, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
  };
  sock_fprog program = {static_cast<unsigned short>(std::size(filter)), filter};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    return SystemError("can't filter system calls (seccomp)");
  }
  return absl::OkStatus();
}

absl::Status GiveUpPrivileges() {
  if (prctl(PR_SET_DUMPABLE, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return SystemError("can't give up privileges");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status EnterSandbox() {
  // Where the system has no namespaces for us the filter is enough.
  (void)unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS);
  for (auto* step : {TakeClocks, LimitResources, GiveUpPrivileges, CanFilter,
                     CloseStandardDescriptors, Filter}) {
    const absl::Status status = step();
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

bool Receive(Command& command) {
  return VigilCallSystem(SYS_read, kCommandDescriptor, &command, sizeof command) ==
         sizeof command;
}

bool Send(Status status) {
  return VigilCallSystem(SYS_write, kAnswerDescriptor, &status, sizeof status) ==
         sizeof status;
}

}  // namespace vigil::cloud
