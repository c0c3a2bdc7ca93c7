// Where bytes come in that the software did not write (5.5.4): what an item says of it
// holds together, and each such place was searched by a fuzz test that tried inputs.
#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {
namespace {

void CheckItem(const Record& record, const SoftwareItem& item, Findings& findings) {
  if (!item.external_input().empty() && !item.no_external_input().empty()) {
    findings.push_back(At(record, "input-contradicted", "5.5.4",
                          absl::StrCat("has external_input ", item.external_input(0).to(), ", and says why it has none"),
                          "leave out what is not so"));
  }
  for (const Reference& link : record.links) {
    const auto* interface = link.target == nullptr ? nullptr : link.target->As<InterfaceDesign>();
    if (interface == nullptr || link.field->name() != "external_input" || !interface->outside().empty()) continue;
    findings.push_back(At(record, "input-from-within", "5.5.4",
                          absl::StrCat("names ", link.target->id, " as external_input, which does not say what is outside"),
                          "outside: in the interface, with its fuzz_test; or leave it out, when both ends are software of ours"));
  }
}

// Tests that passed and, each in some case, tried inputs.
std::set<std::string> Searches(const Evidence& evidence) {
  std::set<std::string> searches;
  for (const TestEvidence& test : evidence.test()) {
    const bool tried = std::any_of(test.case_().begin(), test.case_().end(), [](const TestCase& one) {
      return one.result() == PASSED && one.inputs() > 0;
    });
    if (tried) searches.insert(test.test());
  }
  return searches;
}

void CheckSearched(const Record& record, const InterfaceDesign& interface, const std::set<std::string>& searches,
                   Findings& findings) {
  for (const std::string& test : interface.fuzz_test()) {
    if (searches.count(test) != 0) continue;
    findings.push_back(At(record, "fuzz-test-without-search", "5.5.4",
                          absl::StrCat("its fuzz_test, ", test, ", did not pass with inputs of its own"),
                          "a vigil_fuzz_test (tools/build_rules/fuzz.bzl) that passes: examples are no search"));
  }
}

}  // namespace

void CheckInputs(const Subject& subject, Findings& findings) {
  const std::set<std::string> searches = subject.evidence ? Searches(*subject.evidence) : std::set<std::string>();
  for (const Record& record : subject.records.all()) {
    if (const auto* item = record.As<SoftwareItem>()) CheckItem(record, *item, findings);
    const auto* interface = record.As<InterfaceDesign>();
    if (interface != nullptr && subject.evidence) CheckSearched(record, *interface, searches, findings);
  }
}

}  // namespace vigil::lifecycle
