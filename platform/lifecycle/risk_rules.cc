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

bool IsOnlyInformation(const Record& hazard) {
  return std::none_of(hazard.links.begin(), hazard.links.end(), [](const Reference& link) {
    const auto* control = link.target == nullptr ? nullptr : link.target->As<RiskControl>();
    return control != nullptr && control->kind() != INFORMATION;
  });
}

void CheckHazard(const Record& record, const Hazard& hazard, Findings& findings) {
  if (hazard.controlled_by().empty()) {
    findings.push_back(At(record, "hazard-uncontrolled", "7.2.1", "has no risk control",
                          "controlled_by: a control for each cause, by design before protection "
                          "before information"));
  }
  if (hazard.severity() >= SERIOUS && !hazard.controlled_by().empty() && IsOnlyInformation(record)) {
    findings.push_back(At(record, "hazard-information-only", "7.2.1",
                          absl::StrCat("can do harm that is ", Severity_Name(hazard.severity()),
                                       ", and is controlled by information alone"),
                          "controlled_by: a control by design or protection; information is the last resort"));
  }
  if (hazard.cause().empty()) {
    findings.push_back(At(record, "hazard-without-cause", "7.1.2", "names no cause",
                          "cause: of which kind after 7.1.2, in which item"));
  }
  for (const Hazard::Cause& cause : hazard.cause()) {
    const bool is_software = cause.kind() == SOFTWARE_DEFECT || cause.kind() == SOUP_FAILURE;
    if (is_software && cause.item().to().empty()) {
      findings.push_back(At(record, "cause-of-nobody", "7.1.1",
                            absl::StrCat("names no item for a cause in software, \"", cause.text(), "\""),
                            "item: the one that fails, or the SOUP; its class follows from this harm"));
    }
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

// What no test of this repository can look at is shown elsewhere, and that is named.
void CheckOutside(const Record& record, const RiskControl& control, Findings& findings) {
  if (!control.verified_outside().empty()) return;
  findings.push_back(At(record, "control-outside-unverified", "7.3.1",
                        "is outside of the software, and nothing says where it is shown to be there and to work",
                        "verified_outside: the document with its version; without one it controls nothing and lowers no class"));
}

void CheckControl(const Record& record, const RiskControl& control, Findings& findings) {
  if (!IsLinkedFrom<Hazard>(record, "controlled_by") &&
      !IsLinkedFrom<SoftwareItem>(record, "lowered_by")) {
    findings.push_back(At(record, "control-unused", "7.2.1", "controls no hazard",
                          "link it from the hazard that it controls, or retire it"));
  }
  CheckPlace(record, control, findings);
  if (!IsInSoftware(record)) {
    CheckOutside(record, control, findings);
    return;
  }
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
  if (requirement.kind() == RISK_CONTROL && requirement.implements().empty()) {
    findings.push_back(At(record, "requirement-of-no-control", "5.2.3",
                          "is a requirement of a risk control, and implements none",
                          "implements: the control that it asks for; or another kind"));
  }
  const bool has_origin = !requirement.source().empty() ||
                          !requirement.derives_from().empty() ||
                          !requirement.implements().empty();
  if (has_origin) return;
  findings.push_back(At(record, "requirement-orphan", "5.2.1",
                        "comes from nowhere: no source, no other requirement, no risk control",
                        "say where it comes from, or retire it"));
}

}  // namespace

bool IsInSoftware(const Record& record) {
  const auto* control = record.As<RiskControl>();
  if (control == nullptr || control->external()) return false;
  const bool is_called_so = control->kind() != PROTECTIVE_HARDWARE && control->kind() != INFORMATION;
  return is_called_so || !control->source().empty() || IsLinkedFrom<Requirement>(record, "implements");
}

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
