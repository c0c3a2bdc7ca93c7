// Puts the lifecycle of all packages into one folder that looks like a workspace's
// root, as `vigil --root=FOLDER` reads it.
//
//   Collection collection = {.copied = {"pump/pump.lifecycle.textproto"}, ...};
//   const absl::Status status = Collect(collection, "bazel-bin/lifecycle");
//
// Blocks while it reads and writes; no threads of its own.
#ifndef VIGIL_TOOLS_EVIDENCE_COLLECT_H_
#define VIGIL_TOOLS_EVIDENCE_COLLECT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace vigil::lifecycle {

// Paths from the folder that the program runs in.
struct Collection {
  std::vector<std::string> copied;    // files that keep their paths
  std::vector<std::string> graphs;    // parts of a BuildGraph, as text
  std::vector<std::string> sources;   // copied as well; their digests go into the graph
  std::vector<std::string> evidence;  // records that the build made of tests, as text
  std::vector<std::string> measured;  // committed; only their measurements are taken
  // Label and file of what there is now, for evidence to be compared with: tools, the
  // artifacts of a release, and what was tested. Of the rest, what no release ships is
  // left out.
  std::vector<std::pair<std::string, std::string>> released;
};

// From lines such as "--copy=FILE", "--released=LABEL=FILE". InvalidArgument: with the
// line that is none.
absl::StatusOr<Collection> ParseCollection(const std::string& lines);

// Writes the folder. NotFound or InvalidArgument: a file can't be read, or is not what
// it should be; Internal: the folder can't be written.
absl::Status Collect(const Collection& collection, const std::string& folder);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_EVIDENCE_COLLECT_H_
