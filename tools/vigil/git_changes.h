// What a Git repository says of a range of commits: which there are, what each says and
// changes, and files as they were. Git runs as a process of its own, without a shell;
// only names of commits that hold nothing but letters, digits and ". _ / - ~ ^ @" reach
// it.
//
//   Git git("/path/to/the/workspace");
//   absl::StatusOr<Range> range = git.Resolve("main..HEAD");
//   absl::StatusOr<std::vector<GitCommit>> commits = git.Commits({range->head, "^" + range->base});
//
// Every call blocks until Git is done. FailedPrecondition: Git says no, with its words;
// Internal: it can't be run.
#ifndef VIGIL_TOOLS_VIGIL_GIT_CHANGES_H_
#define VIGIL_TOOLS_VIGIL_GIT_CHANGES_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace vigil::lifecycle {

struct Range {
  std::string base;  // hashes
  std::string head;
};

struct GitCommit {
  std::string hash;
  std::string parent;   // the first; empty: it is the root
  std::string subject;
  std::vector<std::string> requests;  // of its trailers "Change: CR-..."
  std::vector<std::string> files;     // that it changes; of a merge, by itself
  bool is_merge = false;
};

class Git {
 public:
  explicit Git(std::string root) : root_(std::move(root)) {}

  // "BASE..HEAD"; "BASE.." means up to HEAD. `base` becomes where HEAD left BASE, so that
  // what happened on BASE since then is no part of the range. InvalidArgument: it is
  // written otherwise, has other characters, or there is no such commit.
  absl::StatusOr<Range> Resolve(const std::string& range) const;

  // Of one name, the hash; InvalidArgument as above.
  absl::StatusOr<std::string> ResolveOne(const std::string& name) const;

  // Commits, the oldest first, that are reached from hashes and not from "^hash".
  absl::StatusOr<std::vector<GitCommit>> Commits(const std::vector<std::string>& hashes) const;

  // Files that differ between two commits.
  absl::StatusOr<std::vector<std::string>> Differing(const Range& range) const;

  // All files of a commit.
  absl::StatusOr<std::vector<std::string>> Files(const std::string& hash) const;

  // Those of a commit that are symbolic links; what is read of one is where it points.
  absl::StatusOr<std::vector<std::string>> SymbolicLinks(const std::string& hash) const;

  // Of each (hash of a commit, file) what it held; none where there was no such file.
  absl::StatusOr<std::vector<std::optional<std::string>>> Read(
      const std::vector<std::pair<std::string, std::string>>& files) const;

 private:
  // Its standard output.
  absl::StatusOr<std::string> Run(const std::vector<std::string>& arguments,
                                  const std::string& input = "") const;
  absl::Status AddFiles(std::vector<GitCommit>& commits) const;

  std::string root_;
};

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_VIGIL_GIT_CHANGES_H_
