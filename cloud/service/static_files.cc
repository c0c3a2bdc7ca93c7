#include "cloud/service/static_files.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace vigil {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFiles = 1000;
constexpr std::size_t kMaxBytes = 64 << 20;

struct Type {
  absl::string_view ending, content_type;
};
constexpr std::array<Type, 12> kTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
}};

absl::string_view ContentType(absl::string_view path) {
  for (const Type& type : kTypes) {
    if (absl::EndsWithIgnoreCase(path, type.ending)) return type.content_type;
  }
  return "application/octet-stream";
}

absl::StatusOr<std::string> ReadWhole(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string content((std::istreambuf_iterator<char>(stream)),
                      std::istreambuf_iterator<char>());
  if (!stream.is_open() || stream.bad()) {
    return absl::InternalError(
        absl::StrCat("the file ", path.string(), " can not be read"));
  }
  return content;
}

}  // namespace

absl::StatusOr<StaticFiles> StaticFiles::Load(const std::string& folder) {
  StaticFiles files;
  std::size_t bytes = 0;
  std::error_code error;
  fs::recursive_directory_iterator entry(
      folder, fs::directory_options::follow_directory_symlink, error);
  for (; !error && entry != fs::recursive_directory_iterator();
       entry.increment(error)) {
    if (absl::StartsWith(entry->path().filename().string(), ".")) {
      entry.disable_recursion_pending();
      continue;
    }
    std::error_code no_file;
    if (!entry->is_regular_file(no_file)) continue;
    absl::StatusOr<std::string> content = ReadWhole(entry->path());
    if (!content.ok()) return content.status();
    bytes += content->size();
    const std::string name =
        "/" + entry->path().lexically_relative(folder).generic_string();
    files.files_[name] = {ContentType(name), *std::move(content)};
    if (files.files_.size() > kMaxFiles || bytes > kMaxBytes) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "the folder ", folder, " has more than ", kMaxFiles, " files or ",
          kMaxBytes >> 20, " MiB; name the folder of the portal alone"));
    }
  }
  if (error || files.Find("/") == nullptr) {
    return absl::NotFoundError(
        absl::StrCat("the folder ", folder,
                     " of the portal has no index.html or can not be read",
                     error ? ": " + error.message() : ""));
  }
  return files;
}

const StaticFiles::File* StaticFiles::Find(absl::string_view path) const {
  const auto found = files_.find(path == "/" ? "/index.html" : path);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace vigil
