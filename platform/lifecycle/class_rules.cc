// Safety classes (4.3): a part is of the class of the whole, unless it is segregated
// from it; only a control outside of the software lowers a class.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {
namespace {

const Record* TargetOf(const Record& record, absl::string_view field) {
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
                              TargetOf(*record, "item") == &item &&
                              TargetOf(*record, "segregated_from") == &whole;
                     });
}

void CheckPart(const Record& record, const SoftwareItem& item, Findings& findings) {
  const Record* whole = TargetOf(record, "part_of");
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

void CheckLowered(const Record& record, const SoftwareItem& item, Findings& findings) {
  if (!item.has_lowered_by()) return;
  const Record* control = TargetOf(record, "lowered_by");
  const auto* content = control == nullptr ? nullptr : control->As<RiskControl>();
  if (content == nullptr || content->external()) return;
  findings.push_back(At(record, "class-lowered-from-within", "4.3",
                        absl::StrCat("is lowered by ", control->id, ", which is software"),
                        "only a control outside of the software lowers a class: name one, "
                        "or raise the class"));
}

}  // namespace

void CheckClasses(const Subject& subject, Findings& findings) {
  for (const Record& record : subject.records.all()) {
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
