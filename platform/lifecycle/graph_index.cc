#include "platform/lifecycle/graph_index.h"

#include <deque>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace vigil::lifecycle {
namespace {

constexpr char kBelow[] = "/...";

bool IsBuildFile(absl::string_view file) {
  const std::size_t slash = file.rfind('/');
  const absl::string_view name = slash == absl::string_view::npos ? file : file.substr(slash + 1);
  return name == "BUILD.bazel" || name == "BUILD";
}

// The folder of a file or a folder; of one at the root, "".
absl::string_view FolderOf(absl::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == absl::string_view::npos ? "" : path.substr(0, slash);
}

}  // namespace

std::string FullLabel(absl::string_view label) {
  if (absl::StrContains(label, ':')) return std::string(label);
  return absl::StrCat(label, ":", label.substr(label.rfind('/') + 1));
}

std::string PackageOf(absl::string_view label) { return std::string(label.substr(0, label.find(':'))); }

std::string FileOf(absl::string_view label) {
  const std::size_t colon = label.find(':');
  const absl::string_view folder = label.substr(2, colon - 2);
  return absl::StrCat(folder, folder.empty() ? "" : "/", label.substr(colon + 1));
}

std::string TargetOf(absl::string_view file) {
  const std::size_t colon = file.find(':');
  return FullLabel(colon == absl::string_view::npos ? file : file.substr(0, file.find('/', colon)));
}

std::string RepositoryOf(absl::string_view label) {
  const std::size_t end = label.find("//");
  if (end == absl::string_view::npos || !absl::ConsumePrefix(&label, "@")) return "";
  return std::string(label.substr(0, end - 1));
}

bool IsBelowRoot(absl::string_view path) {
  for (const absl::string_view part : absl::StrSplit(path, '/')) {
    if (part.empty() || part == "..") return false;
  }
  return true;
}

bool IsForTests(const Target& target) { return target.is_test() || target.is_test_only(); }

GraphIndex::GraphIndex(const BuildGraph& graph) {
  for (const Target& target : graph.target()) {
    const std::string label = FullLabel(target.label());
    targets_[label] = &target;
    packages_[PackageOf(label)].push_back(&target);
    for (const std::string& file : target.source()) holding_[file].insert(label);
  }
  for (const auto& [label, target] : targets_) {
    for (const std::string& written : target->dep()) {
      const std::string dep = FullLabel(written);
      above_[dep].push_back(label);
      below_[label].push_back(dep);
      if (absl::StartsWith(dep, "//") && targets_.count(dep) == 0) holding_[FileOf(dep)].insert(label);
    }
  }
}

const Target* GraphIndex::Find(absl::string_view label) const {
  const auto found = targets_.find(FullLabel(label));
  return found == targets_.end() ? nullptr : found->second;
}

Labels GraphIndex::Holding(const std::string& file) const {
  const auto found = holding_.find(file);
  Labels labels = found == holding_.end() ? Labels() : found->second;
  const auto package = packages_.find(absl::StrCat("//", FolderOf(file)));
  if (!IsBuildFile(file) || package == packages_.end()) return labels;
  for (const Target* target : package->second) labels.insert(FullLabel(target->label()));
  return labels;
}

Labels GraphIndex::Closure(const Labels& from, const Edges& edges) {
  Labels reached = from;
  std::deque<std::string> open(from.begin(), from.end());
  for (; !open.empty(); open.pop_front()) {
    const auto next = edges.find(open.front());
    if (next == edges.end()) continue;
    for (const std::string& label : next->second) {
      if (reached.insert(label).second) open.push_back(label);
    }
  }
  return reached;
}

Labels GraphIndex::RestingOn(const Labels& labels) const { return Closure(labels, above_); }

Labels GraphIndex::Below(const Labels& labels) const { return Closure(labels, below_); }

std::string GraphIndex::PackageOfFile(absl::string_view file) const {
  absl::string_view folder = FolderOf(file);
  while (packages_.count(absl::StrCat("//", folder)) == 0) {
    if (folder.empty()) return "";
    folder = FolderOf(folder);
  }
  return absl::StrCat("//", folder);
}

Labels GraphIndex::DepsThatBegin(absl::string_view prefix) const {
  Labels labels;
  for (const auto& [label, above] : above_) {
    if (absl::StartsWith(label, prefix)) labels.insert(label);
  }
  return labels;
}

ItemTargets::ItemTargets(const Records& records) {
  for (const Record& record : records.all()) {
    const auto* item = record.As<SoftwareItem>();
    if (item == nullptr) continue;
    for (const std::string& written : item->package()) {
      const auto [owner, is_new] = owners_.try_emplace(written, &record);
      if (!is_new) twice_.push_back({written, owner->second, &record});
    }
  }
}

const Record* ItemTargets::Owner(const std::string& label) const {
  const std::string package = PackageOf(label);
  for (const std::string& exact : {label, package}) {
    if (const auto found = owners_.find(exact); found != owners_.end()) return found->second;
  }
  // From the package's own folder up to the root's, "//...".
  absl::string_view folder = absl::string_view(package).substr(2);
  while (true) {
    const std::string written = folder.empty() ? "//..." : absl::StrCat("//", folder, kBelow);
    if (const auto found = owners_.find(written); found != owners_.end()) return found->second;
    if (folder.empty()) return nullptr;
    folder = FolderOf(folder);
  }
}

bool NamesPackage(absl::string_view written, absl::string_view package) {
  if (!absl::ConsumeSuffix(&written, "...")) return written == package;
  // "//a/" and "//": "//a" is below the first as well, "//ab" is not.
  return absl::StartsWith(absl::StrCat(package, "/"), written) || written == "//";
}

}  // namespace vigil::lifecycle
