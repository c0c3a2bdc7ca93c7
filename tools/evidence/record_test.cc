// The record of a real test that ran as a build action.
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "platform/lifecycle/evidence.pb.h"

namespace vigil::lifecycle {
namespace {

Evidence ReadRecord() {
  std::ifstream file("tools/evidence/evidence_of_test.evidence.textproto");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  Evidence evidence;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &evidence)) << text;
  return evidence;
}

TEST(Record, SaysWhatRanAndWhatCameOfIt) {
  const Evidence evidence = ReadRecord();
  ASSERT_EQ(evidence.test_size(), 1);
  const TestEvidence& test = evidence.test(0);
  EXPECT_EQ(test.test(), "//tools/evidence:evidence_of_test");
  ASSERT_EQ(test.case__size(), 3);
  for (const TestCase& one : test.case_()) EXPECT_EQ(one.result(), PASSED) << one.name();
}

TEST(Record, SaysOnWhichBitsAndWithWhichTools) {
  const Evidence evidence = ReadRecord();
  ASSERT_EQ(evidence.test_size(), 1);
  std::set<std::string> subjects, tools;
  for (const FileDigest& file : evidence.test(0).subject()) {
    EXPECT_EQ(file.sha256().size(), 64u);
    subjects.insert(file.label());
  }
  for (const FileDigest& file : evidence.test(0).tool()) tools.insert(file.label());
  EXPECT_TRUE(subjects.count("//tools/evidence:evidence_of_test"));  // the test itself
  EXPECT_GE(subjects.size(), 2u);                                    // and what it tests
  EXPECT_EQ(tools, (std::set<std::string>{"clang", "lld"}));
}

}  // namespace
}  // namespace vigil::lifecycle
