#include "cloud/plugin_host/process_host.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace vigil::cloud {
namespace {

// A plugin's stack; seccomp lets no other memory grow.
constexpr rlim_t kStackBytes = rlim_t{256} * 1024;

// Closes what it holds unless it was released.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

// Keeps what follows within the range of an int.
constexpr absl::Duration kLongestDeadline = absl::Hours(1);

// Until there is something to read of it, or it is closed. False: not in time.
bool WaitFor(int descriptor, std::chrono::steady_clock::time_point deadline) {
  pollfd what = {.fd = descriptor, .events = POLLIN, .revents = 0};
  int ready = 0;
  do {
    // Rounded up, so that nothing is cut off early.
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    ready = poll(&what, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

// By a process that was not waited for.
absl::StatusOr<std::chrono::nanoseconds> ProcessorTimeOf(pid_t pid) {
  clockid_t clock{};
  timespec used{};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0) {
    return absl::InternalError("can't tell its processor time");
  }
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

absl::Status SystemError(const char* what) {
  return absl::ErrnoToStatus(errno, what);
}

// In the child, between fork and exec: nothing here allocates. A step that fails
// ends it; close_range needs Linux 5.9.
[[noreturn]] void Become(const char* program, const char* name, int memory,
                         int command, int answer, pid_t parent) {
  // Far from the numbers that they have to get.
  const int copies[] = {fcntl(memory, F_DUPFD, 64), fcntl(command, F_DUPFD, 64),
                        fcntl(answer, F_DUPFD, 64)};
  const int wanted[] = {kMemoryDescriptor, kCommandDescriptor, kAnswerDescriptor};
  for (int n = 0; n < 3; ++n) {
    if (dup2(copies[n], wanted[n]) < 0) _exit(126);
  }
  const int nothing = open("/dev/null", O_RDWR);
  if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(nothing, 1) < 0) _exit(126);
  if (syscall(SYS_close_range, kAnswerDescriptor + 1, ~0u, 0) != 0) _exit(126);
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) _exit(126);
  sigset_t none;
  sigemptyset(&none);
  if (sigprocmask(SIG_SETMASK, &none, nullptr) != 0) _exit(126);
  const rlimit stack = {kStackBytes, kStackBytes};
  const rlimit memory_bytes = {kMemoryBytes, kMemoryBytes};
  if (setrlimit(RLIMIT_STACK, &stack) != 0 || setrlimit(RLIMIT_AS, &memory_bytes) != 0) {
    _exit(126);
  }
  char* const arguments[] = {const_cast<char*>(program), const_cast<char*>(name),
                             nullptr};
  char* const environment[] = {nullptr};
  execve(program, arguments, environment);
  _exit(127);
}

std::string HowItEnded(int status) {
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) {
    return "it made a system call that is not allowed";
  }
  if (WIFSIGNALED(status)) {
    // The words of strsignal are in one buffer for all threads.
    const char* name = sigabbrev_np(WTERMSIG(status));
    return absl::StrCat("it was ended by signal ", WTERMSIG(status), name == nullptr ? "" : ", SIG",
                        name == nullptr ? "" : name);
  }
  return absl::StrCat("it ended with exit code ", WEXITSTATUS(status));
}

}  // namespace

absl::StatusOr<std::unique_ptr<PluginProcess>> PluginProcess::Start(
    const std::string& program, const std::string& name) {
  if (access(program.c_str(), X_OK) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("can't start ", program));
  }
  const Descriptor memory(memfd_create("vigil-plugin", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (memory.get() < 0) return SystemError("can't make shared memory");
  if (ftruncate(memory.get(), sizeof(Channel)) != 0 ||
      fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    return SystemError("can't size shared memory");
  }
  void* shared = mmap(nullptr, sizeof(Channel), PROT_READ | PROT_WRITE, MAP_SHARED,
                      memory.get(), 0);
  if (shared == MAP_FAILED) return SystemError("can't map shared memory");
  std::unique_ptr<PluginProcess> process(new PluginProcess);
  process->channel_ = new (shared) Channel;
  // Sockets, so that writing to one that is closed is an error and no signal.
  int commands[2], answers[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, commands) != 0) {
    return SystemError("can't make a channel");
  }
  const Descriptor their_command(commands[1]);
  process->command_ = commands[0];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, answers) != 0) {
    return SystemError("can't make a channel");
  }
  const Descriptor their_answer(answers[1]);
  process->answer_ = answers[0];
  const pid_t parent = getpid();
  process->pid_ = fork();
  if (process->pid_ < 0) return SystemError("can't start a process");
  if (process->pid_ == 0) {
    Become(program.c_str(), name.c_str(), memory.get(), their_command.get(),
           their_answer.get(), parent);
  }
  return process;
}

PluginProcess::~PluginProcess() {
  (void)End();
  if (command_ >= 0) close(command_);
  if (answer_ >= 0) close(answer_);
  if (channel_ != nullptr) munmap(channel_, sizeof(Channel));
}

// Kills it, if it still runs, and tells how it ended.
std::string PluginProcess::End() {
  if (pid_ <= 0) return "it does not run";
  int status = 0;
  kill(pid_, SIGKILL);
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return HowItEnded(status);
}

// The other end is closed: it ends, or has. What ends by itself tells why.
std::string PluginProcess::Ended(Clock::time_point deadline) {
  const Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
  if (process.get() >= 0 && !WaitFor(process.get(), deadline)) {
    (void)End();
    return "it closed its channel and lived on";
  }
  return End();
}

