// Evidence (5.5.5, 5.6.7, 5.7.1, 5.7.5, 7.3.1): what is claimed to be verified was
// verified, by tests that ran, on the bits that are released.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/graph_index.h"
#include "platform/lifecycle/source_classes.h"

namespace vigil::lifecycle {
namespace {

Finding AtTest(const TestEvidence& test, std::string rule, std::string clause,
               std::string message, std::string mend) {
  return {.rule = std::move(rule), .clause = std::move(clause), .file = test.test(),
          .line = 0, .id = "", .message = std::move(message), .mend = std::move(mend)};
}

void CheckCase(const Subject& subject, const TestEvidence& test, const TestCase& one,
               Findings& findings) {
  if (one.result() == RESULT_UNSPECIFIED) {
    findings.push_back(AtTest(test, "test-without-result", "5.7.5",
                              absl::StrCat(one.name(), " has no result"),
                              "run it: a record without a result shows nothing"));
  } else if (one.result() == SKIPPED) {
    findings.push_back(AtTest(test, "test-skipped", "5.7.5",
                              absl::StrCat(one.name(), " was skipped"),
                              "a skipped test shows nothing: run it, or take it out"));
  } else if (one.result() != PASSED) {
    const std::string why = one.detail().empty() ? "" : absl::StrCat(": ", one.detail());
    findings.push_back(AtTest(test, "test-failed", "5.7.2", absl::StrCat(one.name(), " failed", why),
                              "mend what it found, or open a problem report"));
  }
  for (const std::string& id : one.verifies()) {
    const Record* record = subject.records.Find(id);
    if (record == nullptr) {
      findings.push_back(AtTest(test, "test-of-nothing", "5.7.1",
                                absl::StrCat(one.name(), " says that it verifies ", id,
                                             ", and there is no such record"),
                                "name what it verifies"));
    } else if (record->As<Requirement>() == nullptr && record->As<RiskControl>() == nullptr) {
      findings.push_back(AtTest(test, "test-of-no-claim", "5.7.1",
                                absl::StrCat(one.name(), " says that it verifies ", id,
                                             ", a ", record->kind->name()),
                                "what a test verifies is a requirement or a risk control"));
    }
  }
}

// A case that is told twice may have passed and failed.
void CheckCases(const Subject& subject, const TestEvidence& test, Findings& findings) {
  if (test.case_().empty()) {
    findings.push_back(AtTest(test, "test-empty", "5.7.1", "has no case",
                              "a test without a case passes whatever happens"));
  }
  std::set<std::string> names;
  for (const TestCase& one : test.case_()) {
    CheckCase(subject, test, one, findings);
    if (names.insert(one.name()).second) continue;
    findings.push_back(AtTest(test, "case-twice", "5.7.5",
                              absl::StrCat(one.name(), " is recorded more than once"),
                              "a name of its own for each case"));
  }
}

using Digests = std::map<std::string, std::string>;  // of a label

bool IsDigest(const std::string& text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c)) || (c >= 'a' && c <= 'f');
  });
}

template <typename Files>
void CheckDigests(const TestEvidence& test, const Files& files, Findings& findings) {
  for (const FileDigest& file : files) {
    if (IsDigest(file.sha256())) continue;
    findings.push_back(AtTest(test, "digest-malformed", "5.8.1",
                              absl::StrCat("has \"", file.sha256(), "\" as digest of ", file.label()),
                              "run it again: the record holds 64 hexadecimal digits of each file"));
  }
}

// How it was run, so that it can be run again.
void CheckRun(const TestEvidence& test, Findings& findings) {
  CheckDigests(test, test.subject(), findings);
  CheckDigests(test, test.tool(), findings);
  if (test.tool().empty()) {
    findings.push_back(AtTest(test, "test-without-tools", "5.8.5", "does not say which tools made and ran it",
                              "run it again: nobody could repeat it with what it says"));
  }
  if (test.environment().empty()) {
    findings.push_back(AtTest(test, "test-without-environment", "5.7.5", "does not say on what it ran",
                              "run it again: the record names the machine or the simulator"));
  }
}

