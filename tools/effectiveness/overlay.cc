#include "tools/effectiveness/overlay.h"

#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

// Makes `folder` a folder of links to what is in `below`; one that is there stays.
std::error_code Open(const fs::path& folder, const fs::path& below) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(folder, error);
  if (fs::is_directory(status)) return {};
  error.clear();
  if (fs::exists(status)) fs::remove(folder, error);
  if (!error) fs::create_directories(folder, error);
  if (error || !fs::is_directory(below)) return error;
  for (const fs::directory_entry& entry : fs::directory_iterator(below, error)) {
    fs::create_symlink(entry.path(), folder / entry.path().filename(), error);
    if (error) break;
  }
  return error;
}

}  // namespace

Overlay::Overlay(const fs::path& folder, const fs::path& below)
    : folder_(fs::absolute(folder)), below_(fs::absolute(below)) {}

absl::Status Overlay::MakeRoomFor(const std::string& path) {
  const fs::path relative = fs::path(path).lexically_normal();
  if (relative.empty() || relative.is_absolute() || *relative.begin() == "..") {
    return absl::InvalidArgumentError(absl::StrCat(path, " leads out of the tree"));
  }
  fs::path here;
  std::error_code error = Open(folder_, below_);
  for (const fs::path& part : relative.parent_path()) {
    here /= part;
    if (!error) error = Open(folder_ / here, below_ / here);
  }
  if (!error) fs::remove_all(folder_ / relative, error);
  if (!error) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("can't make room for ", path, ": ", error.message()));
}

absl::Status Overlay::Write(const std::string& path, const std::string& content) {
  if (absl::Status status = MakeRoomFor(path); !status.ok()) return status;
  std::ofstream file(folder_ / path, std::ios::binary);
  file << content;
  file.close();
  return file.fail() ? absl::InternalError(absl::StrCat("can't write ", path)) : absl::OkStatus();
}

absl::Status Overlay::Copy(const std::string& path, const fs::path& source) {
  if (absl::Status status = MakeRoomFor(path); !status.ok()) return status;
  std::error_code error;
  fs::copy(source, folder_ / path, fs::copy_options::recursive, error);
  if (!error) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("can't copy ", source.string(), ": ", error.message()));
}

}  // namespace vigil::lifecycle
