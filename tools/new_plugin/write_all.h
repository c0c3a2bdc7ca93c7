// Writes a new folder and changed files together: all of them, or none.
//
//   absl::Status status = WriteAll(root, "plugins/algorithm/x", files);
//
// A process that is ended in between leaves at most a hidden folder, or the new folder
// without the changes, of which the next build says what is missing.
#ifndef VIGIL_TOOLS_NEW_PLUGIN_WRITE_ALL_H_
#define VIGIL_TOOLS_NEW_PLUGIN_WRITE_ALL_H_

#include <string>

#include "absl/status/status.h"
#include "tools/new_plugin/new_plugin.h"

namespace vigil::lifecycle {

// `files` in `folder` are new, `folder` itself is; the others take the place of what is
// there. Paths are from `root`. Blocks on the file system.
// Unavailable: something could not be written; everything is as it was.
absl::Status WriteAll(const std::string& root, const std::string& folder, const Files& files);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_NEW_PLUGIN_WRITE_ALL_H_
