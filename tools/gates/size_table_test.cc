// A part of an image that outgrows its limit is refused.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace {

struct Outcome {
  int exit_code = 0;
  std::string said;
  std::string text;
};

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// No archive is named, so that all symbols are one part.
constexpr char kPart[] = "C library and compiler runtime";

Outcome Table(const std::string& limit) {
  const std::string folder = testing::TempDir();
  const std::string command =
      "tools/gates/size_table --nm=tools/toolchain/bin/llvm-nm "
      "--image=firmware/health_monitor/health_monitor.elf --text=" +
      folder + "/text --json=" + folder + "/json " + limit + " 2>" + folder + "/said";
  std::ofstream(folder + "/text") << "";
  const int status = std::system(command.c_str());
  return {WEXITSTATUS(status), ReadFile(folder + "/said"), ReadFile(folder + "/text")};
}

std::string Limit(const std::string& part, const std::string& sizes) {
  return "\"--limit=" + part + "=" + sizes + "\"";
}

void ExpectRefused(const Outcome& outcome, int exit_code, const std::string& why) {
  EXPECT_EQ(outcome.exit_code, exit_code);
  EXPECT_NE(outcome.said.find(why), std::string::npos) << outcome.said;
  EXPECT_EQ(outcome.text, "");
}

TEST(SizeTable, PartBelowItsLimitPasses) {
  const Outcome outcome = Table(Limit(kPart, "524288=131072"));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.said;
  EXPECT_NE(outcome.text.find(kPart), std::string::npos) << outcome.text;
}

TEST(SizeTable, TooMuchFlashIsRefused) {
  VIGIL_VERIFIES("REQ-TOOL-003");
  ExpectRefused(Table(Limit(kPart, "1000=131072")), 1, "has to stay below 1000 and 131072");
}

TEST(SizeTable, TooMuchRamIsRefused) {
  VIGIL_VERIFIES("REQ-TOOL-003");
  ExpectRefused(Table(Limit(kPart, "524288=1000")), 1, "has to stay below 524288 and 1000");
}

TEST(SizeTable, LimitOfNoPartIsRefused) {
  ExpectRefused(Table(Limit("renamed", "524288=131072")), 1, "no part renamed");
}

TEST(SizeTable, LimitThatIsNoneIsRefused) {
  ExpectRefused(Table(Limit(kPart, "all=131072")), 2, "usage");
  ExpectRefused(Table("--limit=safety_kernel"), 2, "usage");
  ExpectRefused(Table("--limit=24576=8192"), 2, "usage");
}

}  // namespace
