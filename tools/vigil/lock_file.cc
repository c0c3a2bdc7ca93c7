#include "tools/vigil/lock_file.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace vigil::lifecycle {

Lock ReadLock(const std::string& text) {
  Lock lock;
  LockedPackage* package = nullptr;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(line, '"');
    const bool is_pair = parts.size() >= 5 && absl::StripAsciiWhitespace(parts[2]) == ":";
    if (absl::StartsWith(absl::StripAsciiWhitespace(line), "}")) package = nullptr;
    if (!is_pair) continue;
    if (parts[1] == "name") package = &lock[std::string(parts[3])];
    if (package != nullptr) (*package)[std::string(parts[1])] = std::string(parts[3]);
  }
  return lock;
}

std::set<std::string> DifferingPackages(const Lock& before, const Lock& after) {
  std::set<std::string> names;
  for (const auto& [name, package] : before) {
    const auto now = after.find(name);
    if (now == after.end() || now->second != package) names.insert(name);
  }
  for (const auto& [name, package] : after) {
    if (before.count(name) == 0) names.insert(name);
  }
  return names;
}

std::string ValueOf(const Lock& lock, const std::string& package, const std::string& key) {
  const auto found = lock.find(package);
  if (found == lock.end()) return "";
  const auto value = found->second.find(key);
  return value == found->second.end() ? "" : value->second;
}

}  // namespace vigil::lifecycle
