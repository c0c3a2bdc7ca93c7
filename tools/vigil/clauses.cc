#include "tools/vigil/clauses.h"

#include <algorithm>
#include <deque>

#include "absl/strings/str_cat.h"

namespace vigil::lifecycle {
namespace {

// Whether `approval` is of a record that the profile wants signed by `clause`.
bool IsDemanded(const Record& approval, const Profile& profile, const std::string& clause) {
  const Record* target = approval.Linked("record");
  return target != nullptr &&
         std::any_of(profile.approval().begin(), profile.approval().end(), [&](const ApprovalDemand& demand) {
           return demand.clause() == clause && demand.record() == target->kind->name();
         });
}

// How many records of `kind` speak of `clause`: of plans those that name it, of
// approvals those that it demands, of any other kind all.
int CountOf(const Workspace& workspace, const std::string& kind, const std::string& clause) {
  const std::deque<Record>& records = workspace.records().all();
  return static_cast<int>(std::count_if(
      records.begin(), records.end(), [&](const Record& record) {
        if (record.kind->name() != kind) return false;
        if (record.As<Approval>() != nullptr) return IsDemanded(record, workspace.profile(), clause);
        const auto* plan = record.As<Plan>();
        return plan == nullptr || std::find(plan->clause().begin(), plan->clause().end(),
                                            clause) != plan->clause().end();
      }));
}

// Shown: by rules and records, and nothing of it is open.
ClauseRow RowOf(const Clause& clause, const Workspace& workspace, const Findings& findings,
                const std::vector<Waiting>& waiting) {
  ClauseRow row;
  row.clause = &clause;
  for (const std::string& shown_by : clause.shown_by()) {
    if (LifecycleFile::descriptor()->FindFieldByName(shown_by) == nullptr) {
      row.evidence.push_back(absl::StrCat("rule ", shown_by));
      continue;
    }
    const int count = CountOf(workspace, shown_by, clause.number());
    const bool is_approval = shown_by == "approval";  // what is missing of them is counted below
    if (count == 0 && !is_approval) row.gaps.push_back(absl::StrCat("no ", shown_by));
    if (count > 0) row.evidence.push_back(absl::StrCat(count, " ", shown_by));
  }
  const auto open = std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.clause == clause.number();
  });
  if (open > 0) row.gaps.push_back(absl::StrCat(open, open == 1 ? " finding" : " findings"));
  const auto unsigned_yet = std::count_if(waiting.begin(), waiting.end(), [&](const Waiting& one) {
    return one.demand->clause() == clause.number();
  });
  if (unsigned_yet > 0) row.gaps.push_back(absl::StrCat(unsigned_yet, " wait for a signature"));
  if (clause.shown_by().empty()) row.gaps.push_back("nothing shows it yet");
  row.status = row.gaps.empty() ? "shown" : row.evidence.empty() ? "open" : "partly";
  return row;
}

}  // namespace

std::vector<ClauseRow> ClauseRows(const Workspace& workspace, const Findings& findings,
                                  const std::vector<Waiting>& waiting) {
  std::vector<ClauseRow> rows;
  for (const Clause& clause : workspace.profile().clause()) {
    rows.push_back(RowOf(clause, workspace, findings, waiting));
  }
  return rows;
}

}  // namespace vigil::lifecycle
