#include "tools/vigil/signing.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

bool WriteAll(int file, const std::string& text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const ssize_t count = write(file, text.data() + at, text.size() - at);
    if (count < 0) return false;
    at += static_cast<std::size_t>(count);
  }
  return fsync(file) == 0;
}

}  // namespace

absl::Status MayHoldKey(const std::string& path, const std::string& root) {
  if (path.empty() || path[0] != '/') {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": give the whole path of a key, such as $HOME/vigil-key.pem"));
  }
  std::error_code error;
  const fs::path key = fs::weakly_canonical(path, error);
  const fs::path workspace = fs::weakly_canonical(fs::absolute(root), error);
  if (std::mismatch(workspace.begin(), workspace.end(), key.begin(), key.end()).first == workspace.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": lies in the workspace; a private key is no part of it, and goes nowhere with it"));
  }
  return absl::OkStatus();
}

absl::Status WriteKey(const SigningKey& key, const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0 && errno == EEXIST) {
    return absl::AlreadyExistsError(absl::StrCat(path, ": is there already; a key is never written over"));
  }
  const bool written = file >= 0 && WriteAll(file, key.Pem());
  const int reason = errno;
  if (file >= 0) close(file);
  if (written) return absl::OkStatus();
  if (file >= 0) unlink(path.c_str());
  return absl::UnavailableError(absl::StrCat(path, ": can't write it: ", std::strerror(reason)));
}

absl::StatusOr<SigningKey> ReadKey(const std::string& path) {
  struct stat about = {};
  if (stat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) {
    return absl::NotFoundError(absl::StrCat(path, ": there is no such file"));
  }
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::PermissionDeniedError(absl::StrCat(
        path, ": others than its owner may use this key; if nobody did: chmod 600, else revoke it"));
  }
  const absl::StatusOr<std::string> text = ReadText(path);
  if (!text.ok()) return text.status();
  absl::StatusOr<SigningKey> key = SigningKey::FromPem(*text);
  if (!key.ok()) return absl::InvalidArgumentError(absl::StrCat(path, ": ", key.status().message()));
  return key;
}

std::string TextOf(const Approval& approval) {
  return absl::StrCat("approval {\n  id: \"", approval.id(), "\"\n  record { to: \"", approval.record().to(),
                      "\" digest: \"", approval.record().digest(), "\" }\n  by { to: \"", approval.by().to(),
                      "\" }\n  role: \"", absl::CEscape(approval.role()), "\"\n  kind: ",
                      ApprovalKind_Name(approval.kind()), "\n  date: \"", approval.date(),
                      "\"\n  signature: \"", approval.signature(), "\"\n}\n");
}

}  // namespace vigil::lifecycle
