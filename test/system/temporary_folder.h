// A folder of a test's own, gone at the end of its object. Its path is short,
// because the path of a Unix socket is bounded to 107 characters.
#ifndef VIGIL_TEST_SYSTEM_TEMPORARY_FOLDER_H_
#define VIGIL_TEST_SYSTEM_TEMPORARY_FOLDER_H_

#include <stdlib.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace vigil {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string path = std::filesystem::temp_directory_path() / "vigil_XXXXXX";
    if (mkdtemp(path.data()) == nullptr) abort();
    path_ = path;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace vigil

#endif  // VIGIL_TEST_SYSTEM_TEMPORARY_FOLDER_H_
