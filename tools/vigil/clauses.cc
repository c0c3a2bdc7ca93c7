#include "tools/vigil/clauses.h"

#include <algorithm>
#include <map>
#include <utility>

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

// Whether a record speaks of `clause`: a plan that names it, an approval that it
// demands, of any other kind all.
bool SpeaksOf(const Record& record, const Profile& profile, const std::string& clause) {
  if (record.As<Approval>() != nullptr) return IsDemanded(record, profile, clause);
  const auto* plan = record.As<Plan>();
  return plan == nullptr || std::find(plan->clause().begin(), plan->clause().end(), clause) != plan->clause().end();
}

// Why a rule that found nothing says nothing; empty: it looked.
std::string NotLookedAt(const std::string& rule, const Subject& subject) {
  const Looks looks = LooksOf(rule);
  if (looks == Looks::kAtHistory) return "says vigil impact alone";
  const bool of_tests = looks == Looks::kAtEvidence || looks == Looks::kAtEvidenceAndGraph;
  const bool of_graph = looks == Looks::kAtGraph || looks == Looks::kAtEvidenceAndGraph;
  if (of_tests && !subject.evidence) return "not looked at: no evidence given";
  if (of_graph && !subject.graph) return "not looked at: no build graph given";
  return "";
}

class Row {
 public:
  Row(const Clause& clause, const Workspace& workspace, const Subject& subject, const std::vector<Waiting>& waiting)
      : workspace_(workspace), subject_(subject), waiting_(waiting) {
    row_.clause = &clause;
  }

  ClauseRow Filled(const Findings& findings) {
    for (const std::string& shown_by : row_.clause->shown_by()) Add(shown_by);
    const auto open = std::count_if(findings.begin(), findings.end(), [this](const Finding& finding) {
      return finding.clause == row_.clause->number();
    });
    if (open > 0) row_.gaps.push_back(absl::StrCat(open, open == 1 ? " finding" : " findings"));
    const auto missing = std::count_if(waiting_.begin(), waiting_.end(), [this](const Waiting& one) {
      return one.demand->clause() == row_.clause->number();
    });
    if (missing > 0) row_.gaps.push_back(absl::StrCat(missing, missing == 1 ? " signature missing" : " signatures missing"));
    if (row_.clause->shown_by().empty()) row_.gaps.push_back("nothing shows it yet");
    row_.status = row_.gaps.empty() ? "shown" : row_.evidence.empty() ? "open" : "partly";
    return std::move(row_);
  }

 private:
  void Add(const std::string& shown_by) {
    if (LifecycleFile::descriptor()->FindFieldByName(shown_by) != nullptr) return AddRecords(shown_by);
    const auto& gates = workspace_.profile().gate();
    const bool is_gate = std::any_of(gates.begin(), gates.end(), [&](const Gate& gate) { return gate.name() == shown_by; });
    // A graph comes out of a build, and a build of what passed its gates.
    const std::string why = is_gate ? (subject_.graph ? "" : "not looked at: no build graph given") : NotLookedAt(shown_by, subject_);
    const std::string name = absl::StrCat(is_gate ? "gate " : "rule ", shown_by);
    if (why.empty()) row_.evidence.push_back(name);
    else row_.gaps.push_back(absl::StrCat(name, " ", why));
  }

  void AddRecords(const std::string& kind) {
    int count = 0, unsigned_yet = 0;
    for (const Record& record : workspace_.records().all()) {
      if (record.kind->name() != kind || !SpeaksOf(record, workspace_.profile(), row_.clause->number())) continue;
      ++count;
      if (Waits(record)) ++unsigned_yet;
    }
    // Of approvals those that are missing are counted by demand.
    if (count == 0 && kind != "approval") row_.gaps.push_back(absl::StrCat("no ", kind));
    if (count > 0 && unsigned_yet == 0) row_.evidence.push_back(absl::StrCat(count, " ", kind));
    if (unsigned_yet > 0) row_.gaps.push_back(absl::StrCat(unsigned_yet, " of ", count, " ", kind, " waits for a signature"));
  }

  bool Waits(const Record& record) const {
    return std::any_of(waiting_.begin(), waiting_.end(), [&](const Waiting& one) { return one.record == &record; });
  }

  const Workspace& workspace_;
  const Subject& subject_;
  const std::vector<Waiting>& waiting_;
  ClauseRow row_;
};

}  // namespace

