// Sources (5.4.1): each of class B and C belongs to one unit, and each unit to what
// there is; no product rests on what is for tests, and nothing ships without a class.
// The build's graph says which files there are, and of which class.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/graph_index.h"
#include "platform/lifecycle/source_classes.h"

namespace vigil::lifecycle {
namespace {

using ServedByLabel = std::map<std::string, Served>;

Finding AtFile(const std::string& file, std::string rule, std::string clause, std::string message, std::string mend) {
  return {.rule = std::move(rule), .clause = std::move(clause), .file = file,
          .line = 0, .id = "", .message = std::move(message), .mend = std::move(mend)};
}

// The graph speaks of the workspace alone.
void CheckPaths(const BuildGraph& graph, Findings& findings) {
  std::set<std::string> paths;
  for (const SourceFile& source : graph.source()) paths.insert(source.path());
  for (const Target& target : graph.target()) paths.insert(target.source().begin(), target.source().end());
  for (const std::string& path : paths) {
    if (IsBelowRoot(path)) continue;
    findings.push_back(AtFile("build_graph.textproto", "source-outside", "8.1.1",
                              absl::StrCat("names the source \"", path, "\", which is not below the root"),
                              "let the build write its graph anew; nobody else writes it"));
  }
}

// What is said to be for tests alone needs no design; a product must not rest on it.
void CheckTestCode(const BuildGraph& graph, const ServedByLabel& served, Findings& findings) {
  const GraphIndex index(graph);
  std::set<std::pair<std::string, std::string>> told;
  const auto check = [&](const Target& by, const Target& from) {
    for (const std::string& dep : from.dep()) {
      const Target* target = index.Find(dep);
      if (target == nullptr || !IsForTests(*target) || (by.rule() == "release" && !IsShipped(*target))) continue;
      if (!told.insert({by.label(), dep}).second) continue;
      const std::string through = &by == &from ? "" : absl::StrCat(", through ", from.label());
      findings.push_back(AtFile(by.label(), "product-on-test-code", "5.4.1",
                                absl::StrCat("rests on ", dep, through, ", which is for tests alone"),
                                "give what a product needs a place, a class and a design"));
    }
  };
  for (const auto& [label, one] : served) {
    if (one.target != nullptr) check(*one.by, *one.target);
  }
  for (const Target& target : graph.target()) {
    if (target.rule() == "release") check(target, target);
  }
}

// The graph has each target of each package that is listed; a label that it does not
// have is a file of one of those, or code that nobody looks at.
void CheckDeps(const BuildGraph& graph, Findings& findings) {
  const GraphIndex index(graph);
  std::set<std::string> sources;
  for (const SourceFile& source : graph.source()) sources.insert(source.path());
  for (const Target& target : graph.target()) {
    if (IsForTests(target)) continue;
    for (const std::string& written : target.dep()) {
      const std::string dep = FullLabel(written);
      if (dep.rfind("//", 0) != 0 || index.Find(dep) != nullptr) continue;
      const std::string file = FileOf(dep);
      const bool is_file = index.packages().count(PackageOf(dep)) != 0 && (sources.count(file) != 0 || !IsCode(file));
      if (is_file) continue;
      findings.push_back(AtFile(target.label(), "dep-outside-graph", "8.1.1",
                                absl::StrCat("rests on ", dep, ", which the build's graph does not have"),
                                "list its package in tools/build_rules/packages.bzl, and end its BUILD file with "
                                "lifecycle_package()"));
    }
  }
}

// Code that a release ships, or that an item has, without a class.
void CheckClassless(const Subject& subject, const ServedByLabel& served,
                    std::map<std::string, SafetyClass>& designed, Findings& findings) {
  const ItemTargets items(subject.records);
  const std::map<std::string, SafetyClass> classified = designed;
  for (const Target& target : subject.graph->target()) {
    const std::string label = FullLabel(target.label());
    const auto place = served.find(label);
    const bool ships = place != served.end() && place->second.safety_class == SAFETY_CLASS_UNSPECIFIED;
    if (target.safety_class() != SAFETY_CLASS_UNSPECIFIED || IsForTests(target)) continue;
    if ((place != served.end() && !ships) || (!ships && target.rule() == "filegroup")) continue;
    const auto code = std::find_if(target.source().begin(), target.source().end(), [&](const std::string& source) {
      return IsCode(source) && classified.count(source) == 0;
    });
    if (code == target.source().end()) continue;
    const Record* item = items.Owner(label);
    if (ships) {
      findings.push_back(AtFile(label, "shipped-without-class", "4.3",
                                absl::StrCat(*code, " is shipped by ", place->second.by->label(), ", and has no class"),
                                "build it with a rule that gives it the class of its item"));
    } else if (item == nullptr) {
      findings.push_back(AtFile(label, "target-without-item", "8.1.1",
                                absl::StrCat("has code, ", *code, ", without a class, and belongs to no item"),
                                "name it, or its package, in the item that it is a part of"));
    } else {
      for (const std::string& source : target.source()) {
        SafetyClass& needed = designed[source];
        needed = std::max(needed, Records::ClassOf(*item));
      }
    }
  }
}

// Of each source the unit that names it first.
std::map<std::string, const Record*> CheckUnits(const Subject& subject, Findings& findings) {
  std::set<std::string> known;
  for (const Target& target : subject.graph->target()) known.insert(target.source().begin(), target.source().end());
  std::map<std::string, const Record*> owners;
  for (const Record& record : subject.records.all()) {
    const auto* unit = record.As<UnitDesign>();
    if (unit == nullptr) continue;
    for (const std::string& source : unit->source()) {
      const auto [owner, is_new] = owners.try_emplace(source, &record);
      if (!is_new) {
        findings.push_back(At(record, "source-twice", "5.4.1",
                              absl::StrCat(source, " is a part of ", owner->second->id, " as well"),
                              "a file belongs to one unit"));
      }
      if (known.count(source) == 0) {
        findings.push_back(At(record, "source-missing", "5.4.1", absl::StrCat("there is no source ", source),
                              "name the file as it is now"));
      }
    }
  }
  return owners;
}

}  // namespace

void CheckSources(const Subject& subject, Findings& findings) {
  if (!subject.graph) return;
  CheckPaths(*subject.graph, findings);
  CheckDeps(*subject.graph, findings);
  const ServedByLabel served = ServedTargets(*subject.graph, Part::kProduct);
  CheckTestCode(*subject.graph, served, findings);
  std::map<std::string, SafetyClass> designed = SourceClasses(*subject.graph, Part::kProduct);
  CheckClassless(subject, served, designed, findings);
  const std::map<std::string, const Record*> owners = CheckUnits(subject, findings);
  // Design is asked of what is written to run, from class B on.
  for (const auto& [source, safety_class] : designed) {
    if (safety_class < B || !IsCode(source)) continue;
    if (owners.count(source) == 0) {
      findings.push_back(AtFile(source, "source-unregistered", "5.4.1", "belongs to no unit",
                                "name it in the unit whose design it implements"));
    }
    if (!IsKnownCode(source)) {
      findings.push_back(AtFile(source, "source-of-unknown-kind", "5.5.3",
                                "is code of a kind that no gate, ban or measure was made for",
                                "write it as .cc and .h; what is no code at all is told by source_classes.cc"));
    }
  }
}

}  // namespace vigil::lifecycle
