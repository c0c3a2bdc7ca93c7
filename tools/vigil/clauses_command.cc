#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tools/vigil/commands.h"

namespace vigil::lifecycle {
namespace {

struct Row {
  const Clause* clause = nullptr;
  std::string status;
  std::vector<std::string> evidence, gaps;
};

// How many records of `kind` speak of `clause`: of plans those that name it, of any
// other kind all.
int CountOf(const Records& records, const std::string& kind, const std::string& clause) {
  return static_cast<int>(std::count_if(
      records.all().begin(), records.all().end(), [&](const Record& record) {
        if (record.kind->name() != kind) return false;
        const auto* plan = record.As<Plan>();
        return plan == nullptr || std::find(plan->clause().begin(), plan->clause().end(),
                                            clause) != plan->clause().end();
      }));
}

// Shown: by rules and records, and nothing of it is open.
Row RowOf(const Clause& clause, const Records& records, const Findings& findings) {
  Row row;
  row.clause = &clause;
  for (const std::string& shown_by : clause.shown_by()) {
    if (LifecycleFile::descriptor()->FindFieldByName(shown_by) == nullptr) {
      row.evidence.push_back(absl::StrCat("rule ", shown_by));
      continue;
    }
    const int count = CountOf(records, shown_by, clause.number());
    if (count == 0) row.gaps.push_back(absl::StrCat("no ", shown_by));
    if (count > 0) row.evidence.push_back(absl::StrCat(count, " ", shown_by));
  }
  const auto open = std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.clause == clause.number();
  });
  if (open > 0) row.gaps.push_back(absl::StrCat(open, open == 1 ? " finding" : " findings"));
  if (clause.shown_by().empty()) row.gaps.push_back("nothing shows it yet");
  row.status = row.gaps.empty() ? "shown" : row.evidence.empty() ? "open" : "partly";
  return row;
}

std::string JsonList(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(JsonText(text));
  return absl::StrCat("[", absl::StrJoin(quoted, ", "), "]");
}

void TellJson(const std::vector<Row>& rows, std::ostream& out) {
  const char* separator = "[\n  ";
  for (const Row& row : rows) {
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
  std::vector<Row> rows;
  for (const Clause& clause : workspace.profile().clause()) {
    rows.push_back(RowOf(clause, workspace.records(), findings));
  }
  if (call.json) {
    TellJson(rows, out);
    return 0;
  }
  std::map<std::string, int> count;
  for (const Row& row : rows) {
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