Looks LooksOf(const std::string& rule) {
  static const auto* looks = new std::map<std::string, Looks>{
      {"artifact-untested", Looks::kAtEvidenceAndGraph},
      {"artifact-without-digest", Looks::kAtEvidenceAndGraph},
      {"break-elsewhere", Looks::kAtEvidence},
      {"break-of-other-source", Looks::kAtEvidenceAndGraph},
      {"break-unnoticed", Looks::kAtEvidence},
      {"case-twice", Looks::kAtEvidence},
      {"case-without-assertion", Looks::kAtEvidenceAndGraph},
      {"change-control-unmentioned", Looks::kAtHistory},
      {"change-effect-missing", Looks::kAtHistory},
      {"change-forgot", Looks::kAtHistory},
      {"change-not-made", Looks::kAtHistory},
      {"change-unknown", Looks::kAtHistory},
      {"commit-without-change", Looks::kAtHistory},
      {"control-one-test", Looks::kAtEvidence},
      {"dep-outside-graph", Looks::kAtGraph},
      {"deviation-of-nothing", Looks::kAtGraph},
      {"deviation-unused", Looks::kAtEvidenceAndGraph},
      {"digest-malformed", Looks::kAtEvidence},
      {"evidence-of-other-bits", Looks::kAtEvidence},
      {"evidence-of-other-tools", Looks::kAtEvidence},
      {"file-unbuilt", Looks::kAtGraph},
      {"fuzz-test-without-search", Looks::kAtEvidence},
      {"history-moved", Looks::kAtHistory},
      {"history-unknown", Looks::kAtHistory},
      {"interface-missing", Looks::kAtGraph},
      {"label-missing", Looks::kAtGraph},
      {"label-no-test", Looks::kAtGraph},
      {"measurement-below", Looks::kAtEvidenceAndGraph},
      {"measurement-impossible", Looks::kAtEvidenceAndGraph},
      {"measurement-missing", Looks::kAtEvidenceAndGraph},
      {"measurement-stale", Looks::kAtEvidenceAndGraph},
      {"measurement-without-tests", Looks::kAtEvidenceAndGraph},
      {"noticed-by-no-case", Looks::kAtEvidence},
      {"package-missing", Looks::kAtGraph},
      {"package-of-two-items", Looks::kAtGraph},
      {"plan-tool-missing", Looks::kAtGraph},
      {"product-on-test-code", Looks::kAtGraph},
      {"record-without-test", Looks::kAtEvidenceAndGraph},
      {"register-line-removed", Looks::kAtHistory},
      {"requirement-unverified", Looks::kAtEvidence},
      {"segregation-unrecorded", Looks::kAtGraph},
      {"shipped-without-class", Looks::kAtGraph},
      {"soup-above-its-class", Looks::kAtGraph},
      {"soup-unlocked", Looks::kAtGraph},
      {"source-missing", Looks::kAtGraph},
      {"source-of-unknown-kind", Looks::kAtGraph},
      {"source-outside", Looks::kAtGraph},
      {"source-twice", Looks::kAtGraph},
      {"source-unregistered", Looks::kAtGraph},
      {"subject-not-released", Looks::kAtEvidence},
      {"suppression", Looks::kAtGraph},
      {"target-class-below-item", Looks::kAtGraph},
      {"target-without-item", Looks::kAtGraph},
      {"test-empty", Looks::kAtEvidence},
      {"test-failed", Looks::kAtEvidence},
      {"test-of-itself", Looks::kAtEvidence},
      {"test-of-no-claim", Looks::kAtEvidence},
      {"test-of-nothing", Looks::kAtEvidence},
      {"test-of-other-code", Looks::kAtEvidenceAndGraph},
      {"test-skipped", Looks::kAtEvidence},
      {"test-twice", Looks::kAtEvidence},
      {"test-without-environment", Looks::kAtEvidence},
      {"test-without-record", Looks::kAtEvidenceAndGraph},
      {"test-without-result", Looks::kAtEvidence},
      {"test-without-tools", Looks::kAtEvidence},
      {"unit-of-other-item", Looks::kAtGraph},
      {"validation-missing", Looks::kAtGraph},
      {"validation-of-nothing", Looks::kAtGraph},
      {"validation-of-other-code", Looks::kAtGraph},
      {"verification-not-passed", Looks::kAtEvidence},
      {"verified-elsewhere", Looks::kAtEvidenceAndGraph},
  };
  const auto found = looks->find(rule);
  return found == looks->end() ? Looks::kAtRecords : found->second;
}

std::vector<ClauseRow> ClauseRows(const Workspace& workspace, const Findings& findings,
                                  const std::vector<Waiting>& waiting) {
  const Subject subject = workspace.subject();
  std::vector<ClauseRow> rows;
  for (const Clause& clause : workspace.profile().clause()) {
    rows.push_back(Row(clause, workspace, subject, waiting).Filled(findings));
  }
  return rows;
}

}  // namespace vigil::lifecycle
