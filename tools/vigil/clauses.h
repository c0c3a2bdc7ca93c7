// What shows each clause of the standard, and what of it is open.
//
//   for (const ClauseRow& row : ClauseRows(workspace, findings, waiting)) Show(row.status);
//
// What was not looked at shows nothing: a rule over results counts when there are
// results, a record when nobody's signature is missing on it. Nothing here blocks or
// fails; any thread, one at a time for one workspace.
#ifndef VIGIL_TOOLS_VIGIL_CLAUSES_H_
#define VIGIL_TOOLS_VIGIL_CLAUSES_H_

#include <string>
#include <vector>

#include "platform/lifecycle/approval_rules.h"
#include "platform/lifecycle/finding.h"
#include "platform/lifecycle/profile.pb.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {

// What a rule looks at besides records.
enum class Looks { kAtRecords, kAtEvidence, kAtGraph, kAtEvidenceAndGraph, kAtHistory };
Looks LooksOf(const std::string& rule);

struct ClauseRow {
  const Clause* clause = nullptr;
  std::string status;  // "shown", "partly", "open"
  std::vector<std::string> evidence, gaps;
};

// In the order of the profile, which has to outlive them. `findings` are those of Check,
// `waiting` what WaitingForApproval tells.
std::vector<ClauseRow> ClauseRows(const Workspace& workspace, const Findings& findings,
                                  const std::vector<Waiting>& waiting);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_VIGIL_CLAUSES_H_
