// What a process in the sandbox can still do, each tried in a child of this one.
#include "cloud/plugin_host/sandbox.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

#include "cloud/plugin_host/channel.h"
#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::cloud {
namespace {

constexpr int kNoSandbox = 71;

// A process that enters the sandbox, does `act`, and exits with what it gives.
class Child {
 public:
  explicit Child(const std::function<int()>& act) {
    EXPECT_EQ(pipe(command_), 0);
    EXPECT_EQ(pipe(answer_), 0);
    EXPECT_EQ(pipe(error_), 0);
    pid_ = fork();
    if (pid_ != 0) {
      close(command_[0]);
      close(answer_[1]);
      close(error_[1]);
      return;
    }
    // Beyond the descriptors that they have to get.
    const int command = fcntl(command_[0], F_DUPFD, 64);
    const int answer = fcntl(answer_[1], F_DUPFD, 64);
    dup2(error_[1], STDERR_FILENO);
    dup2(command, kCommandDescriptor);
    dup2(answer, kAnswerDescriptor);
    (void)syscall(SYS_close_range, kAnswerDescriptor + 1, ~0u, 0);
    if (!EnterSandbox().ok()) _exit(kNoSandbox);
    _exit(act());
  }
  ~Child() {
    for (int descriptor : {command_[1], answer_[0], error_[0]}) {
      if (descriptor >= 0) close(descriptor);
    }
    if (pid_ > 0) (void)End();
  }

  pid_t pid() const { return pid_; }
  // Whether its standard error is closed, with nothing said; true once it ended.
  bool HasClosedItsErrors() {
    char byte = 0;
    fcntl(error_[0], F_SETFL, O_NONBLOCK);
    return read(error_[0], &byte, 1) == 0;
  }
  bool Command(enum Command command) {
    return write(command_[1], &command, sizeof command) == sizeof command;
  }
  bool Answered(Status& status) {
    return read(answer_[0], &status, sizeof status) == sizeof status;
  }

  std::string End() {
    close(command_[1]);
    command_[1] = -1;
    int status = 0;
    EXPECT_EQ(waitpid(pid_, &status, 0), pid_);
    pid_ = -1;
    return WIFSIGNALED(status) ? strsignal(WTERMSIG(status))
                               : "exit code " + std::to_string(WEXITSTATUS(status));
  }

 private:
  int command_[2] = {-1, -1};
  int answer_[2] = {-1, -1};
  int error_[2] = {-1, -1};
  pid_t pid_ = -1;
};

std::string EndOf(const std::function<int()>& act) { return Child(act).End(); }

int Echo() {
  Command command{};
  while (Receive(command)) {
    if (!Send(Status::kUnavailable)) return 1;
  }
  return 7;
}

TEST(Sandbox, ReceivesSendsAndEnds) {
  VIGIL_VERIFIES("REQ-PH-001");
  Child child(Echo);
  Status status{};
  for (int n = 0; n < 3; ++n) {
    ASSERT_TRUE(child.Command(Command::kProcess));
    ASSERT_TRUE(child.Answered(status));
    EXPECT_EQ(status, Status::kUnavailable);
  }
  EXPECT_EQ(child.End(), "exit code 7");
}

TEST(Sandbox, OnlyTheProgramItselfUsesTheChannel) {
  EXPECT_EQ(EndOf([] {
              const Status status = Status::kOk;
              return static_cast<int>(
                  syscall(SYS_write, kAnswerDescriptor, &status, sizeof status));
            }),
            strsignal(SIGSYS));
  EXPECT_EQ(EndOf([] {
              Command command{};
              return static_cast<int>(
                  syscall(SYS_read, kCommandDescriptor, &command, sizeof command));
            }),
            strsignal(SIGSYS));
}

TEST(Sandbox, ShowsNoClock) {
  VIGIL_VERIFIES("REQ-PH-001");
  EXPECT_EQ(EndOf([] { return static_cast<int>(__builtin_ia32_rdtsc() == 0); }),
            strsignal(SIGSEGV));
  for (clockid_t clock :
       {CLOCK_MONOTONIC, CLOCK_MONOTONIC_COARSE, CLOCK_REALTIME_COARSE}) {
    EXPECT_EQ(EndOf([clock] {
                timespec now{};
                return clock_gettime(clock, &now);
              }),
              strsignal(SIGSEGV))
        << clock;
  }
}

TEST(Sandbox, HoldsNothingOpenButItsChannel) {
  VIGIL_VERIFIES("REQ-PH-001");
  Child child(Echo);
  Status status{};
  ASSERT_TRUE(child.Command(Command::kProcess));
  ASSERT_TRUE(child.Answered(status));

  EXPECT_TRUE(child.HasClosedItsErrors());

  EXPECT_EQ(child.End(), "exit code 7");
}

TEST(Sandbox, HasNoRoomForAnotherDescriptor) {
  VIGIL_VERIFIES("REQ-PH-001");
  Child child(Echo);
  Status status{};
  ASSERT_TRUE(child.Command(Command::kProcess));
  ASSERT_TRUE(child.Answered(status));
  std::ifstream limits("/proc/" + std::to_string(child.pid()) + "/limits");
  std::string line;
  while (line.find("Max open files") != 0 && std::getline(limits, line)) {
  }
  std::istringstream words(line.substr(std::string("Max open files").size()));
  std::string soft, hard;
  words >> soft >> hard;
  EXPECT_EQ(soft, "0") << line;
  EXPECT_EQ(hard, "0") << line;
}

}  // namespace
}  // namespace vigil::cloud
