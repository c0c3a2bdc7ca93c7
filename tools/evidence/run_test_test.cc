#include "tools/evidence/run_test.h"

#include <signal.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "test/system/temporary_folder.h"
#include "test/verifies.h"
#include "tools/evidence/file_digest.h"

namespace vigil::lifecycle {
namespace {

using std::chrono::milliseconds;

class RunTestTest : public testing::Test {
 protected:
  // What a shell makes of `script`, with 100 s for it when nothing else is asked for.
  TestEnd Run(const std::string& script, milliseconds limit = milliseconds(100'000)) {
    const absl::StatusOr<TestEnd> end = RunTest({.program = "/bin/sh",
                                                 .arguments = {"-c", script, "sh", "an argument"},
                                                 .folder = folder_.path().string(),
                                                 .environment = {"PATH=/usr/bin:/bin", "GIVEN=given"},
                                                 .output = (folder_.path() / "output").string(),
                                                 .limit = limit});
    EXPECT_TRUE(end.ok()) << end.status();
    return end.value_or(TestEnd{});
  }
  std::string Output() const { return ReadFile((folder_.path() / "output").string()).value_or("none"); }

 private:
  TemporaryFolder folder_;
};

TEST_F(RunTestTest, ItsExitCodeIsTold) {
  EXPECT_EQ(Run("exit 0").exit_code, 0);
  const TestEnd end = Run("exit 3");
  EXPECT_EQ(end.exit_code, 3);
  EXPECT_EQ(end.how, "ended with exit code 3");
}

TEST_F(RunTestTest, ACrashIsNoExitCode) {
  const TestEnd end = Run("kill -SEGV $$");
  EXPECT_EQ(end.exit_code, -1);
  EXPECT_EQ(end.how, "ended by signal 11");
}

TEST_F(RunTestTest, ItHasItsArgumentsItsFolderAndNoOtherEnvironment) {
  ASSERT_EQ(Run("echo \"$1, $GIVEN, ${HOME-no home}\"; echo at >beside; cat beside >&2").exit_code, 0);
  EXPECT_EQ(Output(), "an argument, given, no home\nat\n");
}

TEST_F(RunTestTest, WhatDoesNotEndIsStopped) {
  VIGIL_VERIFIES("REQ-TOOL-005");
  const TestEnd end = Run("while :; do :; done", milliseconds(50));
  EXPECT_EQ(end.exit_code, -1);
  EXPECT_EQ(end.how, "stopped after 50 ms");
}

TEST_F(RunTestTest, WhatIgnoresRequestsToEndIsStopped) {
  VIGIL_VERIFIES("REQ-TOOL-005");
  EXPECT_EQ(Run("trap '' TERM INT HUP; while :; do :; done", milliseconds(50)).exit_code, -1);
}

// A process of another session, which no signal to the test's own group reaches.
constexpr char kLeaveBehind[] =
    "setsid sh -c 'echo $$ >pid; exec sleep 1000' & while ! test -s pid; do :; done; ";

TEST_F(RunTestTest, WhatItLeavesBehindIsEndedToo) {
  VIGIL_VERIFIES("REQ-TOOL-005");
  EXPECT_EQ(Run(absl::StrCat(kLeaveBehind, "cat pid; exit 0")).exit_code, 0);
  int process = 0;
  ASSERT_TRUE(absl::SimpleAtoi(Output(), &process)) << Output();
  EXPECT_EQ(kill(process, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

TEST_F(RunTestTest, AScriptThatNamesNoShellIsForTheShell) {
  const TemporaryFolder folder;
  const std::string script = (folder.path() / "script").string();
  std::ofstream(script) << "exit 5\n";
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  const absl::StatusOr<TestEnd> end = RunTest({.program = script,
                                               .arguments = {},
                                               .folder = "/",
                                               .environment = {},
                                               .output = "/dev/null",
                                               .limit = milliseconds(100'000)});
  ASSERT_TRUE(end.ok()) << end.status();
  EXPECT_EQ(end->exit_code, 5);
}

TEST_F(RunTestTest, WhatCannotBeStartedDidNotPass) {
  const absl::StatusOr<TestEnd> end = RunTest({.program = "/nowhere",
                                               .arguments = {},
                                               .folder = "/",
                                               .environment = {},
                                               .output = "/dev/null",
                                               .limit = milliseconds(100'000)});
  ASSERT_TRUE(end.ok()) << end.status();
  EXPECT_EQ(end->exit_code, 127);
}

}  // namespace
}  // namespace vigil::lifecycle
