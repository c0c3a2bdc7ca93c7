// Evidence (5.5.5, 5.6.7, 5.7.1, 5.7.5, 7.3.1): what is claimed to be verified was
// verified, by tests that ran, on the bits that are released.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {
namespace {

Finding AtTest(const TestEvidence& test, std::string rule, std::string clause,
               std::string message, std::string mend) {
  return {.rule = std::move(rule), .clause = std::move(clause), .file = test.test(),
          .line = 0, .id = "", .message = std::move(message), .mend = std::move(mend)};
}

void CheckCase(const Subject& subject, const TestEvidence& test, const TestCase& one,
               Findings& findings) {
  if (one.result() == SKIPPED) {
    findings.push_back(AtTest(test, "test-skipped", "5.7.5",
                              absl::StrCat(one.name(), " was skipped"),
                              "a skipped test shows nothing: run it, or take it out"));
  } else if (one.result() != PASSED) {
    findings.push_back(AtTest(test, "test-failed", "5.7.2", absl::StrCat(one.name(), " failed"),
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

void CheckBits(const TestEvidence& test, const std::map<std::string, std::string>& released,
               Findings& findings) {
  bool has_other = false;
  for (const FileDigest& file : test.subject()) {
    has_other = has_other || file.label() != test.test();
    const auto now = released.find(file.label());
    if (now == released.end() || now->second == file.sha256()) continue;
    findings.push_back(AtTest(test, "evidence-of-other-bits", "5.8.1",
                              absl::StrCat("tested ", file.label(), " with digest ",
                                           file.sha256().substr(0, 16), ", and ",
                                           now->second.substr(0, 16), " is to be released"),
                              "run it again on what is released"));
  }
  if (!has_other) {
    findings.push_back(AtTest(test, "test-of-itself", "5.7.1", "tests nothing but itself",
                              "its subject is what it links or runs of the product"));
  }
}

// Labels of all tests that ran and in which each case passed.
std::set<std::string> PassedTests(const Evidence& evidence) {
  std::set<std::string> passed;
  for (const TestEvidence& test : evidence.test()) {
    const bool all = std::all_of(test.case_().begin(), test.case_().end(),
                                 [](const TestCase& one) { return one.result() == PASSED; });
    if (all && !test.case_().empty()) passed.insert(test.test());
  }
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
  std::map<std::string, std::string> released;
  for (const FileDigest& file : evidence.released()) released[file.label()] = file.sha256();
  std::set<std::string> verified;
  for (const TestEvidence& test : evidence.test()) {
    if (test.case_().empty()) {
      findings.push_back(AtTest(test, "test-empty", "5.7.1", "has no case",
                                "a test without a case passes whatever happens"));
    }
    for (const TestCase& one : test.case_()) {
      CheckCase(subject, test, one, findings);
      if (one.result() == PASSED) verified.insert(one.verifies().begin(), one.verifies().end());
    }
    CheckBits(test, released, findings);
  }
  const std::set<std::string> passed = PassedTests(evidence);
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
    if (const auto* segregation = record.As<Segregation>()) {
      DemandPassed(record, segregation->test(), passed, "test", findings);
    }
  }
}

}  // namespace vigil::lifecycle
