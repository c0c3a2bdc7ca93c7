#include "platform/lifecycle/source_classes.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "platform/lifecycle/graph_index.h"

namespace vigil::lifecycle {
namespace {

constexpr char kCode[] = ".c .cc .h .ld .proto .ts .tsx";

bool Belongs(const Target& target, Part part) {
  return part == Part::kAll ? !target.is_soup() : IsProduct(target);
}

using TargetsByLabel = std::map<std::string, const Target*>;

// `target`, and what has no class of its own and is a part of it.
std::vector<const Target*> WithParts(const Target& target, const TargetsByLabel& by_label, Part part) {
  std::vector<const Target*> parts = {&target};
  std::set<const Target*> seen = {&target};
  for (std::size_t at = 0; at < parts.size(); ++at) {
    for (const std::string& dep : parts[at]->dep()) {
      const auto found = by_label.find(FullLabel(dep));
      if (found == by_label.end() || !Belongs(*found->second, part)) continue;
      const bool has_class = found->second->safety_class() != SAFETY_CLASS_UNSPECIFIED;
      if (!has_class && seen.insert(found->second).second) parts.push_back(found->second);
    }
  }
  return parts;
}

}  // namespace

std::map<std::string, SafetyClass> SourceClasses(const BuildGraph& graph, Part part) {
  TargetsByLabel by_label;
  for (const Target& target : graph.target()) by_label[FullLabel(target.label())] = &target;
  std::map<std::string, SafetyClass> classes;
  for (const Target& target : graph.target()) {
    if (target.safety_class() == SAFETY_CLASS_UNSPECIFIED || !Belongs(target, part)) continue;
    for (const Target* one : WithParts(target, by_label, part)) {
      for (const std::string& source : one->source()) {
        SafetyClass& safety_class = classes[source];
        safety_class = std::max(safety_class, target.safety_class());
      }
    }
  }
  return classes;
}

bool IsProduct(const Target& target) {
  return !target.is_test() && !target.is_test_only() && !target.is_soup();
}

bool IsCode(absl::string_view file) { return HasSuffix(file, kCode); }

bool HasSuffix(absl::string_view file, absl::string_view suffixes) {
  const std::vector<absl::string_view> all = absl::StrSplit(suffixes, ' ', absl::SkipEmpty());
  return std::any_of(all.begin(), all.end(), [file](absl::string_view suffix) {
    return absl::EndsWith(file, suffix);
  });
}

}  // namespace vigil::lifecycle