// What it used since it was asked last.
absl::Status PluginProcess::ChargeProcessor() {
  const absl::StatusOr<std::chrono::nanoseconds> used = ProcessorTimeOf(pid_);
  if (!used.ok()) {
    (void)End();
    return absl::AbortedError(used.status().message());
  }
  processor_left_ = std::min(processor_left_ + kProcessorShare, kProcessorReserve) -
                    (*used - processor_used_);
  processor_used_ = *used;
  if (processor_left_.count() >= 0) return absl::OkStatus();
  (void)End();
  return absl::ResourceExhaustedError(absl::StrCat(
      "it used more of the processor than it may, ",
      absl::FormatDuration(absl::FromChrono(processor_used_)), " since it started"));
}

absl::StatusOr<Status> PluginProcess::Call(Command command,
                                           absl::Duration deadline) {
  const Clock::time_point end =
      Clock::now() +
      absl::ToChronoNanoseconds(std::min(deadline, kLongestDeadline));
  Status early{};
  if (recv(answer_, &early, sizeof early, MSG_DONTWAIT) > 0) {
    (void)End();
    return absl::AbortedError("it answered without being asked");
  }
  if (send(command_, &command, sizeof command, MSG_NOSIGNAL) != sizeof command) {
    return absl::AbortedError(End());
  }
  if (!WaitFor(answer_, end)) {
    (void)End();
    return absl::DeadlineExceededError(
        absl::StrCat("it did not answer within ", absl::FormatDuration(deadline)));
  }
  Status status{};
  if (recv(answer_, &status, sizeof status, MSG_DONTWAIT) != sizeof status) {
    return absl::AbortedError(Ended(end));
  }
  const absl::Status charged = ChargeProcessor();
  if (!charged.ok()) return charged;
  return status;
}

Status ProcessHost::Init(const PluginEntry& plugin) {
  processes_.erase(plugin.mailbox);
  absl::StatusOr<std::unique_ptr<PluginProcess>> started =
      PluginProcess::Start(options_.program, plugin.manifest->name);
  if (!started.ok()) {
    return Give(plugin, Status::kInternal, std::string(started.status().message()));
  }
  processes_[plugin.mailbox] = *std::move(started);
  const Status introduced = Introduce(plugin);
  return introduced == Status::kOk ? Call(plugin, Command::kInit) : introduced;
}

Status ProcessHost::Introduce(const PluginEntry& plugin) {
  const Status answer = Call(plugin, Command::kIntroduce);
  if (answer != Status::kOk) return answer;
  const Introduction said = processes_[plugin.mailbox]->channel().introduction;
  return Examine(plugin, said);
}

Status ProcessHost::Process(const PluginEntry& plugin) {
  if (processes_.count(plugin.mailbox) == 0) {
    return Give(plugin, Status::kInternal, "it does not run");
  }
  return Call(plugin, Command::kProcess);
}

Status ProcessHost::Call(const PluginEntry& plugin, Command command) {
  PluginProcess& process = *processes_[plugin.mailbox];
  process.channel().mailbox.settings = plugin.mailbox->settings;
  process.channel().mailbox.inbox = plugin.mailbox->inbox;
  process.channel().mailbox.outbox = Outbox();
  const absl::StatusOr<Status> answer = process.Call(command, options_.deadline);
  if (!answer.ok()) {
    const bool late = absl::IsDeadlineExceeded(answer.status()) ||
                      absl::IsResourceExhausted(answer.status());
    return Give(plugin, late ? Status::kDeadlineExceeded : Status::kInternal,
                std::string(answer.status().message()));
  }
  // A private copy: the process could write on.
  std::memcpy(static_cast<void*>(&plugin.mailbox->outbox),
              &process.channel().mailbox.outbox, sizeof(Outbox));
  return *answer;
}

Status ProcessHost::Examine(const PluginEntry& plugin, const Introduction& said) {
  const InterfaceVersion built = said.interface_version;
  if (built.major != kKernelInterfaceVersion.major) {
    return Give(plugin, Status::kIncompatible,
                absl::StrCat("it was built for version ", built.major, ".",
                             built.minor, " of the kernel's interface; this kernel has ",
                             kKernelInterfaceVersion.major, ".",
                             kKernelInterfaceVersion.minor));
  }
  if (said.magic != kChannelMagic || said.mailbox_bytes != sizeof(Mailbox)) {
    return Give(plugin, Status::kIncompatible,
                absl::StrCat("its mailbox has ", said.mailbox_bytes,
                             " bytes, that of the host ", sizeof(Mailbox)));
  }
  if (std::strncmp(said.name, plugin.manifest->name, kMaxPluginName) != 0) {
    return Give(plugin, Status::kIncompatible,
                absl::StrCat("its program calls itself ",
                             std::string(said.name, strnlen(said.name, kMaxPluginName))));
  }
  return Status::kOk;
}

// Ends the process; the next Init starts a fresh one.
Status ProcessHost::Give(const PluginEntry& plugin, Status status,
                         const std::string& why) {
  trouble_ = absl::StrCat("plugin ", plugin.manifest->name, ": ", why);
  options_.tell(trouble_);
  processes_.erase(plugin.mailbox);
  return status;
}

}  // namespace vigil::cloud
