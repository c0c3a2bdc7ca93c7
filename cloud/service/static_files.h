// The files of the portal, read once at the start: what is served is exactly
// what was in the folder then, and no request ever reaches the file system.
//
//   absl::StatusOr<StaticFiles> files = StaticFiles::Load("portal/bundle");
//   const StaticFiles::File* file = files->Find("/");  // index.html; null: 404
//
// Find may be called from any thread and does not block; Load reads the disk.
#ifndef VIGIL_CLOUD_SERVICE_STATIC_FILES_H_
#define VIGIL_CLOUD_SERVICE_STATIC_FILES_H_

#include <functional>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace vigil {

class StaticFiles {
 public:
  struct File {
    absl::string_view content_type;  // of the file's ending
    std::string content;
  };

  // All regular files below `folder`, links followed; hidden ones left out.
  // kNotFound: no folder, or no index.html in it. kResourceExhausted: more than
  // 1000 files or 64 MiB, so it is hardly a portal. kInternal: a file can not be
  // read.
  static absl::StatusOr<StaticFiles> Load(const std::string& folder);

  // `path` is that of a Target. Null when there is none.
  const File* Find(absl::string_view path) const;

 private:
  std::map<std::string, File, std::less<>> files_;  // by path, "/app.js"
};

}  // namespace vigil

#endif  // VIGIL_CLOUD_SERVICE_STATIC_FILES_H_
