// Safety classes (4.3): a part is of the class of the whole, unless it is segregated
// from it; the harm that it can contribute to decides; only a control outside of the
// software lowers a class.
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {
namespace {

const Record* LinkedTo(const Record& record, absl::string_view field) {
  for (const Reference& link : record.links) {
    if (link.field->name() == field) return link.target;
  }
  return nullptr;
}

// A record that says why `item` does not reach `whole`, or a part of it.
bool IsSegregated(const Record& item, const Record& whole) {
  return std::any_of(item.linked_from.begin(), item.linked_from.end(),
                     [&](const Record* record) {
                       return record->As<Segregation>() != nullptr &&
                              LinkedTo(*record, "item") == &item &&
                              LinkedTo(*record, "segregated_from") == &whole;
                     });
}

void CheckPart(const Record& record, const SoftwareItem& item, Findings& findings) {
  const Record* whole = LinkedTo(record, "part_of");
  const auto* content = whole == nullptr ? nullptr : whole->As<SoftwareItem>();
  if (content == nullptr || item.safety_class() >= content->safety_class()) return;
  if (item.has_lowered_by() || IsSegregated(record, *whole)) return;
  findings.push_back(
      At(record, "class-below-whole", "4.3",
         absl::StrCat("is class ", SafetyClass_Name(item.safety_class()), ", and its whole, ",
                      whole->id, ", class ", SafetyClass_Name(content->safety_class())),
         absl::StrCat("raise it, or add a segregation of ", record.id, " from ", whole->id,
                      " with its mechanism and test")));
}

bool IsControlledBy(const Record& hazard, const Record* control) {
  return control != nullptr && std::any_of(hazard.links.begin(), hazard.links.end(), [&](const Reference& link) {
           return link.field->name() == "controlled_by" && link.target == control;
         });
}

bool IsCausedBy(const Record& hazard, const Record& item) {
  return std::any_of(hazard.links.begin(), hazard.links.end(), [&](const Reference& link) {
    return link.field->name() == "item" && link.target == &item;
  });
}

void CheckLowered(const Record& record, const SoftwareItem& item, Findings& findings) {
  if (!item.has_lowered_by()) return;
  const Record* control = LinkedTo(record, "lowered_by");
  const auto* content = control == nullptr ? nullptr : control->As<RiskControl>();
  if (content == nullptr) return;
  if (!content->external()) {
    findings.push_back(At(record, "class-lowered-from-within", "4.3",
                          absl::StrCat("is lowered by ", control->id, ", which is software"),
                          "only a control outside of the software lowers a class: name one, "
                          "or raise the class"));
    return;
  }
  if (content->kind() == INFORMATION) {
    findings.push_back(At(record, "class-lowered-by-information", "4.3",
                          absl::StrCat("is lowered by ", control->id, ", which only tells somebody something"),
                          "name a control that works whether or not somebody reads, or raise the class"));
  }
  const bool works = std::any_of(record.linked_from.begin(), record.linked_from.end(), [&](const Record* hazard) {
    return hazard->As<Hazard>() != nullptr && IsCausedBy(*hazard, record) && IsControlledBy(*hazard, control);
  });
  if (works) return;
  findings.push_back(At(record, "class-lowered-beside", "4.3",
                        absl::StrCat("is lowered by ", control->id, ", which controls no hazard that ", record.id, " causes"),
                        "controlled_by: in a hazard with this item as a cause, if it does; or raise the class"));
}

// What harm makes of who contributes to it: 4.3 a.
SafetyClass ClassAfter(Severity severity) {
  if (severity >= SERIOUS) return C;
  return severity == MINOR ? B : A;
}

// A control outside of the software that is said to lower the class of `cause`, and that
// controls this hazard. SOUP says nothing of its own: there it is any of them.
bool IsLoweredFor(const Record& hazard, const Record& cause) {
  if (cause.As<SoftwareItem>() != nullptr) return IsControlledBy(hazard, LinkedTo(cause, "lowered_by"));
  return std::any_of(hazard.links.begin(), hazard.links.end(), [](const Reference& link) {
    const auto* control = link.target == nullptr ? nullptr : link.target->As<RiskControl>();
    return control != nullptr && link.field->name() == "controlled_by" && control->external() && control->kind() != INFORMATION;
  });
}

// Software that fails is assumed to fail, so the harm decides. One control outside of it
// lowers by one class, no further.
void CheckHarm(const Record& record, const Hazard& hazard, Findings& findings) {
  std::set<const Record*> told;
  for (const Reference& link : record.links) {
    if (link.field->name() != "item" || link.target == nullptr || !told.insert(link.target).second) continue;
    const SafetyClass own = Records::ClassOf(*link.target);
    const SafetyClass needed = ClassAfter(hazard.severity());
    if (own == SAFETY_CLASS_UNSPECIFIED || own >= needed) continue;
    if (own + 1 == needed && IsLoweredFor(record, *link.target)) continue;
    findings.push_back(At(record, "class-below-harm", "4.3",
                          absl::StrCat("can be caused by ", link.target->id, " of class ", SafetyClass_Name(own),
                                       ", and harm that is ", Severity_Name(hazard.severity()), " makes that class ",
                                       SafetyClass_Name(needed)),
                          "raise it; or let a control outside of the software control this hazard, and name it in "
                          "lowered_by: it lowers by one class"));
  }
}

}  // namespace

void CheckClasses(const Subject& subject, Findings& findings) {
  for (const Record& record : subject.records.all()) {
    if (const auto* hazard = record.As<Hazard>()) CheckHarm(record, *hazard, findings);
    const auto* item = record.As<SoftwareItem>();
    if (item == nullptr) continue;
    if (item->safety_class() == SAFETY_CLASS_UNSPECIFIED) {
      findings.push_back(At(record, "class-missing", "4.3", "has no safety class",
                            "safety_class: A, B or C, with its rationale"));
      continue;
    }
    CheckPart(record, *item, findings);
    CheckLowered(record, *item, findings);
  }
}

}  // namespace vigil::lifecycle
