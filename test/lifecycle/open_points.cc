#include "test/lifecycle/open_points.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/lifecycle/check.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {

absl::StatusOr<std::string> OpenPoints(const std::string& folder) {
  Workspace workspace;
  if (const absl::Status status = workspace.Load(folder); !status.ok()) return status;
  Findings findings = workspace.findings();
  Check(workspace.subject(), findings);
  // Without lines of files: a record that moves is no news.
  std::set<std::string> points;
  for (const Finding& finding : findings) {
    points.insert(absl::StrCat(finding.rule, ": ", finding.id.empty() ? finding.file : finding.id, ": ",
                               finding.message, "\n"));
  }
  return absl::StrJoin(points, "");
}

}  // namespace vigil::lifecycle