// What is said to have noticed a break is a case that the test has, and what was broken
// is the file that the break names.
void CheckNoticed(const Evidence& evidence, Findings& findings) {
  std::map<std::string, std::set<std::string>> cases;
  for (const TestEvidence& test : evidence.test()) {
    for (const TestCase& one : test.case_()) cases[test.test()].insert(one.name());
  }
  for (const Effectiveness& noticed : evidence.effectiveness()) {
    TestEvidence test;
    test.set_test(noticed.test());
    CheckDigests(test, noticed.broken(), findings);
    for (const std::string& name : noticed.failed()) {
      if (cases[noticed.test()].count(name) != 0) continue;
      findings.push_back(AtTest(test, "noticed-by-no-case", "7.3.1",
                                absl::StrCat("is said to have noticed without ", noticed.control(), " by ", name,
                                             ", which is no case of its record"),
                                "run it again: what notices is a case that passes with the control"));
    }
    if (noticed.source().label() == noticed.broken_by().file()) continue;
    findings.push_back(AtTest(test, "break-elsewhere", "7.3.1",
                              absl::StrCat("was run without ", noticed.control(), " on a change of ",
                                           noticed.source().label(), ", and the break is of ",
                                           noticed.broken_by().file()),
                              "run it again with the break that is declared"));
  }
}

// Test data and fakes are a part of no release.
std::set<std::string> TestOnlyTargets(const Subject& subject) {
  std::set<std::string> labels;
  if (!subject.graph) return labels;
  for (const Target& target : subject.graph->target()) {
    if (target.is_test_only()) labels.insert(FullLabel(target.label()));
  }
  return labels;
}

void CheckDigest(const TestEvidence& test, const FileDigest& file, const std::string& released,
                 Findings& findings) {
  if (released == file.sha256()) return;
  findings.push_back(AtTest(test, "evidence-of-other-bits", "5.8.1",
                            absl::StrCat("tested ", file.label(), " with digest ",
                                         file.sha256().substr(0, 16), ", and ",
                                         released.substr(0, 16), " is to be released"),
                            "run it again on what is released"));
}

void CheckBits(const TestEvidence& test, const Digests& released,
               const std::set<std::string>& test_only, const Labels& shipped, Findings& findings) {
  const auto ships = [&shipped](const std::string& target) { return shipped.empty() || shipped.count(target) != 0; };
  bool has_other = false;
  for (const FileDigest& file : test.subject()) {
    if (file.label() == test.test()) continue;
    has_other = true;
    const auto now = released.find(file.label());
    if (now != released.end()) {
      CheckDigest(test, file, now->second, findings);
    } else if (!released.empty() && test_only.count(TargetOf(file.label())) == 0 && ships(TargetOf(file.label()))) {
      findings.push_back(AtTest(test, "subject-not-released", "5.8.1",
                                absl::StrCat("tested ", file.label(), ", which is no part of the release"),
                                "test what is released, or say that it is for tests only"));
    }
  }
  if (!has_other) {
    findings.push_back(AtTest(test, "test-of-itself", "5.7.1", "tests nothing but itself",
                              "its subject is what it links or runs of the product"));
  }
}

// What made and ran the tests is what makes the release, and the same for all of them.
void CheckTools(const Evidence& evidence, const Digests& released, Findings& findings) {
  Digests tools;
  for (const TestEvidence& test : evidence.test()) {
    for (const FileDigest& tool : test.tool()) {
      const auto of_release = released.find(tool.label());
      const std::string& expected = of_release != released.end()
                                        ? of_release->second
                                        : tools.try_emplace(tool.label(), tool.sha256()).first->second;
      if (tool.sha256() == expected) continue;
      findings.push_back(AtTest(test, "evidence-of-other-tools", "5.8.5",
                                absl::StrCat("was made with ", tool.label(), " of digest ",
                                             tool.sha256().substr(0, 16), ", and not ",
                                             expected.substr(0, 16)),
                                "run it again with the locked tools"));
    }
  }
}

// The test programs and products that a passed test ran on, by digest.
std::set<std::string> TestedDigests(const Evidence& evidence, const std::set<std::string>& passed) {
  std::set<std::string> digests;
  for (const TestEvidence& test : evidence.test()) {
    if (passed.count(test.test()) == 0) continue;
    for (const FileDigest& file : test.subject()) digests.insert(file.sha256());
  }
  return digests;
}

