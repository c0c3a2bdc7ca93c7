// Each lie of the gallery is found, in the words of its golden file; the clean twin
// passes; and no rule goes without a lie that it finds.
#include "test/lifecycle/gallery.h"

#include <fstream>
#include <regex>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "test/system/temporary_folder.h"
#include "test/verifies.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {
namespace {

const Gallery& TheGallery() {
  static const auto* gallery =
      new Gallery("test/lifecycle", "platform/lifecycle/iec62304_a1_2015.textproto");
  return *gallery;
}

std::string TextAt(const std::string& path) {
  const auto text = ReadText(path);
  EXPECT_TRUE(text.ok()) << text.status();
  return text.value_or("");
}

class FaultTest : public testing::TestWithParam<std::string> {};

TEST_P(FaultTest, IsFoundInTheWordsOfItsGoldenFile) {
  VIGIL_VERIFIES("REQ-LC-002");
  const auto checked = TheGallery().Check(GetParam());
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->code, 1);
  EXPECT_EQ(checked->text, TextAt(TheGallery().GoldenFile(GetParam())))
      << "If it should say so now: ./bazelw run //test/lifecycle:gallery.update";
}

INSTANTIATE_TEST_SUITE_P(Gallery, FaultTest, testing::ValuesIn(TheGallery().Faults()),
                         [](const auto& info) { return info.param; });

TEST(GalleryTest, TheCleanTwinPasses) {
  VIGIL_VERIFIES("REQ-LC-002");
  const auto checked = TheGallery().Check("");
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->code, 0);
  EXPECT_EQ(checked->text, "");
}

TEST(GalleryTest, TheCleanTwinMayBeReleased) {
  const auto checked = TheGallery().CheckRelease();
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->text, "");
  EXPECT_EQ(checked->code, 0);
}

TEST(GalleryTest, HasFortyLies) { EXPECT_GE(TheGallery().Faults().size(), 40U); }

// The names of rules, as they stand behind a bracket that is opened or `.rule =`.
std::set<std::string> RulesIn(const std::string& source) {
  static const std::regex pattern("(?:\\bAt(?:Link|Test)?\\(\\s*\\w+,(?:\\s*link,)?|OfRelease\\(|\\.rule =)\\s*\"([a-z-]+)\"");
  std::set<std::string> rules;
  for (std::sregex_iterator it(source.begin(), source.end(), pattern), end; it != end; ++it) {
    rules.insert((*it)[1]);
  }
  return rules;
}

TEST(GalleryTest, EachRuleFindsALie) {
  std::string all;
  for (const std::string& name : TheGallery().Faults()) all += TextAt(TheGallery().GoldenFile(name));
  std::set<std::string> rules;
  for (const char* part : {"approval_rules", "change_rules", "class_rules", "deviation_rules", "effectiveness_rules", "evidence_rules",
                           "graph_rules", "id_register", "id_rules", "link_rules", "measure_rules", "need_rules",
                           "records", "release_rules", "risk_rules", "soup_rules",
                           "source_rules", "verification_rules"}) {
    const std::string file = std::string("platform/lifecycle/") + part + ".cc";
    const std::set<std::string> found = RulesIn(TextAt(file));
    EXPECT_FALSE(found.empty()) << file;
    rules.insert(found.begin(), found.end());
  }
  for (const std::string& rule : rules) {
    const bool told = all.find("[" + rule + ",") != std::string::npos || all.find("[" + rule + "]") != std::string::npos;
    EXPECT_TRUE(told) << rule << " finds no lie of the gallery";
  }
}

// An edit that does not fit would leave the clean twin as it is.

class ApplyTest : public testing::Test {
 protected:
  ApplyTest() { std::ofstream(file()) << "one\ntwo 2\none\nthree\n"; }
  std::string file() const { return root() + "/a.txt"; }
  std::string root() const { return folder_.path().string(); }

 private:
  TemporaryFolder folder_;
};

TEST_F(ApplyTest, ReplacesWhatFitsOnce) {
  const absl::Status status = Apply("# Why\n--- a.txt\n one\n-two ...\n+2\n--- a.txt\n three\n+four\n", root());
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(TextAt(file()), "one\n2\none\nthree\nfour\n");
}

TEST_F(ApplyTest, KeepsTheRestOfALineThatStays) {
  ASSERT_TRUE(Apply("--- a.txt\n two ...\n+more\n", root()).ok());
  EXPECT_EQ(TextAt(file()), "one\ntwo 2\nmore\none\nthree\n");
}

TEST_F(ApplyTest, RefusesWhatFitsTwiceOrNever) {
  EXPECT_EQ(Apply("--- a.txt\n-one\n", root()).message(), "line 1: fits 2 times, not once");
  EXPECT_EQ(Apply("\n--- a.txt\n-five\n", root()).message(), "line 2: fits 0 times, not once");
  EXPECT_EQ(Apply("--- a.txt\n+five\n", root()).message(), "line 1: fits 0 times, not once");
  EXPECT_EQ(TextAt(file()), "one\ntwo 2\none\nthree\n");
}

TEST_F(ApplyTest, RefusesAnotherFileAndOtherText) {
  EXPECT_FALSE(Apply("--- b.txt\n-one\n", root()).ok());
  EXPECT_EQ(Apply("one\n", root()).message(), "line 1: is no part of an edit");
}

}  // namespace
}  // namespace vigil::lifecycle
