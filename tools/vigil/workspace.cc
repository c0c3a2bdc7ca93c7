#include "tools/vigil/workspace.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "platform/lifecycle/content_digest.h"
#include "platform/lifecycle/graph_index.h"
#include "platform/lifecycle/id_register.h"
#include "platform/lifecycle/read_message.h"
#include "tools/vigil/lock_file.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

constexpr char kSuffix[] = ".lifecycle.textproto";

// From the root, in order, so that each run reads alike.
std::vector<std::string> LifecycleFiles(const fs::path& root) {
  std::vector<std::string> files;
  const auto options = fs::directory_options::skip_permission_denied;
  for (auto it = fs::recursive_directory_iterator(root, options);
       it != fs::recursive_directory_iterator(); ++it) {
    const std::string name = it->path().filename().string();
    const bool is_link_to_folder = it->is_symlink() && it->is_directory();
    if (is_link_to_folder || name[0] == '.' || name == "node_modules") {
      it.disable_recursion_pending();
      continue;
    }
    if (it->is_regular_file() && absl::EndsWith(name, kSuffix)) {
      files.push_back(it->path().lexically_relative(root).string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Of each package what it says of `key`.
std::map<std::string, std::string> ValuesOf(const Lock& lock, const char* key) {
  std::map<std::string, std::string> values;
  for (const auto& [name, package] : lock) values[name] = ValueOf(lock, name, key);
  return values;
}

}  // namespace

absl::StatusOr<std::string> ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open() || fs::is_directory(path)) {
    return absl::NotFoundError(absl::StrCat(path, ": there is no such file"));
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

absl::Status WriteText(const std::string& path, const std::string& text) {
  const std::string beside = path + ".new";
  std::ofstream file(beside, std::ios::binary);
  file << text;
  file.close();
  std::error_code error;
  if (!file.fail()) fs::rename(beside, path, error);
  if (!file.fail() && !error) return absl::OkStatus();
  fs::remove(beside, error);
  return absl::UnavailableError(absl::StrCat(path, ": can't write it"));
}

absl::Status Workspace::Load(const std::string& root, const std::map<std::string, std::string>& added) {
  root_ = root;
  if (!fs::is_directory(root)) {
    return absl::NotFoundError(absl::StrCat(root, ": there is no such folder"));
  }
  const auto at = [&root](const char* file) { return absl::StrCat(root, "/", file); };
  const absl::StatusOr<std::string> profile = ReadText(at(kProfile));
  if (!profile.ok()) return profile.status();
  ReadMessage(kProfile, *profile, profile_, findings_);
  profile_sha256_ = Sha256Of(*profile);
  for (const std::string& file : LifecycleFiles(root)) {
    const absl::StatusOr<std::string> text = ReadText(at(file.c_str()));
    if (!text.ok()) return text.status();
    records_.Read(file, *text, findings_);
  }
  for (const auto& [file, text] : added) records_.Read(file, text, findings_);
  records_.Connect();
  if (const auto ids = ReadText(at(kIdRegister)); ids.ok()) {
    ids_ = ReadIdRegister(kIdRegister, *ids, findings_);
  }
  if (const auto text = ReadText(at(kLock)); text.ok()) {
    const Lock lock = ReadLock(*text);
    locked_ = ValuesOf(lock, "version");
    repositories_ = ValuesOf(lock, "repository");
  }
  ReadIfThere("evidence.textproto", evidence_);
  ReadIfThere("build_graph.textproto", graph_);
  if (graph_) ReadSources();
  return absl::OkStatus();
}

template <typename Content>
void Workspace::ReadIfThere(const std::string& file, std::optional<Content>& content) {
  const auto text = ReadText(absl::StrCat(root_, "/", file));
  if (text.ok()) ReadMessage(file, *text, content.emplace(), findings_);
}

void Workspace::ReadSources() {
  source_texts_.emplace();
  for (const SourceFile& source : graph_->source()) {
    if (!IsBelowRoot(source.path())) continue;  // CheckSources tells
    auto text = ReadText(absl::StrCat(root_, "/", source.path()));
    if (text.ok()) (*source_texts_)[source.path()] = *std::move(text);
  }
}

Subject Workspace::subject() const {
  return {.records = records_, .profile = profile_,   .ids = ids_,
          .locked = locked_,   .repositories = repositories_,
          .evidence = evidence_, .graph = graph_, .source_texts = source_texts_, .today = std::nullopt,
          .profile_sha256 = profile_sha256_};
}

}  // namespace vigil::lifecycle
