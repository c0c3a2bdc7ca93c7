#include "tools/evidence/run_test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kNotStarted = 127;  // as a shell says it

std::vector<char*> Pointers(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

[[noreturn]] void Become(const TestProgram& test, const std::vector<char*>& arguments,
                         const std::vector<char*>& environment, const sigset_t& signals) {
  sigprocmask(SIG_SETMASK, &signals, nullptr);
  const int in = open("/dev/null", O_RDONLY);
  const int out = open(test.output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  const bool ready = in >= 0 && out >= 0 && dup2(in, 0) == 0 && dup2(out, 1) == 1 &&
                     dup2(out, 2) == 2 && chdir(test.folder.c_str()) == 0;
  // As a shell does: a script without a first line that names one is for the shell.
  if (ready) execvpe(arguments[0], arguments.data(), environment.data());
  _exit(kNotStarted);
}

// Whether `child` ended before the limit; it stays to be waited for. SIGCHLD is blocked.
bool EndsBefore(pid_t child, Clock::time_point end, const sigset_t& sigchld) {
  while (true) {
    siginfo_t info = {};
    if (waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) != 0) return true;
    if (info.si_pid == child) return true;
    const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(end - Clock::now()).count();
    if (left <= 0) return false;
    const timespec patience = {.tv_sec = left / 1'000'000'000, .tv_nsec = left % 1'000'000'000};
    sigtimedwait(&sigchld, nullptr, &patience);
  }
}

// The parent of a process, as the system tells; 0 when it is gone.
pid_t ParentOf(const std::string& process) {
  std::ifstream file(absl::StrCat("/proc/", process, "/stat"));
  const std::string stat(std::istreambuf_iterator<char>(file), {});
  // "PID (NAME) STATE PARENT ...", and a name may hold brackets.
  const std::size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos || name_end + 4 > stat.size()) return 0;
  return static_cast<pid_t>(std::strtol(stat.c_str() + name_end + 4, nullptr, 10));
}

void KillChildren() {
  std::error_code error;
  for (fs::directory_iterator it("/proc", error), end; !error && it != end; it.increment(error)) {
    int process = 0;
    const std::string name = it->path().filename().string();
    if (absl::SimpleAtoi(name, &process) && ParentOf(name) == getpid()) kill(process, SIGKILL);
  }
}

// Until there is none left: the children of those that were killed come to this process.
int KillAll(pid_t child) {
  int status = 0;
  while (true) {
    KillChildren();
    int ended = 0;
    const pid_t who = waitpid(-1, &ended, 0);
    if (who == child) status = ended;
    if (who < 0 && errno == ECHILD) return status;
  }
}

std::string Span(std::chrono::milliseconds span) {
  return span.count() % 1000 == 0 ? absl::StrCat(span.count() / 1000, " s")
                                  : absl::StrCat(span.count(), " ms");
}

TestEnd EndOf(const TestProgram& test, bool in_time, int status) {
  if (!in_time) return {-1, absl::StrCat("stopped after ", Span(test.limit))};
  if (!WIFEXITED(status)) return {-1, absl::StrCat("ended by signal ", WTERMSIG(status))};
  return {WEXITSTATUS(status), absl::StrCat("ended with exit code ", WEXITSTATUS(status))};
}

}  // namespace

absl::StatusOr<TestEnd> RunTest(const TestProgram& test) {
  std::vector<std::string> words = {test.program};
  words.insert(words.end(), test.arguments.begin(), test.arguments.end());
  const std::vector<char*> arguments = Pointers(words);
  const std::vector<char*> environment = Pointers(test.environment);
  // What loses its parent becomes a child of this process, and can't escape.
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) return absl::InternalError("can't adopt processes");
  sigset_t sigchld, before;
  sigemptyset(&sigchld);
  sigaddset(&sigchld, SIGCHLD);
  sigprocmask(SIG_BLOCK, &sigchld, &before);
  const Clock::time_point end = Clock::now() + test.limit;
  const pid_t child = fork();
  if (child == 0) Become(test, arguments, environment, before);
  if (child < 0) {
    sigprocmask(SIG_SETMASK, &before, nullptr);
    return absl::InternalError("can't make a process");
  }
  const bool in_time = EndsBefore(child, end, sigchld);
  const int status = KillAll(child);
  sigprocmask(SIG_SETMASK, &before, nullptr);
  return EndOf(test, in_time, status);
}

}  // namespace vigil::lifecycle
