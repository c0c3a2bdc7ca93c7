#include "tools/new_plugin/write_all.h"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

absl::Status CanNot(const char* what, const fs::path& path, const std::error_code& error) {
  return absl::UnavailableError(
      absl::StrCat("can't ", what, " ", path.string(), ": ", error.message(), "; nothing was changed"));
}

absl::Status Write(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file.fail()) return absl::OkStatus();
  return CanNot("write", path, std::make_error_code(std::errc::io_error));
}

absl::Status Rename(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  return error ? CanNot("write", to, error) : absl::OkStatus();
}

// What was made so far; unless Keep is called, it is unmade.
class Attempt {
 public:
  ~Attempt() {
    std::error_code ignored;
    for (const auto& [path, text] : replaced_) std::ofstream(path, std::ios::binary) << text;
    for (auto it = made_.rbegin(); it != made_.rend(); ++it) fs::remove_all(*it, ignored);
  }

  // `folder` with those above it that are missing.
  absl::Status MakeFolder(const fs::path& folder) {
    std::vector<fs::path> missing;
    std::error_code error;
    for (fs::path path = folder; !fs::exists(path, error); path = path.parent_path()) missing.push_back(path);
    for (auto it = missing.rbegin(); it != missing.rend(); ++it) {
      if (!fs::create_directory(*it, error)) return CanNot("make", *it, error);
      made_.push_back(*it);
    }
    return absl::OkStatus();
  }

  absl::Status WriteNew(const fs::path& path, const std::string& text) {
    if (!fs::exists(path)) made_.push_back(path);
    return Write(path, text);
  }

  absl::Status MoveInto(const fs::path& from, const fs::path& to) {
    const absl::Status status = Rename(from, to);
    if (status.ok()) made_.push_back(to);
    return status;
  }

  absl::Status Replace(const fs::path& path, const fs::path& by) {
    absl::StatusOr<std::string> before = ReadText(path.string());
    if (!before.ok()) return before.status();
    const absl::Status status = Rename(by, path);
    if (status.ok()) replaced_.emplace_back(path, *std::move(before));
    return status;
  }

  void Keep() {
    made_.clear();
    replaced_.clear();
  }

 private:
  std::vector<fs::path> made_;
  std::vector<std::pair<fs::path, std::string>> replaced_;
};

}  // namespace

absl::Status WriteAll(const std::string& root, const std::string& folder, const Files& files) {
  constexpr char kNew[] = ".new";
  const fs::path to = fs::path(root) / folder;
  const fs::path staging = to.parent_path() / absl::StrCat(".", to.filename().string(), kNew);
  std::error_code ignored;
  fs::remove_all(staging, ignored);  // of a process that was ended
  Attempt attempt;
  absl::Status status = attempt.MakeFolder(staging);
  // All that can fail for want of room or rights comes first.
  for (const auto& [path, text] : files) {
    if (!status.ok()) return status;
    const bool is_new = absl::StartsWith(path, folder + "/");
    status = attempt.WriteNew(is_new ? staging / path.substr(folder.size() + 1) : fs::path(root) / (path + kNew), text);
  }
  if (status.ok()) status = attempt.MoveInto(staging, to);
  for (const auto& [path, text] : files) {
    if (!status.ok()) return status;
    if (absl::StartsWith(path, folder + "/")) continue;
    status = attempt.Replace(fs::path(root) / path, fs::path(root) / (path + kNew));
  }
  if (status.ok()) attempt.Keep();
  return status;
}

}  // namespace vigil::lifecycle
