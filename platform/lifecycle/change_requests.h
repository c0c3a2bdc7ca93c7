// Commits against the change requests that they name (6.2.3, 6.2.4, 7.4, 8.2): who
// changed something without one, what a request forgot, and what it names that nobody
// changed.
//
//   CheckChanges(change, commits, findings);
//
// A pure function: it blocks on nothing, can't fail, and runs on any thread.
#ifndef VIGIL_PLATFORM_LIFECYCLE_CHANGE_REQUESTS_H_
#define VIGIL_PLATFORM_LIFECYCLE_CHANGE_REQUESTS_H_

#include <set>
#include <string>
#include <vector>

#include "platform/lifecycle/finding.h"
#include "platform/lifecycle/impact.h"

namespace vigil::lifecycle {

struct CommitChange {
  std::string hash;
  std::string subject;
  std::vector<std::string> requests;  // ids that its message names
  std::set<std::string> files;
  std::set<std::string> packages;       // locked ones that it moved
  std::vector<RecordChange> records;
  // Earlier than what is looked at: it only counts as a part of what was done for a
  // request that is named there.
  bool is_earlier = false;
};

// `change` gives the records, as they are behind the last commit, and the graph; its
// files are not used. Findings are at the request, or at "commit HASH".
void CheckChanges(const Change& change, const std::vector<CommitChange>& commits, Findings& findings);

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_CHANGE_REQUESTS_H_
