// What a range of commits did to the lifecycle: records of both ends, commits with what
// each changed, and the files that differ.
//
//   absl::StatusOr<std::unique_ptr<History>> history = ReadHistory(git, range);
//   const Change change = {.before = history->before, .after = history->after, ...};
//
// Blocks until Git is done; any thread.
#ifndef VIGIL_TOOLS_VIGIL_HISTORY_H_
#define VIGIL_TOOLS_VIGIL_HISTORY_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/lifecycle/change_requests.h"
#include "platform/lifecycle/finding.h"
#include "platform/lifecycle/records.h"
#include "tools/vigil/git_changes.h"

namespace vigil::lifecycle {

struct History {
  Range range;
  Records before, after;
  std::set<std::string> files;     // that differ
  std::set<std::string> packages;  // locked ones that differ
  std::map<std::string, std::string> repositories;  // of each locked package
  // Of the range, without those of before the rule; then earlier ones of the same requests.
  std::vector<CommitChange> commits;
  int of_range = 0;   // all of the range
  int before_rule = 0;  // of these, how many are of before (LegacySoftware.last_commit)
  // Of reading; of a last_commit that moved or is gone; of ids whose line in the register
  // is gone.
  Findings findings;
  std::vector<std::string> notes;
};

// InvalidArgument: the range can't be understood. FailedPrecondition, Internal: Git.
// A file of the range's begin that today's schema can't read becomes a note.
absl::StatusOr<std::unique_ptr<History>> ReadHistory(const Git& git, const std::string& range);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_VIGIL_HISTORY_H_
