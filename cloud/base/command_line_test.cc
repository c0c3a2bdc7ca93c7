#include "cloud/base/command_line.h"

#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "gtest/gtest.h"

ABSL_FLAG(std::string, ready_file, "", "File of the tests here.");

namespace vigil {
namespace {

constexpr char kUsage[] = "vigil_test: tests\n";

struct Outcome {
  int code = 0;
  bool ran = false;
  std::string out;
  std::string err;
};

Outcome RunWith(std::vector<std::string> arguments, const absl::Status& result = absl::OkStatus()) {
  arguments.insert(arguments.begin(), "vigil_test");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  Outcome outcome;
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  outcome.code = RunProgram(static_cast<int>(argv.size()), argv.data(), kUsage, [&] {
    outcome.ran = true;
    return result;
  });
  outcome.out = testing::internal::GetCapturedStdout();
  outcome.err = testing::internal::GetCapturedStderr();
  return outcome;
}

TEST(RunProgramTest, HelpIsPrintedAndNothingElseIsDone) {
  for (const char* help : {"--help", "-h"}) {
    const Outcome outcome = RunWith({help});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_FALSE(outcome.ran);
    EXPECT_EQ(outcome.out, kUsage);
  }
}

TEST(RunProgramTest, AnOptionIsWrittenWithDashesOrUnderscoresAndItsValueStays) {
  for (const char* option : {"--ready-file=a-b", "--ready_file=a-b"}) {
    absl::SetFlag(&FLAGS_ready_file, "");
    EXPECT_EQ(RunWith({option}).code, 0);
    EXPECT_EQ(absl::GetFlag(FLAGS_ready_file), "a-b");
  }
}

TEST(RunProgramTest, AnErrorOfTheProgramIsALineAndOne) {
  const Outcome outcome = RunWith({}, absl::UnavailableError("port 80 is taken"));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("error: port 80 is taken\n"), std::string::npos) << outcome.err;
}

TEST(RunProgramTest, AWordThatIsNoOptionIsRefusedBeforeAnythingRuns) {
  const Outcome outcome = RunWith({"start"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_FALSE(outcome.ran);
  EXPECT_NE(outcome.err.find("'start' is no option; see --help"), std::string::npos) << outcome.err;
}

TEST(RunProgramDeathTest, AnUnknownOptionEndsTheProcess) {
  std::string program = "vigil_test";
  std::string option = "--redy-file=x";
  char* argv[] = {program.data(), option.data()};
  EXPECT_EXIT(RunProgram(2, argv, kUsage, absl::OkStatus), testing::ExitedWithCode(1), "redy_file");
}

}  // namespace
}  // namespace vigil
