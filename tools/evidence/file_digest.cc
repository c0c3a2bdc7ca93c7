#include "tools/evidence/file_digest.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "openssl/sha.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

std::string Sha256(const std::string& content) {
  unsigned char sum[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(), sum);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(sum), sizeof sum));
}

absl::StatusOr<std::string> DigestOfFolder(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; it != end; it.increment(error)) {
    if (error) break;
    if (!it->is_directory()) files.push_back(it->path().lexically_relative(folder).string());
  }
  if (error) return absl::NotFoundError(absl::StrCat("can't read ", folder.string()));
  std::sort(files.begin(), files.end());
  std::string list;
  for (const std::string& file : files) {
    const absl::StatusOr<std::string> digest = DigestOfFile((folder / file).string());
    if (!digest.ok()) return digest.status();
    absl::StrAppend(&list, *digest, "  ", file, "\n");
  }
  return Sha256(list);
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open() || fs::is_directory(path)) {
    return absl::NotFoundError(absl::StrCat("can't read ", path));
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

absl::StatusOr<std::string> DigestOfFile(const std::string& path) {
  if (fs::is_directory(path)) return DigestOfFolder(path);
  const absl::StatusOr<std::string> content = ReadFile(path);
  if (!content.ok()) return content.status();
  return Sha256(*content);
}

}  // namespace vigil::lifecycle
