// Reviews and approvals (5.2.6, 8.2.1): signed by whom they name, who may, who did not
// write it, of what the record says now. That its text changed shows as a suspect link
// (link_rules.cc).
#include "platform/lifecycle/approval_rules.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/lifecycle/content_digest.h"
#include "platform/lifecycle/signature.h"

namespace vigil::lifecycle {
namespace {

constexpr char kSign[] = "./bazelw run //:vigil -- sign ID --as=SIG-... --key=FILE";

// Of the first demand on such a record; without one that of change requests.
std::string ClauseOf(const Profile& profile, absl::string_view kind) {
  for (const ApprovalDemand& demand : profile.approval()) {
    if (demand.record() == kind) return demand.clause();
  }
  return "8.2.1";
}

// A name without case, blanks and punctuation: "Author 1" is author-1.
std::string PersonIn(absl::string_view name) {
  std::string person;
  for (const char c : name) {
    const bool is_ascii = static_cast<unsigned char>(c) < 0x80;
    if (!is_ascii || absl::ascii_isalnum(static_cast<unsigned char>(c))) person += absl::ascii_tolower(static_cast<unsigned char>(c));
  }
  return person;
}

bool IsSamePerson(absl::string_view a, absl::string_view b) { return PersonIn(a) == PersonIn(b); }

// Who wrote it and who signs it are two persons, so both have to be known.
void CheckAuthor(const Record& record, const Record& signatory, Findings& objections) {
  const std::string& name = signatory.As<Signatory>()->name();
  if (PersonIn(record.author).empty()) {
    objections.push_back({.rule = "approval-author-unknown",
                          .message = absl::StrCat("nobody is named who wrote ", record.id, "; ", name, " might have"),
                          .mend = absl::StrCat("author: in the record or, for all of them, in ", *record.file,
                                               "; then somebody else signs")});
  }
  if (&record == &signatory || IsSamePerson(record.author, name) || IsSamePerson(record.author, signatory.id)) {
    objections.push_back({.rule = "approval-by-author",
                          .message = absl::StrCat(name, " approves what ", name, " wrote, ", record.id),
                          .mend = "somebody else reads and approves it"});
  }
}

bool Has(const google::protobuf::RepeatedPtrField<std::string>& roles, const std::string& role) {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

void CheckRole(const Approval& approval, const Record& record, const Record& signatory,
               const Profile& profile, Findings& objections) {
  if (!Has(signatory.As<Signatory>()->role(), approval.role())) {
    objections.push_back({.rule = "approval-role",
                          .message = absl::StrCat("signs as ", approval.role(), ", which ",
                                                  signatory.id, " is not"),
                          .mend = absl::StrCat("sign in a role that ", signatory.id, " has")});
  }
  std::vector<std::string> accepted;
  std::string other;  // what this role does sign
  for (const ApprovalDemand& demand : profile.approval()) {
    if (demand.record() != record.kind->name()) continue;
    const bool may = Has(demand.role(), approval.role());
    if (demand.kind() != approval.kind()) {
      if (may) other = demand.kind() == REVIEW ? "; such a role reviews: sign --review" : "; such a role approves: sign without --review";
      continue;
    }
    if (may) return;
    accepted.push_back(TextOf(demand));
  }
  if (accepted.empty()) return;
  objections.push_back({.rule = "approval-role-unfit",
                        .message = absl::StrCat("a ", approval.role(), " can't sign for ", record.id,
                                                " (", record.kind->name(), ")"),
                        .mend = absl::StrCat("it takes ", absl::StrJoin(accepted, ", or "), other)});
}

void CheckTime(const Approval& approval, const Record& signatory, Findings& objections) {
  if (!IsDate(approval.date())) return;
  const auto& by = *signatory.As<Signatory>();
  const bool is_over = !by.revoked_from().empty() && approval.date() >= by.revoked_from();
  if (by.key_compromised() || is_over) {
    objections.push_back(
        {.rule = "approval-revoked",
         .message = by.key_compromised()
                        ? absl::StrCat("the key of ", signatory.id, " is in other hands: ", by.revoked_reason())
                        : absl::StrCat("is of ", approval.date(), ", and ", signatory.id, " signs no more from ",
                                       by.revoked_from(), " on: ", by.revoked_reason()),
         .mend = "somebody else reads and signs"});
  }
  if (approval.date() < by.valid_from()) {
    objections.push_back({.rule = "approval-too-early",
                          .message = absl::StrCat("is of ", approval.date(), ", and ", signatory.id,
                                                  " signs from ", by.valid_from(), " on"),
                          .mend = "sign with the day on which it was read"});
  }
}

void CheckSigned(const Record& record, const Approval& approval, Findings& objections) {
  if (approval.by().to().empty() || approval.signature().empty()) {
    objections.push_back({.rule = "approval-unsigned",
                          .message = "names nobody, or carries no signature",
                          .mend = kSign});
  }
  const bool is_full = approval.record().digest().size() == kFullDigest;
  if (approval.kind() == APPROVAL_KIND_UNSPECIFIED || approval.role().empty() || !IsDate(approval.date()) || !is_full) {
    objections.push_back({.rule = "approval-incomplete",
                          .message = "lacks kind (REVIEW or APPROVAL), role, date (YYYY-MM-DD), or all 64 digits of the digest",
                          .mend = kSign});
  }
  const Record* signatory = record.Linked("by");
  const Record* target = record.Linked("record");
  const auto* by = signatory == nullptr ? nullptr : signatory->As<Signatory>();
  if (by == nullptr || target == nullptr || approval.signature().empty()) return;
  if (IsSignatureOf(StatementOf(approval, *by, target->kind->name()), by->public_key(), approval.signature())) return;
  objections.push_back({.rule = "approval-forged",
                        .message = absl::StrCat("its signature is not one of ", signatory->id,
                                                " over what it says"),
                        .mend = absl::StrCat("find out who changed or made it; ", signatory->id,
                                             " reads and signs anew")});
}

// A field that is empty is one that the profile asks for (need_rules.cc).
void CheckSignatory(const Record& record, const Signatory& signatory,
                    std::map<std::string, std::string>& keys, Findings& findings) {
  const std::string& key = signatory.public_key();
  if (!key.empty() && !IsSoundPublicKey(key)) {
    findings.push_back(At(record, "signatory-key", "4.1",
                          "its public key is no sound one of Ed25519: 64 small hexadecimal digits",
                          "take what vigil keygen says"));
  }
  const auto [first, is_new] = keys.emplace(key, record.id);
  if (!key.empty() && !is_new) {
    findings.push_back(At(record, "signatory-key-shared", "4.1",
                          absl::StrCat("has the key of ", first->second, ": either could sign as the other"),
                          "each makes a key of their own: vigil keygen"));
  }
  const bool is_revoked = !signatory.revoked_from().empty() || signatory.key_compromised();
  const bool has_dates = IsDate(signatory.valid_from()) &&
                         (signatory.revoked_from().empty() || IsDate(signatory.revoked_from()));
  if (!has_dates || (is_revoked && signatory.revoked_reason().empty())) {
    findings.push_back(At(record, "signatory-time", "4.1",
                          "says not from when on it signs, or until when and why no more",
                          "valid_from, revoked_from: YYYY-MM-DD; revoked_reason with a revocation"));
  }
}

// A demand that nothing could meet, or that is of no record, would look like one met.
void CheckDemandsCanBeMet(const Profile& profile, Findings& findings) {
  for (const ApprovalDemand& demand : profile.approval()) {
    const bool is_known = LifecycleFile::descriptor()->FindFieldByName(demand.record()) != nullptr;
    if (is_known && demand.kind() != APPROVAL_KIND_UNSPECIFIED && !demand.role().empty()) continue;
    findings.push_back({.rule = "profile-approval",
                        .clause = demand.clause(),
                        .file = profile.title(),
                        .message = absl::StrCat("the profile asks for an approval of each ", demand.record(),
                                                ", and there is no such record, or it says not which or by whom"),
                        .mend = "correct the profile"});
  }
}

}  // namespace

bool IsDate(absl::string_view text) {
  int year = 0, month = 0, day = 0;
  const auto number = [&text](std::size_t at, std::size_t size, int* out) {
    const absl::string_view digits = text.substr(at, size);
    return std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit) && absl::SimpleAtoi(digits, out);
  };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  if (!number(0, 4, &year) || !number(5, 2, &month) || !number(8, 2, &day)) return false;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month < 1 || month > 12) return false;
  return day >= 1 && day <= kDays[month - 1] + (is_leap && month == 2 ? 1 : 0);
}

