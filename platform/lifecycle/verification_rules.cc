// What a test can speak for (5.5.5, 5.7.1, 7.3.1): the code that it links or runs. The
// build's graph says which that is; and that each test of the build has its record.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/graph_index.h"
#include "platform/lifecycle/source_classes.h"
#include "platform/lifecycle/test_text.h"

namespace vigil::lifecycle {
namespace {

Finding AtTest(const std::string& test, std::string rule, std::string clause, std::string message, std::string mend) {
  return {.rule = std::move(rule), .clause = std::move(clause), .file = test,
          .line = 0, .id = "", .message = std::move(message), .mend = std::move(mend)};
}

// A test that links its own fake of the product shows nothing of the product.
bool IsNoFake(const Target* target) {
  return target != nullptr && !IsForTests(*target);
}

// What a test links or runs.
struct Reached {
  std::set<std::string> files;
  std::set<const Record*> items;  // that have code in it, with all that they are a part of
};

class Verifications {
 public:
  explicit Verifications(const Subject& subject)
      : subject_(subject), index_(*subject.graph), owners_(subject.records) {
    for (const TestEvidence& test : subject.evidence->test()) {
      Labels& subjects = subjects_[FullLabel(test.test())];
      for (const FileDigest& file : test.subject()) subjects.insert(TargetOf(file.label()));
    }
    Labels lifecycles;
    for (const Target& target : subject.graph->target()) {
      if (target.rule() == "lifecycle") lifecycles.insert(FullLabel(target.label()));
    }
    on_lifecycle_ = index_.RestingOn(lifecycles);
  }

  // Each test of the build has its record, and each record its test.
  void CheckTests(Findings& findings) const {
    for (const auto& [test, subjects] : subjects_) {
      if (index_.Find(test) != nullptr) continue;
      findings.push_back(AtTest(test, "record-without-test", "5.7.5", "the build has no such test",
                                "leave its record out: nobody can run it again"));
    }
    for (const Target& target : subject_.graph->target()) {
      if (!target.is_test() || subjects_.count(FullLabel(target.label())) != 0 || LooksAtAllEvidence(target)) continue;
      findings.push_back(AtTest(target.label(), "test-without-record", "5.7.5",
                                "is a test of the build, and did not run",
                                "with_evidence (tools/build_rules/evidence.bzl) in the macro of its kind"));
    }
  }

  // What the cases of `test` say that they verify.
  void CheckClaims(const TestEvidence& test, Findings& findings) {
    std::set<std::string> ids;
    for (const TestCase& one : test.case_()) ids.insert(one.verifies().begin(), one.verifies().end());
    for (const std::string& id : ids) {
      const Record* record = subject_.records.Find(id);
      if (record == nullptr || index_.Find(test.test()) == nullptr || Reaches(test.test(), *record)) continue;
      findings.push_back(AtTest(test.test(), "test-of-other-code", "5.7.1",
                                absl::StrCat("says that it verifies ", id, ", and neither links nor runs ", CodeOf(*record)),
                                "verify it where its code is, or name the item that this test is of"));
    }
  }

  // A case whose source compares nothing passes whatever the code does.
  void CheckAssertions(const TestEvidence& test, Findings& findings) const {
    const Target* target = index_.Find(test.test());
    if (target == nullptr || !subject_.source_texts) return;
    const std::set<std::string> idle = CasesWithoutAssertionOf(*target);
    std::set<std::string> told;
    for (const TestCase& one : test.case_()) {
      const std::string name = CaseInSource(one.name());
      if (one.verifies().empty() || idle.count(name) == 0 || !told.insert(name).second) continue;
      findings.push_back(AtTest(test.test(), "case-without-assertion", "5.7.1",
                                absl::StrCat(name, " says that it verifies ", absl::StrJoin(one.verifies(), ", "),
                                             ", and compares nothing"),
                                "EXPECT_… of what the requirement says, so that the case can fail"));
    }
  }

  // The tests that a control, a segregation or an interface names.
  template <typename Tests>
  void CheckNamed(const Record& record, const char* what, const Tests& tests, const char* clause, Findings& findings) {
    for (const std::string& test : tests) {
      if (index_.Find(test) == nullptr || Reaches(test, record)) continue;
      findings.push_back(At(record, "verified-elsewhere", clause,
                            absl::StrCat("its ", what, ", ", test, ", neither links nor runs ", CodeOf(record)),
                            "a test of the code that does it"));
    }
  }

 private:
  std::vector<std::string> TextsOf(const Target& target) const {
    std::vector<std::string> texts;
    for (const std::string& path : target.source()) {
      const auto text = subject_.source_texts->find(path);
      if (text != subject_.source_texts->end() && HasSuffix(path, ".cc .h")) texts.push_back(text->second);
    }
    return texts;
  }

