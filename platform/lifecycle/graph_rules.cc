// The build's own graph (5.3.1, 8.1.1): what records name is there, each target of
// class B and C belongs to one item, and no target is of a lower class than its item.
#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/graph_index.h"
#include "platform/lifecycle/source_classes.h"

namespace vigil::lifecycle {
namespace {

struct View {
  const GraphIndex graph;
  const ItemTargets items;
};

bool HasPackage(const View& view, absl::string_view written) {
  const auto& packages = view.graph.packages();
  return std::any_of(packages.begin(), packages.end(), [&](const auto& package) {
    return NamesPackage(written, package.first);
  });
}

template <typename Texts>
void DemandTests(const View& view, const Record& record, const Texts& labels, const char* what,
                 const char* clause, Findings& findings) {
  for (const std::string& label : labels) {
    const Target* target = view.graph.Find(label);
    if (target == nullptr) {
      findings.push_back(At(record, "label-missing", clause,
                            absl::StrCat("its ", what, ", ", label, ", is no target of the build"),
                            "name the test as it is now, or write it"));
    } else if (!target->is_test()) {
      findings.push_back(At(record, "label-no-test", clause,
                            absl::StrCat("its ", what, ", ", label, ", is a ", target->rule(), ", no test"),
                            "name what runs and can fail"));
    }
  }
}

template <typename Texts>
void DemandFiles(const View& view, const Record& record, const Texts& files, const char* clause,
                 Findings& findings) {
  for (const std::string& file : files) {
    if (view.graph.HasFile(file)) continue;
    findings.push_back(At(record, "file-unbuilt", clause,
                          absl::StrCat("no target of the build has ", file),
                          "name the file as it is now"));
  }
}

void CheckPlan(const View& view, const Record& record, const Plan& plan, Findings& findings) {
  for (const std::string& tool : plan.tool()) {
    for (const absl::string_view word : absl::StrSplit(tool, ' ', absl::SkipEmpty())) {
      if (!absl::StartsWith(word, "//")) continue;
      const bool found =
          absl::EndsWith(word, "...") ? HasPackage(view, word) : view.graph.Find(word) != nullptr;
      if (found) continue;
      findings.push_back(At(record, "plan-tool-missing", "5.1.2",
                            absl::StrCat("says to use ", word, ", which the build does not have"),
                            "write the plan as it is done now"));
    }
  }
}

void CheckItem(const View& view, const Record& record, const SoftwareItem& item, Findings& findings) {
  for (const std::string& package : item.package()) {
    const bool is_target = absl::StrContains(package, ':');
    if (is_target ? view.graph.Find(package) != nullptr : HasPackage(view, package)) continue;
    findings.push_back(At(record, "package-missing", "8.1.1",
                          absl::StrCat("names ", package, ", and the build has no such ",
                                       is_target ? "target" : "package"),
                          "name its parts of the build as they are now"));
  }
}

// A unit's files are in targets of its item.
void CheckUnit(const View& view, const Record& record, const UnitDesign& unit, Findings& findings) {
  const Record* item = Records::ItemOf(record);
  if (item == nullptr) return;
  for (const std::string& file : unit.source()) {
    const Record* other = nullptr;
    bool is_of_item = false;
    for (const std::string& label : view.graph.Holding(file)) {
      // Tests and what else names the file, in other packages, say nothing about it.
      if (PackageOf(label) != view.graph.PackageOfFile(file)) continue;
      const Record* owner = view.items.Owner(label);
      is_of_item = is_of_item || owner == item;
      if (owner != nullptr && owner != item) other = owner;
    }
    if (is_of_item || other == nullptr) continue;
    findings.push_back(At(record, "unit-of-other-item", "5.3.1",
                          absl::StrCat("is of ", item->id, ", and its file ", file, " of ", other->id),
                          "let the unit, or the target, belong to the other item"));
  }
}

void CheckTarget(const View& view, const Target& target, Findings& findings) {
  if (!IsProduct(target) || target.safety_class() == SAFETY_CLASS_UNSPECIFIED) return;
  const std::string label = FullLabel(target.label());
  const std::string built = SafetyClass_Name(target.safety_class());
  const Record* item = view.items.Owner(label);
  if (item == nullptr) {
    if (target.safety_class() < B) return;
    findings.push_back({.rule = "target-without-item",
                        .clause = "8.1.1",
                        .file = label,
                        .line = 0,
                        .id = "",
                        .message = absl::StrCat("is built as class ", built, ", and belongs to no item"),
                        .mend = "name it, or its package, in the item that it is a part of"});
  } else if (const SafetyClass needed = Records::ClassOf(*item); target.safety_class() < needed) {
    findings.push_back(At(*item, "target-class-below-item", "4.3",
                          absl::StrCat("is class ", SafetyClass_Name(needed), ", and ", label,
                                       " in it is built as class ", built),
                          "build it as the item is classified, or move it into an item of its own"));
  }
}

bool IsOf(const Record& item, const Record* part) {
  while (part != nullptr && part != &item) part = part->Linked("part_of");
  return part != nullptr;
}

// Whether a segregation keeps what `item` is a part of from code of that class.
bool IsSegregated(const Records& records, const Record* item, SafetyClass from) {
  return std::any_of(records.all().begin(), records.all().end(), [&](const Record& record) {
    const Record* lower = record.As<Segregation>() == nullptr ? nullptr : record.Linked("item");
    const Record* higher = lower == nullptr ? nullptr : record.Linked("segregated_from");
    return higher != nullptr && IsOf(*lower, item) && Records::ClassOf(*higher) >= from;
  });
}

// The build links code of a lower class where tests show that it is segregated; the
// records say what keeps it apart, and why that is enough.
void CheckSegregated(const View& view, const Records& records, const Target& target, Findings& findings) {
  if (!IsProduct(target)) return;
  for (const std::string& dep : target.dep()) {
    const Target* lower = view.graph.Find(dep);
    if (lower == nullptr || !IsProduct(*lower) || lower->safety_class() == SAFETY_CLASS_UNSPECIFIED ||
        lower->safety_class() >= target.safety_class()) {
      continue;
    }
    const Record* item = view.items.Owner(FullLabel(dep));
    if (IsSegregated(records, item, target.safety_class())) continue;
    findings.push_back({.rule = "segregation-unrecorded",
                        .clause = "5.3.5",
                        .file = FullLabel(target.label()),
                        .line = 0,
                        .id = "",
                        .message = absl::StrCat("is built as class ", SafetyClass_Name(target.safety_class()), " with ", dep, " of class ",
                                                SafetyClass_Name(lower->safety_class()), " in it, and no segregation says what keeps that apart"),
                        .mend = "a segregation of its item, with the tests that segregated_by names"});
  }
}

// What is put together for a release is of items, whatever its class.
void CheckReleased(const View& view, const Target& release, Findings& findings) {
  for (const std::string& dep : release.dep()) {
    const Target* artifact = view.graph.Find(dep);
    if (artifact == nullptr || !IsShipped(*artifact) || view.items.Owner(FullLabel(dep)) != nullptr) continue;
    if (artifact->safety_class() >= B) continue;  // told for the target itself
    findings.push_back({.rule = "target-without-item",
                        .clause = "8.1.1",
                        .file = FullLabel(dep),
                        .line = 0,
                        .id = "",
                        .message = absl::StrCat("is shipped by ", release.label(), ", and belongs to no item"),
                        .mend = "name it, or its package, in the item that it is a part of"});
  }
}

}  // namespace

void CheckGraph(const Subject& subject, Findings& findings) {
  if (!subject.graph) return;
  const View view = {GraphIndex(*subject.graph), ItemTargets(subject.records)};
  for (const Record& record : subject.records.all()) {
    if (const auto* item = record.As<SoftwareItem>()) CheckItem(view, record, *item, findings);
    if (const auto* unit = record.As<UnitDesign>()) CheckUnit(view, record, *unit, findings);
    if (const auto* plan = record.As<Plan>()) CheckPlan(view, record, *plan, findings);
    if (const auto* control = record.As<RiskControl>()) {
      DemandFiles(view, record, control->source(), "7.2.2", findings);
      DemandTests(view, record, control->implementation_test(), "implementation_test", "7.3.1", findings);
      DemandTests(view, record, control->effectiveness_test(), "effectiveness_test", "7.3.1", findings);
    }
    if (const auto* interface = record.As<InterfaceDesign>()) {
      DemandFiles(view, record, interface->source(), "5.4.3", findings);
      DemandTests(view, record, interface->fuzz_test(), "fuzz_test", "5.5.4", findings);
    }
    if (const auto* segregation = record.As<Segregation>()) {
      DemandTests(view, record, segregation->test(), "test", "5.3.5", findings);
    }
  }
  for (const ItemTargets::Twice& twice : view.items.twice()) {
    findings.push_back(At(*twice.second, "package-of-two-items", "8.1.1",
                          absl::StrCat("names ", twice.written, ", as ", twice.first->id, " does"),
                          "a part of the build belongs to one item"));
  }
  for (const Target& target : subject.graph->target()) {
    CheckTarget(view, target, findings);
    CheckSegregated(view, subject.records, target, findings);
    if (target.rule() == "release") CheckReleased(view, target, findings);
  }
}

}  // namespace vigil::lifecycle
