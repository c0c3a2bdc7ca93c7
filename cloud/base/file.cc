#include "cloud/base/file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace vigil {

absl::Status ReplaceFile(const std::string& path, absl::string_view content) {
  const std::string draft = absl::StrCat(path, ".new");
  std::FILE* file = std::fopen(draft.c_str(), "we");
  bool good = file != nullptr;
  if (good) {
    good = std::fwrite(content.data(), 1, content.size(), file) == content.size();
    good = std::fclose(file) == 0 && good;
  }
  if (good && std::rename(draft.c_str(), path.c_str()) == 0) {
    return absl::OkStatus();
  }
  return absl::InternalError(absl::StrCat("the file ", path,
                                          " can not be written: ",
                                          std::strerror(errno)));
}

}  // namespace vigil