  std::set<std::string> CasesWithoutAssertionOf(const Target& test) const {
    std::vector<std::string> helpers;
    for (const std::string& label : index_.Below({FullLabel(test.label())})) {
      const Target* target = index_.Find(label);
      if (target == nullptr || !IsForTests(*target)) continue;
      for (std::string& text : TextsOf(*target)) helpers.push_back(std::move(text));
    }
    std::set<std::string> idle;
    for (const std::string& text : TextsOf(test)) idle.merge(CasesWithoutAssertion(text, helpers));
    return idle;
  }

  // It can't be a part of what it looks at.
  bool LooksAtAllEvidence(const Target& test) const { return on_lifecycle_.count(FullLabel(test.label())) != 0; }

  const Reached& ReachOf(const std::string& test) {
    const auto [place, is_new] = reach_.try_emplace(test);
    Reached& reached = place->second;
    if (!is_new) return reached;
    Labels from = {FullLabel(test)};
    if (const auto subjects = subjects_.find(FullLabel(test)); subjects != subjects_.end()) {
      from.insert(subjects->second.begin(), subjects->second.end());
    }
    for (const std::string& label : index_.Below(from)) {
      AddItem(label, reached);
      if (const Target* target = index_.Find(label)) {
        reached.files.insert(target->source().begin(), target->source().end());
      } else if (absl::StartsWith(label, "//")) {
        reached.files.insert(FileOf(label));
      }
    }
    for (const std::string& file : reached.files) {
      for (const std::string& label : index_.Holding(file)) AddItem(label, reached);
    }
    return reached;
  }

  // The item whose code the label is, or a file that is none of the build's targets.
  void AddItem(const std::string& label, Reached& reached) {
    const auto [place, is_new] = owner_of_.try_emplace(label);
    if (is_new) {
      const Target* target = index_.Find(label);
      if (target == nullptr && absl::StartsWith(label, "//")) {
        place->second = owners_.Owner(PackageOf(label));
      } else if (IsNoFake(target)) {
        place->second = owners_.Owner(label);
      }
    }
    const Record* item = place->second;
    while (item != nullptr && reached.items.insert(item).second) item = item->Linked("part_of");
  }

  // Of what the build knows: a file that is gone is told where it is named.
  template <typename Files>
  bool ReachesSources(const Reached& reached, const Files& sources) const {
    bool is_known = false;
    for (const std::string& file : sources) {
      if (reached.files.count(file) != 0) return true;
      is_known = is_known || index_.HasFile(file);
    }
    return !is_known;
  }

  bool Reaches(const std::string& test, const Record& record) {
    const Reached& reached = ReachOf(test);
    if (const auto* control = record.As<RiskControl>()) return ReachesSources(reached, control->source());
    if (const auto* interface = record.As<InterfaceDesign>()) return ReachesSources(reached, interface->source());
    const auto end = [&](const char* field) {
      const auto link = std::find_if(record.links.begin(), record.links.end(),
                                     [&](const Reference& one) { return one.field->name() == field; });
      return link == record.links.end() || link->target == nullptr || link->target->As<SoftwareItem>() == nullptr ||
             reached.items.count(link->target) != 0;
    };
    if (record.As<Segregation>() != nullptr) return end("item") || end("segregated_from");
    return record.As<Requirement>() == nullptr || end("item");
  }

  static std::string CodeOf(const Record& record) {
    if (const auto* control = record.As<RiskControl>()) return absl::StrJoin(control->source(), ", ");
    if (const auto* interface = record.As<InterfaceDesign>()) return absl::StrJoin(interface->source(), ", ");
    if (const auto* segregation = record.As<Segregation>()) {
      return absl::StrCat("code of ", segregation->item().to(), " or ", segregation->segregated_from().to());
    }
    return absl::StrCat("code of ", record.As<Requirement>()->item().to());
  }

  const Subject& subject_;
  const GraphIndex index_;
  const ItemTargets owners_;
  Labels on_lifecycle_;  // what looks at all evidence
  std::map<std::string, Labels> subjects_;  // of each test that has a record
  std::map<std::string, Reached> reach_;
  std::map<std::string, const Record*> owner_of_;  // of a label, once looked up; null: none
};

}  // namespace

void CheckVerifications(const Subject& subject, Findings& findings) {
  if (!subject.evidence || !subject.graph) return;
  Verifications verifications(subject);
  verifications.CheckTests(findings);
  for (const TestEvidence& test : subject.evidence->test()) {
    verifications.CheckClaims(test, findings);
    verifications.CheckAssertions(test, findings);
  }
  for (const Record& record : subject.records.all()) {
    if (const auto* control = record.As<RiskControl>()) {
      verifications.CheckNamed(record, "implementation_test", control->implementation_test(), "7.3.1", findings);
      verifications.CheckNamed(record, "effectiveness_test", control->effectiveness_test(), "7.3.1", findings);
    }
    if (const auto* segregation = record.As<Segregation>()) {
      verifications.CheckNamed(record, "test", segregation->test(), "7.3.1", findings);
    }
    if (const auto* interface = record.As<InterfaceDesign>()) {
      verifications.CheckNamed(record, "fuzz_test", interface->fuzz_test(), "5.5.4", findings);
    }
  }
}

}  // namespace vigil::lifecycle
