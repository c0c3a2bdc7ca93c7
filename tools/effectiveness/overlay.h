// A folder that looks like another one, and in which some files are others.
//
//   Overlay overlay("bazel-out/.../broken.scratch/tree", ".");
//   absl::Status status = overlay.Write("safety_kernel/runtime/runtime.cc", text);
//   status = overlay.MakeRoomFor("bazel-out/bin/runtime.o");   // a step makes it
//
// Whatever is not written to it is a link to the other folder, whose files stay as they
// are. Not safe for use from several threads.
#ifndef VIGIL_TOOLS_EFFECTIVENESS_OVERLAY_H_
#define VIGIL_TOOLS_EFFECTIVENESS_OVERLAY_H_

#include <filesystem>
#include <string>

#include "absl/status/status.h"

namespace vigil::lifecycle {

class Overlay {
 public:
  // `folder` is made; `below` is what it looks like.
  Overlay(const std::filesystem::path& folder, const std::filesystem::path& below);

  // The file `path`, relative to the folder, with this content.
  absl::Status Write(const std::string& path, const std::string& content);
  // The file `path` is a copy of `source`, with its permissions.
  absl::Status Copy(const std::string& path, const std::filesystem::path& source);
  // The folders of `path` are there and no link, and nothing is at `path`. Internal:
  // the file system refused. InvalidArgument: the path leads out of the folder.
  absl::Status MakeRoomFor(const std::string& path);

  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_, below_;
};

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_EFFECTIVENESS_OVERLAY_H_
