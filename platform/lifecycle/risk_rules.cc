// The risk file (7.1, 7.2, 7.3; ISO 14971): each hazard is controlled, each control
// is required, implemented and verified twice; no requirement stands alone.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {
namespace {

template <typename Kind>
bool IsLinkedFrom(const Record& record, absl::string_view field) {
  return std::any_of(
      record.linked_from.begin(), record.linked_from.end(), [&](const Record* from) {
        return from->As<Kind>() != nullptr &&
               std::any_of(from->links.begin(), from->links.end(), [&](const Reference& link) {
                 return link.target == &record && link.field->name() == field;
               });
      });
}

void CheckHazard(const Record& record, const Hazard& hazard, Findings& findings) {
  if (hazard.controlled_by().empty()) {
    findings.push_back(At(record, "hazard-uncontrolled", "7.2.1", "has no risk control",
                          "controlled_by: a control for each cause, by design before protection "
                          "before information"));
  }
  if (hazard.cause().empty()) {
    findings.push_back(At(record, "hazard-without-cause", "7.1.2", "names no cause",
                          "cause: of which kind after 7.1.2, in which item"));
  }
  for (const Hazard::Cause& cause : hazard.cause()) {
    if (cause.kind() != CAUSE_KIND_UNSPECIFIED && !cause.text().empty()) continue;
    findings.push_back(At(record, "cause-incomplete", "7.1.2",
                          "has a cause without its kind or its text", "say both"));
  }
}

// What is outside of the software has no file in it.
void CheckPlace(const Record& record, const RiskControl& control, Findings& findings) {
  if (!control.external() || control.source().empty()) return;
  findings.push_back(At(record, "control-external-in-software", "4.3",
                        absl::StrCat("is outside of the software, and stands in ", control.source(0)),
                        "it is one or the other: only what is outside lowers a class"));
}

void CheckControl(const Record& record, const RiskControl& control, Findings& findings) {
  const bool software = !control.external() && control.kind() != PROTECTIVE_HARDWARE &&
                        control.kind() != INFORMATION;
  if (!IsLinkedFrom<Hazard>(record, "controlled_by") &&
      !IsLinkedFrom<SoftwareItem>(record, "lowered_by")) {
    findings.push_back(At(record, "control-unused", "7.2.1", "controls no hazard",
                          "link it from the hazard that it controls, or retire it"));
  }
  CheckPlace(record, control, findings);
  if (!software) return;
  if (!IsLinkedFrom<Requirement>(record, "implements")) {
    findings.push_back(At(record, "control-not-required", "5.2.3",
                          "no requirement asks for it", "implements: from a requirement"));
  }
  if (control.implementation_test().empty() || control.effectiveness_test().empty()) {
    findings.push_back(At(record, "control-unverified", "7.3.1",
                          "is not verified twice, that it is there and that it works",
                          "name implementation_test and effectiveness_test"));
  }
}

void CheckRequirement(const Record& record, const Requirement& requirement,
                      Findings& findings) {
  const bool has_origin = !requirement.source().empty() ||
                          !requirement.derives_from().empty() ||
                          !requirement.implements().empty();
  if (has_origin) return;
  findings.push_back(At(record, "requirement-orphan", "5.2.1",
                        "comes from nowhere: no source, no other requirement, no risk control",
                        "say where it comes from, or retire it"));
}

}  // namespace

void CheckRisks(const Subject& subject, Findings& findings) {
  for (const Record& record : subject.records.all()) {
    if (const auto* hazard = record.As<Hazard>()) CheckHazard(record, *hazard, findings);
    if (const auto* control = record.As<RiskControl>()) CheckControl(record, *control, findings);
    if (const auto* requirement = record.As<Requirement>()) {
      CheckRequirement(record, *requirement, findings);
    }
  }
}

}  // namespace vigil::lifecycle
