// Each lie of the gallery is found, in the words of its golden file; the clean twin
// passes; and no rule goes without a lie that it finds.
#include "test/lifecycle/gallery.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "platform/lifecycle/profile.pb.h"
#include "platform/lifecycle/read_message.h"
#include "test/system/temporary_folder.h"
#include "test/verifies.h"
#include "tools/vigil/clauses.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

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
                           "graph_rules", "id_register", "id_rules", "input_rules", "interface_rules", "link_rules", "measure_rules",
                           "need_rules",
                           "records", "release_rules", "risk_rules", "soup_rules",
                           "source_rules", "validation_rules", "verification_rules"}) {
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

// The rules that `said` names, each with its clause; "" of a rule without one.
std::set<std::pair<std::string, std::string>> RulesWithClauses(const std::string& said) {
  static const std::regex pattern("\\[([a-z-]+)(?:, clause ([0-9.]+))?\\]\n");
  std::set<std::pair<std::string, std::string>> rules;
  for (std::sregex_iterator it(said.begin(), said.end(), pattern), end; it != end; ++it) rules.emplace((*it)[1], (*it)[2]);
  return rules;
}

std::set<std::string> NamesOf(const std::string& said) {
  std::set<std::string> names;
  for (const auto& [rule, clause] : RulesWithClauses(said)) names.insert(rule);
  return names;
}

class ClausesTest : public testing::Test {
 protected:
  ClausesTest() {
    Findings findings;
    ReadMessage("profile", TextAt("platform/lifecycle/iec62304_a1_2015.textproto"), profile_, findings);
    EXPECT_TRUE(findings.empty());
    for (const std::string& name : TheGallery().Faults()) said_ += TextAt(TheGallery().GoldenFile(name));
    for (const fs::directory_entry& entry : fs::directory_iterator("test/lifecycle/changes")) {
      if (entry.path().extension() == ".txt") said_ += TextAt(entry.path().string());
    }
  }

  // Whether the clause says that it is shown by what can find this against it.
  static bool IsNamed(const Clause& clause, const std::string& rule) {
    for (const std::string& shown_by : clause.shown_by()) {
      const bool is_record = LifecycleFile::descriptor()->FindFieldByName(shown_by) != nullptr;
      if (shown_by == rule || (rule == "missing" && is_record)) return true;
      if (shown_by == "approval" && absl::StartsWith(rule, "approval-")) return true;
    }
    return absl::StartsWith(rule, "profile-");  // about the table itself
  }

  std::set<std::string> of_evidence_, of_graph_;
  Profile profile_;
  std::string said_;  // of all lies and all changes
};

TEST_F(ClausesTest, EachNamesTheRulesThatFindSomethingAgainstIt) {
  for (const auto& [rule, number] : RulesWithClauses(said_)) {
    if (number.empty()) continue;
    const auto clause = std::find_if(profile_.clause().begin(), profile_.clause().end(),
                                     [number = number](const Clause& one) { return one.number() == number; });
    ASSERT_NE(clause, profile_.clause().end()) << rule << " speaks of clause " << number << ", which the profile does not have";
    EXPECT_TRUE(IsNamed(*clause, rule)) << "clause " << number << " of the profile: add shown_by: \"" << rule << "\"";
  }
}

TEST_F(ClausesTest, EachNamesOnlyWhatThereIs) {
  std::set<std::string> known = NamesOf(said_);
  for (const Gate& gate : profile_.gate()) known.insert(gate.name());
  for (const Clause& clause : profile_.clause()) {
    for (const std::string& shown_by : clause.shown_by()) {
      const bool is_record = LifecycleFile::descriptor()->FindFieldByName(shown_by) != nullptr;
      EXPECT_TRUE(is_record || known.count(shown_by) != 0) << clause.number() << ": no rule finds " << shown_by;
    }
  }
}

// Otherwise a clause would be shown by a rule that had nothing to look at.
TEST_F(ClausesTest, ItIsKnownWhatEachRuleLooksAt) {
  const std::string kEvidence = "evidence.textproto", kGraph = "build_graph.textproto";
  for (const std::string& name : TheGallery().Faults()) {
    const std::set<std::string> all = NamesOf(TextAt(TheGallery().GoldenFile(name)));
    const auto without_evidence = TheGallery().CheckWithout(name, {kEvidence});
    const auto without_graph = TheGallery().CheckWithout(name, {kGraph});
    ASSERT_TRUE(without_evidence.ok() && without_graph.ok());
    for (const std::string& rule : all) {
      if (NamesOf(without_evidence->text).count(rule) == 0) of_evidence_.insert(rule);
      if (NamesOf(without_graph->text).count(rule) == 0) of_graph_.insert(rule);
    }
  }
  for (const std::string& rule : NamesOf(said_)) {
    if (rule == "unreadable" || LooksOf(rule) == Looks::kAtHistory) continue;
    const bool evidence = of_evidence_.count(rule) != 0, graph = of_graph_.count(rule) != 0;
    const Looks looks = evidence && graph ? Looks::kAtEvidenceAndGraph : evidence ? Looks::kAtEvidence : graph ? Looks::kAtGraph : Looks::kAtRecords;
    EXPECT_EQ(LooksOf(rule), looks) << "LooksOf(" << rule << "): evidence " << evidence << ", graph " << graph;
  }
}

// Status of a clause, for the clean twin without some of its files.
std::string StatusOf(const std::string& number, const std::vector<std::string>& without) {
  const TemporaryFolder folder;
  const std::string root = folder.path().string();
  EXPECT_TRUE(WriteCleanTwin("test/lifecycle", root).ok());
  fs::copy_file("platform/lifecycle/iec62304_a1_2015.textproto", root + "/platform/lifecycle/iec62304_a1_2015.textproto");
  for (const std::string& file : without) fs::remove_all(root + "/" + file);
  Workspace workspace;
  EXPECT_TRUE(workspace.Load(root).ok());
  Findings findings = workspace.findings();
  Check(workspace.subject(), findings);
  for (const ClauseRow& row : ClauseRows(workspace, findings, WaitingForApproval(workspace.subject(), findings))) {
    if (row.clause->number() == number) return row.status;
  }
  return "";
}

TEST(ClauseStatusTest, NothingIsShownByWhatWasNotLookedAt) {
  EXPECT_EQ(StatusOf("5.7.1", {}), "shown");
  EXPECT_EQ(StatusOf("5.7.1", {"evidence.textproto"}), "open");
  EXPECT_EQ(StatusOf("5.5.1", {}), "shown");
  EXPECT_EQ(StatusOf("5.5.1", {"build_graph.textproto"}), "open");
  EXPECT_NE(StatusOf("8.2.4", {}), "shown");  // vigil impact alone looks at it
}

TEST(ClauseStatusTest, ARecordShowsNothingAsLongAsASignatureIsMissing) {
  EXPECT_EQ(StatusOf("7.1.1", {}), "shown");
  EXPECT_EQ(StatusOf("7.1.1", {"approvals"}), "partly");
  EXPECT_EQ(StatusOf("9.2", {}), "shown");
  EXPECT_EQ(StatusOf("9.2", {"approvals"}), "open");
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
