// Changes as they are made, and what `vigil impact` says of them: each is a story of
// commits in a Git repository that begins with the clean twin.
//
//   ChangeGallery gallery("test/lifecycle", "platform/lifecycle/iec62304_a1_2015.textproto");
//   absl::StatusOr<Checked> said = gallery.Run("forgotten_unit");
//
// changes/NAME.change is the story, as "#" lines, then commits:
//
//   commit: Faster steps
//   change: CR-001            the trailer of its message; may be missing or there twice
//   --- pump/rate/rate.cc     edits as in gallery.h
//    ...
//
// Each file of the clean twin's build graph is there, with its own path in its first
// line. `move: FROM TO` moves a file, `remove: FILE` takes one away, `new: FILE` adds one. "<N>" in an edit
// stands for the hash of commit N; 0 is the clean twin. In what is said each hash
// is written that way again. Behind the last commit the build graph is made anew.
#ifndef VIGIL_TEST_LIFECYCLE_CHANGE_GALLERY_H_
#define VIGIL_TEST_LIFECYCLE_CHANGE_GALLERY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "test/lifecycle/gallery.h"

namespace vigil::lifecycle {

class ChangeGallery {
 public:
  ChangeGallery(std::string folder, std::string profile)
      : folder_(std::move(folder)), profile_(std::move(profile)) {}

  // Names of all stories, in order.
  std::vector<std::string> Names() const;

  // What `vigil impact` says of the commits behind the clean twin, or behind the commit
  // of a line "base: N". InvalidArgument: the story does not fit, with its line.
  absl::StatusOr<Checked> Run(const std::string& name) const;

  std::string GoldenFile(const std::string& name) const;

 private:
  std::string folder_, profile_;
};

}  // namespace vigil::lifecycle

#endif  // VIGIL_TEST_LIFECYCLE_CHANGE_GALLERY_H_
