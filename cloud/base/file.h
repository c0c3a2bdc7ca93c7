// Small files that other programs wait for.
#ifndef VIGIL_CLOUD_BASE_FILE_H_
#define VIGIL_CLOUD_BASE_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace vigil {

// Puts a file with `content` in place of what was there, so that a reader sees
// the one or the other, whole. kInternal: it can not be written, with the
// reason. Blocks on the disk.
absl::Status ReplaceFile(const std::string& path, absl::string_view content);

}  // namespace vigil

#endif  // VIGIL_CLOUD_BASE_FILE_H_
