#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/lifecycle/approval_rules.h"
#include "tools/vigil/commands.h"

namespace vigil::lifecycle {
namespace {

struct Verdict {
  const Record* record = nullptr;  // the approval
  Findings objections;
  bool by_appointed = false;  // whoever signed is themselves approved
};

struct Verified {
  std::vector<Verdict> verdicts;
  Findings others;  // of signatories and profile, and what can't be read
  std::vector<Waiting> waiting;
};

bool IsApproval(const Record* record) { return record != nullptr && record->As<Approval>() != nullptr; }

// Of the approvals; of one record, or one approval, when `id` is not empty.
Verified Verify(const Workspace& workspace, const std::string& id) {
  const Subject subject = workspace.subject();
  Findings links, findings = workspace.findings();
  CheckApprovals(subject, findings);
  CheckLinks(subject, links);
  std::copy_if(links.begin(), links.end(), std::back_inserter(findings),
               [&](const Finding& finding) { return IsApproval(subject.records.Find(finding.id)); });
  Verified verified;
  std::map<std::string, Findings> objections;
  for (const Finding& finding : findings) {
    const bool is_one = IsApproval(subject.records.Find(finding.id));
    if (is_one || id.empty()) (is_one ? objections[finding.id] : verified.others).push_back(finding);
  }
  for (const Record& record : subject.records.all()) {
    const auto* approval = record.As<Approval>();
    if (approval == nullptr || !(id.empty() || record.id == id || approval->record().to() == id)) continue;
    verified.verdicts.push_back({&record, objections[record.id], true});
  }
  for (const Waiting& one : WaitingForApproval(subject, findings)) {
    for (Verdict& verdict : verified.verdicts) {
      if (verdict.record->Linked("by") == one.record) verdict.by_appointed = false;
    }
    if (id.empty() || one.record->id == id) verified.waiting.push_back(one);
  }
  return verified;
}

// A signature counts when it holds and whoever made it may sign at all.
const char* TextOfState(const Verdict& verdict) {
  if (!verdict.objections.empty()) return "does not hold";
  return verdict.by_appointed ? "holds" : "holds, and counts when who signed is approved as signatory";
}

std::string Line(const Verdict& verdict) {
  const auto& approval = *verdict.record->As<Approval>();
  const Record* by = verdict.record->Linked("by");
  const auto* signatory = by == nullptr ? nullptr : by->As<Signatory>();
  return absl::StrCat(verdict.record->id, ": ", approval.kind() == REVIEW ? "review" : "approval", " of ",
                      approval.record().to(), " by ", signatory == nullptr ? "nobody known" : signatory->name(),
                      " (", approval.by().to(), ") as ", approval.role(), ", ", approval.date(), ": ",
                      TextOfState(verdict), "\n");
}

void Tell(const Verified& verified, bool names_waiting, std::ostream& out) {
  const auto& [verdicts, others, waiting] = verified;
  for (const Verdict& verdict : verdicts) {
    out << Line(verdict);
    for (const Finding& objection : verdict.objections) out << "  " << TextOf(objection);
  }
  for (const Finding& finding : others) out << TextOf(finding);
  for (const Waiting& one : waiting) {
    if (!names_waiting) break;
    out << *one.record->file << ":" << one.record->line << ": " << one.record->id << " waits for "
        << TextOf(*one.demand) << " [clause " << one.demand->clause() << "]\n";
  }
  const auto held = std::count_if(verdicts.begin(), verdicts.end(), [](const Verdict& verdict) { return verdict.objections.empty(); });
  out << verdicts.size() << (verdicts.size() == 1 ? " approval, " : " approvals, ") << held << " hold; " << waiting.size() << " wait"
      << (names_waiting || waiting.empty() ? "" : " (--waiting lists them)") << "\n";
}

void TellJson(const Verified& verified, std::ostream& out) {
  const auto& [verdicts, others, waiting] = verified;
  out << "{\"approvals\": [";
  const char* separator = "\n  ";
  for (const Verdict& verdict : verdicts) {
    const auto& approval = *verdict.record->As<Approval>();
    out << separator << "{\"id\": " << JsonText(verdict.record->id) << ", \"record\": " << JsonText(approval.record().to())
        << ", \"kind\": " << JsonText(ApprovalKind_Name(approval.kind())) << ", \"by\": " << JsonText(approval.by().to())
        << ", \"role\": " << JsonText(approval.role()) << ", \"date\": " << JsonText(approval.date())
        << ", \"holds\": " << (verdict.objections.empty() ? "true" : "false")
        << ", \"counts\": " << (verdict.objections.empty() && verdict.by_appointed ? "true" : "false")
        << ", \"objections\": " << JsonOf(verdict.objections) << "}";
    separator = ",\n  ";
  }
  out << "],\n\"findings\": " << JsonOf(others) << ",\n\"waiting\": [";
  separator = "\n  ";
  for (const Waiting& one : waiting) {
    out << separator << "{\"id\": " << JsonText(one.record->id) << ", \"clause\": " << JsonText(one.demand->clause())
        << ", \"for\": " << JsonText(TextOf(*one.demand)) << "}";
    separator = ",\n  ";
  }
  out << "]}\n";
}

}  // namespace

int RunVerify(const Workspace& workspace, const Call& call, std::ostream& out) {
  if (call.arguments.size() > 1) {
    out << "vigil verify [ID] [--waiting]: a record or an approval; without any, all\n";
    return 2;
  }
  const std::string id = call.arguments.empty() ? "" : call.arguments[0];
  if (!id.empty() && workspace.records().Find(id) == nullptr) {
    out << "vigil verify: there is no record " << id << IdsLike(workspace, id) << "\n";
    return 1;
  }
  const Verified verified = Verify(workspace, id);
  if (call.json) {
    TellJson(verified, out);
  } else {
    Tell(verified, call.options.count("waiting") != 0 || !id.empty(), out);
  }
  const bool all_hold = std::all_of(verified.verdicts.begin(), verified.verdicts.end(),
                                    [](const Verdict& verdict) { return verdict.objections.empty(); });
  return all_hold && verified.others.empty() ? 0 : 1;
}

}  // namespace vigil::lifecycle