Findings ObjectionsTo(const Approval& approval, const Record& record, const Record& signatory,
                      const Profile& profile) {
  Findings objections;
  CheckAuthor(record, signatory, objections);
  CheckRole(approval, record, signatory, profile, objections);
  CheckTime(approval, signatory, objections);
  for (Finding& objection : objections) objection.clause = ClauseOf(profile, record.kind->name());
  return objections;
}

namespace {

// A signature of a day that is still to come is of nobody who has read anything.
void CheckDay(const Approval& approval, const Subject& subject, Findings& objections) {
  const std::string last = LastDayOfApprovals(subject);
  if (!IsDate(approval.date()) || last.empty() || approval.date() <= last) return;
  objections.push_back({.rule = "approval-too-late",
                        .message = absl::StrCat("is of ", approval.date(), ", later than ",
                                                subject.for_release ? "the release, " : "today, ", last),
                        .mend = "sign with the day on which it was read; a release is of the day on which all was signed, or later"});
}

void CheckApproval(const Record& record, const Approval& approval, const Subject& subject, Findings& findings) {
  const Profile& profile = subject.profile;
  Findings objections;
  CheckDay(approval, subject, objections);
  const Record* target = record.Linked("record");
  const Record* signatory = record.Linked("by");
  CheckSigned(record, approval, objections);
  if (target != nullptr && signatory != nullptr && signatory->As<Signatory>() != nullptr) {
    for (Finding& objection : ObjectionsTo(approval, *target, *signatory, profile)) {
      objections.push_back(std::move(objection));
    }
  }
  const std::string clause = ClauseOf(profile, target == nullptr ? "" : target->kind->name());
  for (Finding& objection : objections) {
    objection.clause = clause;
    objection.file = *record.file;
    objection.line = record.line;
    objection.id = record.id;
    findings.push_back(std::move(objection));
  }
}

}  // namespace

