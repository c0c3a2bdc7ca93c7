#include "platform/lifecycle/source_classes.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "platform/lifecycle/graph_index.h"

namespace vigil::lifecycle {
namespace {

constexpr char kNoCode[] =
    ".bazel .bzl .csv .dat .golden .hea .jpg .json .lock .md .png .textproto .toml .txt .yaml .yml";
constexpr char kKnownCode[] = ".cc .css .h .html .ld .options .proto .sh .svg .ts .tsx";

using TargetsByLabel = absl::flat_hash_map<std::string, const Target*>;

class Walk {
 public:
  Walk(const BuildGraph& graph, Part part) : graph_(graph), part_(part) {
    for (const Target& target : graph.target()) by_label_[FullLabel(target.label())] = &target;
  }

  // From the highest class down, so that the first that comes to a target is of it.
  std::map<std::string, Served> Run() {
    for (const SafetyClass safety_class : {C, B, A}) {
      for (const Target& target : graph_.target()) {
        if (target.safety_class() == safety_class && !target.is_soup() && Belongs(target)) From(target);
      }
    }
    for (const Target& target : graph_.target()) {
      if (target.rule() == "release") FromRelease(target);
    }
    return std::move(served_);
  }

 private:
  bool Belongs(const Target& target) const { return part_ == Part::kAll || !IsForTests(target); }

  const Target* Find(const std::string& label) const {
    const auto found = by_label_.find(label);
    return found == by_label_.end() ? nullptr : found->second;
  }

  void From(const Target& target) {
    const std::string label = FullLabel(target.label());
    served_[label] = {&target, target.safety_class(), &target};
    Follow({label}, target);
  }

  void FromRelease(const Target& release) {
    std::vector<std::string> open;
    for (const std::string& written : release.dep()) {
      const std::string dep = FullLabel(written);
      const Target* target = Find(dep);
      if (target == nullptr || !IsShipped(*target) || !Belongs(*target)) continue;
      if (served_.try_emplace(dep, Served{target, SAFETY_CLASS_UNSPECIFIED, &release}).second) open.push_back(dep);
    }
    Follow(std::move(open), release);
  }

  void Follow(std::vector<std::string> open, const Target& by) {
    for (std::size_t at = 0; at < open.size(); ++at) {
      const Target* from = Find(open[at]);
      if (from == nullptr) continue;
      for (const std::string& written : from->dep()) {
        std::string dep = FullLabel(written);
        const Target* target = Find(dep);
        if (target != nullptr && (!Belongs(*target) || HasOwnClass(*target))) continue;
        if (!served_.try_emplace(dep, Served{target, by.safety_class(), &by}).second) continue;
        open.push_back(std::move(dep));
      }
    }
  }

  // The class of third-party code is the one up to which it may serve.
  static bool HasOwnClass(const Target& target) {
    return !target.is_soup() && target.safety_class() != SAFETY_CLASS_UNSPECIFIED;
  }

  const BuildGraph& graph_;
  const Part part_;
  TargetsByLabel by_label_;
  std::map<std::string, Served> served_;
};

}  // namespace

std::map<std::string, Served> ServedTargets(const BuildGraph& graph, Part part) { return Walk(graph, part).Run(); }

std::map<std::string, SafetyClass> SourceClasses(const BuildGraph& graph, Part part) {
  std::set<std::string> known;
  for (const SourceFile& source : graph.source()) known.insert(source.path());
  std::map<std::string, SafetyClass> classes;
  const auto add = [&classes](const std::string& source, SafetyClass serves) {
    SafetyClass& safety_class = classes[source];
    safety_class = std::max(safety_class, serves);
  };
  for (const auto& [label, served] : ServedTargets(graph, part)) {
    if (served.safety_class == SAFETY_CLASS_UNSPECIFIED) continue;
    if (served.target != nullptr) {
      for (const std::string& source : served.target->source()) add(source, served.safety_class);
    } else if (absl::StartsWith(label, "//") && known.count(FileOf(label)) != 0) {
      add(FileOf(label), served.safety_class);  // a file of another package
    }
  }
  return classes;
}

bool IsProduct(const Target& target) { return !IsForTests(target) && !target.is_soup(); }

bool IsShipped(const Target& artifact) {
  return artifact.rule() != "lifecycle" && artifact.rule() != "audit_package";
}

Labels ShippedTargets(const BuildGraph& graph) {
  const GraphIndex index(graph);
  Labels artifacts;
  for (const Target& release : graph.target()) {
    if (release.rule() != "release") continue;
    for (const std::string& artifact : release.dep()) {
      const Target* target = index.Find(artifact);
      if (target != nullptr && IsShipped(*target)) artifacts.insert(FullLabel(artifact));
    }
  }
  return index.Below(artifacts);
}

bool IsCode(absl::string_view file) { return !HasSuffix(file, kNoCode); }

bool IsKnownCode(absl::string_view file) { return HasSuffix(file, kKnownCode); }

bool HasSuffix(absl::string_view file, absl::string_view suffixes) {
  const std::vector<absl::string_view> all = absl::StrSplit(suffixes, ' ', absl::SkipEmpty());
  return std::any_of(all.begin(), all.end(), [file](absl::string_view suffix) {
    return absl::EndsWith(file, suffix);
  });
}

}  // namespace vigil::lifecycle
