// The records of real tests of each kind, which ran as build actions.
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "absl/strings/numbers.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "platform/lifecycle/evidence.pb.h"

namespace vigil::lifecycle {
namespace {

// The record of the test //FOLDER:NAME.
TestEvidence RecordOf(const std::string& folder, const std::string& name) {
  std::ifstream file(folder + "/" + name + ".evidence.textproto");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  Evidence evidence;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &evidence)) << text;
  EXPECT_EQ(evidence.test_size(), 1) << folder << ":" << name;
  const TestEvidence test = evidence.test_size() == 1 ? evidence.test(0) : TestEvidence();
  EXPECT_EQ(test.test(), "//" + folder + ":" + name);
  for (const TestCase& one : test.case_()) EXPECT_EQ(one.result(), PASSED) << one.name() << one.detail();
  return test;
}

std::set<std::string> SubjectsOf(const TestEvidence& test) {
  std::set<std::string> subjects;
  for (const FileDigest& file : test.subject()) {
    EXPECT_EQ(file.sha256().size(), 64U);
    subjects.insert(file.label());
  }
  return subjects;
}

TEST(RealRecords, OfGoogleTestHasEachCaseTheBitsAndTheTools) {
  const TestEvidence test = RecordOf("tools/evidence", "evidence_of_test");
  EXPECT_GE(test.case__size(), 3);
  const std::set<std::string> subjects = SubjectsOf(test);
  EXPECT_TRUE(subjects.count("//tools/evidence:evidence_of_test"));  // the test itself
  EXPECT_GE(subjects.size(), 2U);                                    // and what it tests
  std::set<std::string> tools;
  for (const FileDigest& file : test.tool()) tools.insert(file.label());
  EXPECT_EQ(tools, (std::set<std::string>{"clang", "lld"}));
}

TEST(RealRecords, OfNodeHasEachCaseAndTheSources) {
  const TestEvidence test = RecordOf("portal", "unit_test");
  EXPECT_GE(test.case__size(), 60);
  std::set<std::string> names, verified;
  for (const TestCase& one : test.case_()) {
    names.insert(one.name());
    verified.insert(one.verifies().begin(), one.verifies().end());
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(test.case__size()));
  EXPECT_TRUE(names.count("reading_test.StaleRateIsNotShownAsCurrent"));
  EXPECT_TRUE(verified.count("REQ-PAGE-001"));
  EXPECT_TRUE(SubjectsOf(test).count("//portal:test_sources/test_sources"));
}

TEST(RealRecords, OfAFuzzTestSaysHowManyInputsItTried) {
  const TestEvidence test = RecordOf("platform/link", "frame_fuzz_test");
  ASSERT_EQ(test.case__size(), 1);
  int inputs = 0;
  ASSERT_TRUE(absl::SimpleAtoi(test.case_(0).detail().substr(0, test.case_(0).detail().find(' ')), &inputs));
  EXPECT_GE(inputs, 20000);
}

TEST(RealRecords, OfAScriptAndOfFailuresThatMustBeIsOneCase) {
  EXPECT_EQ(RecordOf("test/toolchain", "lock_test").case__size(), 1);
  EXPECT_EQ(RecordOf("test/build_rules", "class_c_throws_test").case__size(), 1);
  const TestEvidence analysis = RecordOf("test/build_rules", "class_c_on_class_b_test");
  EXPECT_EQ(analysis.case__size(), 1);
  EXPECT_GE(SubjectsOf(analysis).size(), 2U);
}

}  // namespace
}  // namespace vigil::lifecycle
