#include "tools/demo/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <deque>
#include <fstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace vigil::demo {
namespace {

constexpr std::size_t kLastLines = 12;
constexpr int kSecondsToEnd = 3;

// In the child, between fork and exec: only async-signal-safe calls.
[[noreturn]] void Become(const std::vector<char*>& arguments, int log,
                         int failure, pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);  // it died before the line above
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int null = open("/dev/null", O_RDONLY);
  dup2(null, STDIN_FILENO);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  execvp(arguments[0], arguments.data());
  const int error = errno;
  (void)!write(failure, &error, sizeof error);
  _exit(127);
}

Ending FromWait(int status) {
  if (WIFSIGNALED(status)) return {.signal = WTERMSIG(status)};
  return {.exit_code = WEXITSTATUS(status)};
}

}  // namespace

std::string Ending::ToString() const {
  if (signal != 0) {
    return absl::StrCat("signal ", signal, " (", strsignal(signal), ")");
  }
  return absl::StrCat("exit code ", exit_code);
}

absl::StatusOr<ChildProcess> ChildProcess::Start(
    std::string name, std::vector<std::string> command, std::string log_path) {
  std::vector<char*> arguments;
  for (std::string& argument : command) arguments.push_back(argument.data());
  arguments.push_back(nullptr);

  const int log =
      open(log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  int failure[2];
  if (log < 0 || pipe2(failure, O_CLOEXEC) != 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot open ", log_path, ": ", strerror(errno)));
  }
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) Become(arguments, log, failure[1], parent);
  close(log);
  close(failure[1]);
  int error = pid < 0 ? errno : 0;
  if (pid > 0 && read(failure[0], &error, sizeof error) > 0) {
    waitpid(pid, nullptr, 0);
  }
  close(failure[0]);
  if (error == ENOENT) {
    return absl::NotFoundError(
        absl::StrCat("the program ", command[0], " is not there"));
  }
  if (error != 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot start ", command[0], ": ", strerror(error)));
  }
  return ChildProcess(std::move(name), std::move(log_path), pid);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : name_(std::move(other.name_)),
      log_path_(std::move(other.log_path_)),
      pid_(std::exchange(other.pid_, -1)),
      ending_(other.ending_) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  if (this == &other) return *this;
  Terminate();
  name_ = std::move(other.name_);
  log_path_ = std::move(other.log_path_);
  pid_ = std::exchange(other.pid_, -1);
  ending_ = other.ending_;
  return *this;
}

std::optional<Ending> ChildProcess::Poll() {
  if (pid_ < 0 || ending_) return ending_;
  int status = 0;
  if (waitpid(pid_, &status, WNOHANG) == pid_) ending_ = FromWait(status);
  return ending_;
}

Ending ChildProcess::Terminate() {
  if (pid_ < 0) return {};
  if (Poll()) return *ending_;
  kill(pid_, SIGTERM);
  // SIGCHLD is blocked by the program that uses this class; see SignalWaiter.
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  timespec deadline{};
  clock_gettime(CLOCK_MONOTONIC, &deadline);
  deadline.tv_sec += kSecondsToEnd;
  while (!Poll()) {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec >= deadline.tv_sec) kill(pid_, SIGKILL);
    const timespec pause{.tv_sec = 0, .tv_nsec = 50'000'000};
    sigtimedwait(&child, nullptr, &pause);
  }
  return *ending_;
}

std::string ChildProcess::LastWords() const {
  std::ifstream log(log_path_);
  std::deque<std::string> lines;
  for (std::string line; std::getline(log, line);) {
    lines.push_back(std::move(line));
    if (lines.size() > kLastLines) lines.pop_front();
  }
  std::string text;
  for (const std::string& line : lines) absl::StrAppend(&text, "    ", line, "\n");
  return text;
}

absl::Status ChildFailed(ChildProcess& child, const std::string& what) {
  const std::optional<Ending> ending = child.Poll();
  return absl::UnavailableError(absl::StrCat(
      what, " (", ending ? ending->ToString() : "still running", "). Its last words:\n",
      child.LastWords()));
}

}  // namespace vigil::demo