void CheckApprovals(const Subject& subject, Findings& findings) {
  CheckDemandsCanBeMet(subject.profile, findings);
  std::map<std::string, std::string> keys;  // public key, first signatory
  for (const Record& record : subject.records.all()) {
    if (const auto* signatory = record.As<Signatory>()) CheckSignatory(record, *signatory, keys, findings);
    if (const auto* approval = record.As<Approval>()) CheckApproval(record, *approval, subject, findings);
  }
}

std::vector<Waiting> WaitingForApproval(const Subject& subject, const Findings& findings) {
  using Signed = std::set<std::pair<ApprovalKind, std::string>>;  // with the role
  std::set<absl::string_view> wrong;
  for (const Finding& finding : findings) wrong.insert(finding.id);
  absl::flat_hash_map<const Record*, Signed> held;
  for (const Record& record : subject.records.all()) {
    const auto* approval = record.As<Approval>();
    if (approval == nullptr || wrong.count(record.id) != 0) continue;
    held[record.Linked("record")].insert({approval->kind(), approval->role()});
  }
  std::vector<Waiting> waiting;
  for (const ApprovalDemand& demand : subject.profile.approval()) {
    for (const Record& record : subject.records.all()) {
      // What belongs to no item is demanded as of the lowest class.
      if (record.kind->name() != demand.record() || std::max(Records::ClassOf(record), A) < demand.from()) continue;
      const Signed& has = held[&record];
      const bool met = std::any_of(demand.role().begin(), demand.role().end(), [&](const std::string& role) {
        return has.count({demand.kind(), role}) != 0;
      });
      if (!met) waiting.push_back({&record, &demand});
    }
  }
  return waiting;
}

std::string TextOf(const ApprovalDemand& demand) {
  return absl::StrCat(demand.kind() == REVIEW ? "a review as " : "an approval as ",
                      absl::StrJoin(demand.role(), " or "));
}

}  // namespace vigil::lifecycle