// What ships is, bit by bit, what a test ran on.
void CheckArtifacts(const Subject& subject, const std::set<std::string>& passed, Findings& findings) {
  if (!subject.graph) return;
  const GraphIndex index(*subject.graph);
  const std::set<std::string> tested = TestedDigests(*subject.evidence, passed);
  std::map<std::string, std::vector<const FileDigest*>> files;
  for (const FileDigest& file : subject.evidence->released()) files[TargetOf(file.label())].push_back(&file);
  for (const Target& release : subject.graph->target()) {
    if (release.rule() != "release") continue;
    for (const std::string& artifact : release.dep()) {
      const Target* target = index.Find(artifact);
      if (target == nullptr || !IsShipped(*target)) continue;
      const auto found = files.find(FullLabel(artifact));
      if (found == files.end()) {
        findings.push_back({.rule = "artifact-without-digest", .clause = "5.8.4", .file = FullLabel(artifact), .line = 0,
                            .id = "", .message = absl::StrCat("ships with ", release.label(), ", and the evidence has no digest of it"),
                            .mend = "name it as an artifact of lifecycle() in the root's BUILD file"});
        continue;
      }
      for (const FileDigest* file : found->second) {
        if (tested.count(file->sha256()) != 0) continue;
        findings.push_back({.rule = "artifact-untested", .clause = "5.8.1", .file = FullLabel(artifact), .line = 0, .id = "",
                            .message = absl::StrCat("ships ", file->label(), " with digest ", file->sha256().substr(0, 16),
                                                    ", on which no test ran and passed"),
                            .mend = "a test of the product that runs it, with it in `data`"});
      }
    }
  }
}

// Labels of all tests that ran and in which each case of each record passed.
std::set<std::string> PassedTests(const Evidence& evidence) {
  std::set<std::string> passed, others;
  for (const TestEvidence& test : evidence.test()) {
    const bool all = std::all_of(test.case_().begin(), test.case_().end(),
                                 [](const TestCase& one) { return one.result() == PASSED; });
    (all && !test.case_().empty() ? passed : others).insert(test.test());
  }
  for (const std::string& test : others) passed.erase(test);
  return passed;
}

template <typename Tests>
void DemandPassed(const Record& record, const Tests& tests, const std::set<std::string>& passed,
                  const char* what, Findings& findings) {
  for (const std::string& test : tests) {
    if (passed.count(test) != 0) continue;
    findings.push_back(At(record, "verification-not-passed", "7.3.1",
                          absl::StrCat("its ", what, ", ", test, ", did not run and pass"),
                          "a test that passes, or none of what rests on this record"));
  }
}

}  // namespace

void CheckEvidence(const Subject& subject, Findings& findings) {
  if (!subject.evidence) return;
  const Evidence& evidence = *subject.evidence;
  Digests released;
  for (const FileDigest& file : evidence.released()) released[file.label()] = file.sha256();
  const std::set<std::string> test_only = TestOnlyTargets(subject);
  const Labels shipped = subject.graph ? ShippedTargets(*subject.graph) : Labels();
  std::set<std::string> verified, tests;
  for (const TestEvidence& test : evidence.test()) {
    if (!tests.insert(test.test()).second) {
      findings.push_back(AtTest(test, "test-twice", "5.7.5", "has more than one record",
                                "one run counts: the one on what is released"));
    }
    CheckCases(subject, test, findings);
    CheckRun(test, findings);
    for (const TestCase& one : test.case_()) {
      if (one.result() == PASSED) verified.insert(one.verifies().begin(), one.verifies().end());
    }
    CheckBits(test, released, test_only, shipped, findings);
  }
  CheckTools(evidence, released, findings);
  CheckNoticed(evidence, findings);
  const std::set<std::string> passed = PassedTests(evidence);
  CheckArtifacts(subject, passed, findings);
  for (const Record& record : subject.records.all()) {
    if (record.As<Requirement>() != nullptr && verified.count(record.id) == 0) {
      findings.push_back(At(record, "requirement-unverified", "5.7.1",
                            "no test that passed verifies it",
                            absl::StrCat("VIGIL_VERIFIES(\"", record.id, "\") in a test that can refute it")));
    }
    if (const auto* control = record.As<RiskControl>()) {
      DemandPassed(record, control->implementation_test(), passed, "implementation_test", findings);
      DemandPassed(record, control->effectiveness_test(), passed, "effectiveness_test", findings);
    }
    const auto* problem = record.As<ProblemReport>();
    if (problem != nullptr && problem->state() == CLOSED) {
      DemandPassed(record, problem->verified_by(), passed, "verified_by", findings);
    }
    if (const auto* segregation = record.As<Segregation>()) {
      DemandPassed(record, segregation->test(), passed, "test", findings);
    }
  }
}

}  // namespace vigil::lifecycle
