#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tools/vigil/clauses.h"
#include "tools/vigil/commands.h"

namespace vigil::lifecycle {
namespace {

void TellJson(const std::vector<ClauseRow>& rows, std::ostream& out) {
  const char* separator = "[\n  ";
  for (const ClauseRow& row : rows) {
    out << separator << "{\"clause\": " << JsonText(row.clause->number())
        << ", \"title\": " << JsonText(row.clause->title())
        << ", \"from_class\": " << JsonText(SafetyClass_Name(row.clause->from()))
        << ", \"status\": " << JsonText(row.status) << ", \"evidence\": " << JsonList(row.evidence)
        << ", \"gaps\": " << JsonList(row.gaps) << "}";
    separator = ",\n  ";
  }
  out << "]\n";
}

}  // namespace

int RunClauses(const Workspace& workspace, const Call& call, std::ostream& out) {
  Findings findings = workspace.findings();
  Check(workspace.subject(), findings);
  const std::vector<ClauseRow> rows =
      ClauseRows(workspace, findings, WaitingForApproval(workspace.subject(), findings));
  if (call.json) {
    TellJson(rows, out);
    return 0;
  }
  out << WhatWasSeen(workspace.subject()) << "\nclause   from class, status\n";
  std::map<std::string, int> count;
  for (const ClauseRow& row : rows) {
    ++count[row.status];
    out << absl::StrFormat("%-8s %s  %-6s  %s\n", row.clause->number(),
                           SafetyClass_Name(row.clause->from()), row.status, row.clause->title());
    if (!row.evidence.empty()) out << "           has: " << absl::StrJoin(row.evidence, ", ") << "\n";
    if (!row.gaps.empty()) out << "           open: " << absl::StrJoin(row.gaps, ", ") << "\n";
  }
  out << rows.size() << " clauses: " << count["shown"] << " shown, " << count["partly"]
      << " partly, " << count["open"] << " open\n";
  return 0;
}

}  // namespace vigil::lifecycle
