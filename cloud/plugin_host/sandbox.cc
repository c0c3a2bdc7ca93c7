#include "cloud/plugin_host/sandbox.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <iterator>

#include "cloud/plugin_host/channel.h"

namespace vigil::cloud {
namespace {

// More than a year of ten activations a second at 10 us each (3200 s); a loop is
// cut off by its deadline long before.
constexpr rlim_t kCpuSeconds = 3600;

absl::Status Limit(int resource, rlim_t limit, const char* name) {
  const rlimit both = {limit, limit};
  if (setrlimit(static_cast<__rlimit_resource_t>(resource), &both) == 0) {
    return absl::OkStatus();
  }
  return absl::ErrnoToStatus(errno, name);
}

absl::Status LimitResources() {
  const struct {
    int resource;
    rlim_t limit;
    const char* name;
  } limits[] = {
      {RLIMIT_CORE, 0, "can't forbid a core file"},
      {RLIMIT_FSIZE, 0, "can't forbid files"},
      {RLIMIT_NPROC, 0, "can't forbid processes"},
      {RLIMIT_CPU, kCpuSeconds, "can't limit the processor time"},
  };
  for (const auto& limit : limits) {
    const absl::Status status = Limit(limit.resource, limit.limit, limit.name);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Filter() {
  constexpr std::uint32_t kNumber = offsetof(seccomp_data, nr);
  constexpr std::uint32_t kArchitecture = offsetof(seccomp_data, arch);
  // The low half; a descriptor has no more.
  constexpr std::uint32_t kDescriptor = offsetof(seccomp_data, args[0]);
  sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kArchitecture),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kNumber),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_exit_group, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
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
    return absl::ErrnoToStatus(errno, "can't filter system calls (seccomp)");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status EnterSandbox() {
  // Where the system has no namespaces for us the filter is enough.
  (void)unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS);
  const absl::Status status = LimitResources();
  if (!status.ok()) return status;
  if (prctl(PR_SET_DUMPABLE, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return absl::ErrnoToStatus(errno, "can't give up privileges");
  }
  return Filter();
}

}  // namespace vigil::cloud
