#include "tools/vigil/workspace.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
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

constexpr std::uintmax_t kLargestBytes = 256U << 20U;  // of a file; evidence of all tests has some megabytes

// From the root, in order, so that each run reads alike. What can't be looked at, a link
// in a circle say, holds no records.
std::vector<std::string> LifecycleFiles(const fs::path& root) {
  std::vector<std::string> files;
  std::error_code error;
  const auto options = fs::directory_options::skip_permission_denied;
  for (auto it = fs::recursive_directory_iterator(root, options, error);
       !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    std::error_code of_entry;
    const std::string name = it->path().filename().string();
    const bool is_link_to_folder = it->is_symlink(of_entry) && it->is_directory(of_entry);
    if (is_link_to_folder || name[0] == '.' || name == "node_modules") {
      it.disable_recursion_pending();
      continue;
    }
    if (absl::EndsWith(name, kRecordSuffix) && it->is_regular_file(of_entry)) {
      files.push_back(it->path().lexically_relative(root).string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Into a file that was not there before: what stands in its place, a link to elsewhere
// say, is neither followed nor overwritten.
bool WriteNew(const std::string& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (file < 0) return false;
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t now = write(file, text.data() + done, text.size() - done);
    if (now < 0 && errno != EINTR) break;
    if (now > 0) done += static_cast<std::size_t>(now);
  }
  return close(file) == 0 && done == text.size();
}

// Of each package what it says of `key`.
std::map<std::string, std::string> ValuesOf(const Lock& lock, const char* key) {
  std::map<std::string, std::string> values;
  for (const auto& [name, package] : lock) values[name] = ValueOf(lock, name, key);
  return values;
}

}  // namespace

absl::StatusOr<std::string> ReadText(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status) || fs::is_directory(status)) {
    return absl::NotFoundError(absl::StrCat(path, ": there is no such file"));
  }
  // A pipe would be waited for, a device may have no end.
  if (!fs::is_regular_file(status)) return absl::FailedPreconditionError(absl::StrCat(path, ": is no regular file"));
  if (fs::file_size(path, error) > kLargestBytes || error) {
    return absl::FailedPreconditionError(absl::StrCat(path, ": is larger than ", kLargestBytes, " bytes"));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) return absl::NotFoundError(absl::StrCat(path, ": can't be opened"));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

absl::Status WriteText(const std::string& path, const std::string& text) {
  const std::string beside = absl::StrCat(path, ".new.", getpid());
  std::error_code error;
  if (!WriteNew(beside, text)) return absl::UnavailableError(absl::StrCat(path, ": can't write ", beside));
  fs::rename(beside, path, error);
  if (!error) return absl::OkStatus();
  const std::string why = error.message();
  fs::remove(beside, error);
  return absl::UnavailableError(absl::StrCat(path, ": can't write it: ", why));
}

absl::Status Workspace::Load(const std::string& root, const std::map<std::string, std::string>& added) {
  root_ = root;
  if (!fs::is_directory(root)) {
    return absl::NotFoundError(absl::StrCat(root, ": there is no such folder"));
  }
  const auto at = [&root](const char* file) { return absl::StrCat(root, "/", file); };
  const absl::StatusOr<std::string> profile = ReadText(at(kProfile));
  if (!profile.ok()) {
    return absl::NotFoundError(absl::StrCat(profile.status().message(), "; is this the workspace's root? --root=DIR names it"));
  }
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
  } else {
    TellUnreadable(kIdRegister, ids.status());
  }
  if (const auto text = ReadText(at(kLock)); text.ok()) {
    const Lock lock = ReadLock(*text);
    locked_ = ValuesOf(lock, "version");
    repositories_ = ValuesOf(lock, "repository");
  } else {
    TellUnreadable(kLock, text.status());
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
  TellUnreadable(file, text.status());
}

void Workspace::TellUnreadable(const std::string& file, const absl::Status& status) {
  if (status.ok() || absl::IsNotFound(status)) return;
  findings_.push_back({.rule = "unreadable", .clause = "", .file = file, .line = 0, .id = "",
                       .message = std::string(status.message()), .mend = "put the file there itself"});
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
