#include "tools/evidence/record.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "test/system/temporary_folder.h"
#include "test/verifies.h"
#include "tools/evidence/file_digest.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

// A GoogleTest's report of one case that passed, written where a test is told to.
constexpr char kWriteReport[] =
    "echo '<testsuites><testsuite name=\"S\"><testcase name=\"C\" classname=\"S\" status=\"run\"/>"
    "</testsuite></testsuites>' >\"$XML_OUTPUT_FILE\"\n";

class RecordTest : public testing::Test {
 protected:
  RecordTest() { fs::create_directories(runfiles() + "/vigil"); }

  std::string runfiles() const { return (folder_.path() / "runfiles").string(); }
  std::string program() const { return (folder_.path() / "test").string(); }
  std::string log() const { return log_.str(); }

  Order OrderOf(const std::string& script, Report report) const {
    std::ofstream(program()) << "#!/bin/sh\n" << script;
    fs::permissions(program(), fs::perms::owner_all);
    return {.test = "//a:a_test", .program = program(), .runfiles = runfiles(), .arguments = {},
            .report = report, .verifies = {}, .least_inputs = 0, .limit = std::chrono::seconds(100),
            .subjects = {}, .tools = {}, .runs_on = {}};
  }
  TestEvidence Record(const Order& order) {
    const absl::StatusOr<TestEvidence> evidence = RecordOf(order, log_);
    EXPECT_TRUE(evidence.ok()) << evidence.status();
    return evidence.value_or(TestEvidence{});
  }
  TestEvidence Record(const std::string& script, Report report = Report::kCases) {
    return Record(OrderOf(script, report));
  }

 private:
  TemporaryFolder folder_;
  std::ostringstream log_;
};

// "NAME RESULT DETAIL" of each case, a line each.
std::string Told(const TestEvidence& evidence) {
  std::string told;
  for (const TestCase& one : evidence.case_()) {
    told += one.name() + " " + Result_Name(one.result()) + " " + one.detail() + "\n";
  }
  return told;
}

TEST_F(RecordTest, HasTheCasesThatTheTestReported) {
  EXPECT_EQ(Told(Record(kWriteReport)), "S.C PASSED \n");
  EXPECT_EQ(log(), "");
}

TEST_F(RecordTest, OfATestThatFailsOnlyAtItsEndSaysSo) {
  VIGIL_VERIFIES("REQ-TOOL-004");
  const TestEvidence evidence = Record(std::string(kWriteReport) + "echo a leak; exit 23");
  EXPECT_EQ(Told(evidence),
            "S.C PASSED \n(program) FAILED ended with exit code 23 although no case failed\n");
  EXPECT_NE(log().find("a leak"), std::string::npos);
}

TEST_F(RecordTest, OfATestThatEndsBeforeItReportsIsNoSuccess) {
  VIGIL_VERIFIES("REQ-TOOL-004");
  EXPECT_EQ(Told(Record("exit 0")), "(program) FAILED ended with exit code 0 and left no report\n");
  EXPECT_EQ(Told(Record("kill -ABRT $$")), "(program) FAILED ended by signal 6 and left no report\n");
}

TEST_F(RecordTest, OfAReportThatBreaksOffIsNoSuccess) {
  VIGIL_VERIFIES("REQ-TOOL-004");
  const TestEvidence evidence = Record("echo '<testsuites><testsuite>' >\"$XML_OUTPUT_FILE\"");
  ASSERT_EQ(evidence.case__size(), 1);
  EXPECT_EQ(evidence.case_(0).result(), FAILED);
}

TEST_F(RecordTest, OfATestThatHangsSaysThatItWasStopped) {
  VIGIL_VERIFIES("REQ-TOOL-005");
  Order order = OrderOf(std::string(kWriteReport) + "while :; do :; done", Report::kCases);
  order.limit = std::chrono::milliseconds(300);
  const TestEvidence evidence = Record(order);
  const TestCase& last = evidence.case_(evidence.case__size() - 1);
  EXPECT_EQ(last.name(), "(program)");
  EXPECT_EQ(last.result(), FAILED);
  EXPECT_EQ(last.detail().find("stopped after 300 ms"), 0U) << last.detail();
}

TEST_F(RecordTest, OfOneCaseIsWhatItsExitCodeSays) {
  Order order = OrderOf("exit 0", Report::kExitCode);
  order.verifies = {"REQ-A-001"};
  const TestEvidence evidence = Record(order);
  EXPECT_EQ(Told(evidence), "a_test PASSED judged by its exit code alone\n");
  ASSERT_EQ(evidence.case_(0).verifies_size(), 1);
  EXPECT_EQ(evidence.case_(0).verifies(0), "REQ-A-001");
  EXPECT_EQ(Told(Record("exit 1", Report::kExitCode)), "a_test FAILED ended with exit code 1\n");
}

