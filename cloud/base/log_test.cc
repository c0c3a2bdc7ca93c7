#include "cloud/base/log.h"

#include <errno.h>

#include <string>

#include "gtest/gtest.h"

namespace vigil {
namespace {

std::string Logged(Severity severity, absl::string_view text) {
  testing::internal::CaptureStderr();
  Log(severity, text);
  return testing::internal::GetCapturedStderr();
}

TEST(LogTest, ALineNamesTheProgramAndHowBadItIs) {
  const std::string program = program_invocation_short_name;
  EXPECT_EQ(Logged(Severity::kInfo, "ready"), program + ": ready\n");
  EXPECT_EQ(Logged(Severity::kWarning, "no answer"), program + ": warning: no answer\n");
  EXPECT_EQ(Logged(Severity::kError, "no disk"), program + ": error: no disk\n");
}

TEST(LogTest, BytesFromOutsideForgeNoLineAndDriveNoTerminal) {
  const std::string logged = Logged(Severity::kInfo, "a\nfake: error\x1b[2J\x7f\xe4 ~");
  EXPECT_EQ(logged, std::string(program_invocation_short_name) + ": a?fake: error?[2J?? ~\n");
}

}  // namespace
}  // namespace vigil
