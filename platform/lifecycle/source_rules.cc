// Sources (5.4.1): each of class B and C belongs to one unit, and each unit to what
// there is. The build's graph says which files there are, and of which class.
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/source_classes.h"

namespace vigil::lifecycle {

namespace {

// Design is asked of what is written to run, from class B on.
std::set<std::string> DesignedSources(const BuildGraph& graph) {
  std::set<std::string> sources;
  for (const auto& [source, safety_class] : SourceClasses(graph, Part::kProduct)) {
    if (safety_class >= B && IsCode(source)) sources.insert(source);
  }
  return sources;
}

std::set<std::string> KnownSources(const BuildGraph& graph) {
  std::set<std::string> known;
  for (const Target& target : graph.target()) {
    known.insert(target.source().begin(), target.source().end());
  }
  return known;
}

// What is said to be for tests alone needs no design; a product must not rest on it.
void CheckTestCode(const BuildGraph& graph, Findings& findings) {
  std::set<std::string> test_code;
  for (const Target& target : graph.target()) {
    if (target.is_test_only()) test_code.insert(target.label());
  }
  for (const Target& target : graph.target()) {
    if (target.safety_class() < B || !IsProduct(target)) continue;
    for (const std::string& dep : target.dep()) {
      if (test_code.count(dep) == 0) continue;
      findings.push_back({.rule = "product-on-test-code",
                          .clause = "5.4.1",
                          .file = target.label(),
                          .line = 0,
                          .id = "",
                          .message = absl::StrCat("rests on ", dep, ", which is for tests alone"),
                          .mend = "give what a product needs a place, a class and a design"});
    }
  }
}

}  // namespace

void CheckSources(const Subject& subject, Findings& findings) {
  if (!subject.graph) return;
  CheckTestCode(*subject.graph, findings);
  const std::set<std::string> sources = DesignedSources(*subject.graph);
  const std::set<std::string> known = KnownSources(*subject.graph);
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
        findings.push_back(At(record, "source-missing", "5.4.1",
                              absl::StrCat("there is no source ", source),
                              "name the file as it is now"));
      }
    }
  }
  for (const std::string& source : sources) {
    if (owners.count(source) != 0) continue;
    findings.push_back({.rule = "source-unregistered",
                        .clause = "5.4.1",
                        .file = source,
                        .line = 0,
                        .id = "",
                        .message = "belongs to no unit",
                        .mend = "name it in the unit whose design it implements"});
  }
}

}  // namespace vigil::lifecycle