TEST_F(RecordTest, OfAFuzzTestSaysHowManyInputsItTried) {
  VIGIL_VERIFIES("REQ-TOOL-004");
  Order order = OrderOf("echo 'stat::number_of_executed_units: 41'; echo 'stat::new_units_added: 3'", Report::kFuzzing);
  order.least_inputs = 41;
  EXPECT_EQ(Told(Record(order)), "Fuzzing PASSED 41 inputs, 3 of them on ways of their own\n");
  order.least_inputs = 42;
  EXPECT_EQ(Told(Record(order)), "Fuzzing FAILED 41 inputs, not 42\n");
}

TEST_F(RecordTest, HasTheDigestsOfWhatWasTestedOfTheTestAndOfTheTools) {
  VIGIL_VERIFIES("REQ-TOOL-004");
  Order order = OrderOf(kWriteReport, Report::kCases);
  order.subjects = {{"//a", program()}, {"//folder", runfiles()}};
  order.tools = {{"clang", program()}};
  const TestEvidence evidence = Record(order);
  ASSERT_EQ(evidence.subject_size(), 3);
  EXPECT_EQ(evidence.subject(0).sha256(), DigestOfFile(program()).value());
  EXPECT_EQ(evidence.subject(1).sha256(), DigestOfFile(runfiles()).value());
  EXPECT_EQ(evidence.subject(2).label(), "//a:a_test");
  ASSERT_EQ(evidence.tool_size(), 1);
  EXPECT_EQ(evidence.tool(0).label(), "clang");
}

TEST_F(RecordTest, NamesTheSimulatorThatItRanOn) {
  VIGIL_VERIFIES("REQ-TOOL-004");
  const std::string simulator = runfiles() + "/simulator";
  std::ofstream(simulator) << "#!/bin/sh\necho Simulator 7.2 of \"$1\"; echo more\n";
  fs::permissions(simulator, fs::perms::owner_all);
  Order order = OrderOf(kWriteReport, Report::kCases);
  EXPECT_EQ(Record(order).environment(), "x86-64 Linux, in the build's sandbox");
  order.runs_on = {{"simulator", simulator}};
  const TestEvidence evidence = Record(order);
  EXPECT_EQ(evidence.environment(), "Simulator 7.2 of --version, on x86-64 Linux, in the build's sandbox");
  ASSERT_EQ(evidence.tool_size(), 1);
  EXPECT_EQ(evidence.tool(0).sha256(), DigestOfFile(simulator).value());
}

TEST_F(RecordTest, OnASimulatorThatDoesNotRunIsNone) {
  Order order = OrderOf(kWriteReport, Report::kCases);
  order.runs_on = {{"simulator", runfiles()}};
  std::ostringstream log;
  EXPECT_EQ(RecordOf(order, log).status().code(), absl::StatusCode::kInternal);
}

TEST_F(RecordTest, WithoutASubjectIsNone) {
  Order order = OrderOf(kWriteReport, Report::kCases);
  order.subjects = {{"//a", "/nowhere"}};
  std::ostringstream log;
  EXPECT_EQ(RecordOf(order, log).status().code(), absl::StatusCode::kNotFound);
}

// What a folder holds changes its digest: its files, and their names.
TEST(DigestOfFile, OfAFolderIsOfAllThatIsInIt) {
  const TemporaryFolder folder;
  const auto digest = [&folder] { return DigestOfFile(folder.path().string()).value_or("none"); };
  std::ofstream(folder.path() / "a") << "one";
  const std::string one = digest();
  std::ofstream(folder.path() / "a") << "two";
  const std::string two = digest();
  EXPECT_NE(one, two);
  fs::rename(folder.path() / "a", folder.path() / "b");
  EXPECT_NE(digest(), two);
  fs::create_directory(folder.path() / "c");
  std::ofstream(folder.path() / "c" / "b") << "two";
  EXPECT_NE(digest(), two);
}

// What the header's command prints of it, with sha256sum.
TEST(DigestOfFile, OfAFolderCanBeFoundAgainByHand) {
  const TemporaryFolder folder;
  fs::create_directory(folder.path() / "a");
  std::ofstream(folder.path() / "a" / "b") << "one";
  std::ofstream(folder.path() / "a-b") << "two";
  EXPECT_EQ(DigestOfFile(folder.path().string()).value(),
            "4bb05be932e4b4b66faaabc1900d7a0c5a2742c2926ea0ab9ba07682a4c76947");
}

TEST(DigestOfFile, OfAFolderWithAFileThatIsNotThereIsNone) {
  const TemporaryFolder folder;
  fs::create_symlink(folder.path() / "gone", folder.path() / "link");
  EXPECT_EQ(DigestOfFile(folder.path().string()).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace vigil::lifecycle
