#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "platform/lifecycle/approval_rules.h"
#include "tools/vigil/commands.h"
#include "tools/vigil/signing.h"

namespace vigil::lifecycle {
namespace {

constexpr char kHow[] =
    R"(vigil sign ID... --as=SIG-... [--role=ROLE] [--review] [--date=YYYY-MM-DD], and one of
  --key=FILE        signs with this private key (vigil keygen)
  --statement       of one record: writes what is to be signed, for a key that is elsewhere
  --signature=HEX   takes the signature made there, over the same with the same --date
)";

constexpr char kFile[] = "approvals.lifecycle.textproto";
constexpr char kHead[] =
    "# Written by `vigil sign`; docs/lifecycle/approve.md.\n"
    "# proto-file: platform/lifecycle/lifecycle.proto\n"
    "# proto-message: vigil.lifecycle.LifecycleFile\n";

std::string Option(const Call& call, const std::string& name) {
  const auto found = call.options.find(name);
  return found == call.options.end() ? "" : found->second;
}

bool IsWellCalled(const Call& call) {
  const auto ways = call.options.count("key") + call.options.count("statement") + call.options.count("signature");
  const bool has_date = call.options.count("date") != 0;
  const bool is_one = call.arguments.size() == 1;
  return (is_one || (!call.arguments.empty() && call.options.count("key") != 0)) && call.options.count("as") != 0 && ways == 1 &&
         (call.options.count("signature") == 0 || has_date) && (!has_date || IsDate(Option(call, "date")));
}

// An id for an approval of `record` that was never given.
std::string NewId(const Workspace& workspace, const Record& record) {
  const std::optional<IdRegister> ids = workspace.subject().ids;
  std::string id = absl::StrCat("APP-", record.id);
  const auto is_taken = [&]() {
    return workspace.records().Find(id) != nullptr || (ids && ids->lines.count(id) != 0);
  };
  for (int n = 2; is_taken(); ++n) id = absl::StrCat("APP-", record.id, "-", n);
  return id;
}

std::string Today() { return absl::FormatTime("%Y-%m-%d", absl::Now(), absl::LocalTimeZone()); }

Approval Draft(const Workspace& workspace, const Call& call, const Record& record, const Record& signatory) {
  const auto& by = *signatory.As<Signatory>();
  Approval approval;
  approval.set_id(NewId(workspace, record));
  approval.mutable_record()->set_to(record.id);
  approval.mutable_record()->set_digest(record.full_digest);
  approval.mutable_by()->set_to(signatory.id);
  approval.set_role(Option(call, "role"));
  if (approval.role().empty() && by.role_size() == 1) approval.set_role(by.role(0));
  approval.set_kind(call.options.count("review") != 0 ? REVIEW : APPROVAL);
  approval.set_date(Option(call, "date"));
  if (approval.date().empty()) {
    approval.set_date(Today());
  }
  return approval;
}

// Of the same person, in the same role, of the same text; null: there is none.
const Record* SignedBefore(const Approval& draft, const Record& record) {
  for (const Record* other : record.linked_from) {
    const auto* approval = other->As<Approval>();
    if (approval != nullptr && approval->by().to() == draft.by().to() && approval->role() == draft.role() &&
        approval->kind() == draft.kind() && approval->record().digest() == draft.record().digest()) {
      return other;
    }
  }
  return nullptr;
}

// Why this must not be signed at all; empty: it may be.
std::string WhyNot(const Workspace& workspace, const Approval& draft, const Record& record, const Record& signatory) {
  std::string why;
  if (!IsSoundPublicKey(signatory.As<Signatory>()->public_key())) {
    absl::StrAppend(&why, signatory.id, " has no sound public_key; vigil keygen makes one\n");
  }
  if (const Record* before = SignedBefore(draft, record)) {
    absl::StrAppend(&why, signatory.id, " has signed this: ", before->id, "\n");
  }
  if (draft.date() > Today()) {
    absl::StrAppend(&why, draft.date(), " is still to come: sign with the day on which you read it\n");
  }
  for (const Finding& objection : ObjectionsTo(draft, record, signatory, workspace.profile())) {
    absl::StrAppend(&why, record.id, ": ", objection.message, "\n    to mend: ", objection.mend, "\n");
  }
  return why;
}

absl::StatusOr<std::string> SignatureOf(const Workspace& workspace, const Call& call, const std::string& statement,
                                        const Signatory& by) {
  const std::string path = Option(call, "key");
  if (const absl::Status status = MayHoldKey(path, workspace.root()); !status.ok()) return status;
  const absl::StatusOr<SigningKey> key = ReadKey(path);
  if (!key.ok()) return key.status();
  if (by.public_key() == key->PrivateKey()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the public_key of ", by.id(), " is the private one: everybody has it now; make another with vigil keygen"));
  }
  if (by.public_key() != key->PublicKey()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": is not the key of ", by.id(), ", ", by.public_key()));
  }
  return key->Sign(statement);
}

// Adds it beside its record.
absl::StatusOr<std::string> Append(const Workspace& workspace, const Record& record, const Approval& approval) {
  const std::filesystem::path folder = std::filesystem::path(*record.file).parent_path();
  const std::string file = (folder / kFile).string();
  const std::string path = absl::StrCat(workspace.root(), "/", file);
  const absl::StatusOr<std::string> before = ReadText(path);
  const absl::Status status = WriteText(path, absl::StrCat(before.ok() ? *before : kHead, "\n", TextOf(approval)));
  if (!status.ok()) return status;
  return file;
}

// Those of the same person that the new one takes the place of.
void TellOlder(const Approval& approval, const Record& record, std::ostream& out) {
  for (const Record* other : record.linked_from) {
    const auto* older = other->As<Approval>();
    if (older == nullptr || older->by().to() != approval.by().to() || older->kind() != approval.kind()) continue;
    if (older->record().digest() == approval.record().digest()) continue;
    out << *other->file << ":" << other->line << ": " << other->id
        << " is of an older text: take it out, and retire its id in " << kIdRegister << "\n";
  }
}

int Refuse(absl::string_view why, std::ostream& out) {
  out << "vigil sign: " << why << (!why.empty() && why.back() == '\n' ? "" : "\n");
  return 1;
}

int SignDraft(const Workspace& workspace, const Call& call, Approval approval, std::ostream& out) {
  const Record& record = *workspace.records().Find(approval.record().to());
  const Signatory& by = *workspace.records().Find(approval.by().to())->As<Signatory>();
  const std::string statement = StatementOf(approval, by, record.kind->name());
  if (call.options.count("statement") != 0) {
    out << statement;
    return 0;
  }
  const absl::StatusOr<std::string> signature =
      call.options.count("key") != 0 ? SignatureOf(workspace, call, statement, by) : Option(call, "signature");
  if (!signature.ok()) return Refuse(signature.status().message(), out);
  if (!IsSignatureOf(statement, by.public_key(), *signature)) {
    return Refuse(absl::StrCat("this is no signature of ", by.id(), " over what --statement writes with this --date"), out);
  }
  approval.set_signature(*signature);
  const absl::StatusOr<std::string> file = Append(workspace, record, approval);
  if (!file.ok()) return Refuse(file.status().message(), out);
  out << *record.file << ":" << record.line << ":\n" << record.message->DebugString() << "\nsigned:\n" << statement;
  out << "\n" << *file << ": " << approval.id() << " written; now: vigil register\n";
  TellOlder(approval, record, out);
  return 0;
}

}  // namespace

int RunSign(const Workspace& workspace, const Call& call, std::ostream& out) {
  if (!IsWellCalled(call)) {
    out << kHow;
    return 2;
  }
  if (!workspace.findings().empty()) return Refuse("not all records can be read: vigil check", out);
  const Record* signatory = workspace.records().Find(Option(call, "as"));
  if (signatory == nullptr || signatory->As<Signatory>() == nullptr) {
    return Refuse(absl::StrCat("there is no signatory ", Option(call, "as"), "; docs/lifecycle/approve.md tells how to become one"), out);
  }
  std::vector<Approval> drafts;  // all of them may be signed, or none is
  for (const std::string& id : call.arguments) {
    const Record* record = workspace.records().Find(id);
    if (record == nullptr || record->As<Approval>() != nullptr) {
      return Refuse(absl::StrCat("there is no record ", id, " to approve", IdsLike(workspace, id)), out);
    }
    drafts.push_back(Draft(workspace, call, *record, *signatory));
    if (const std::string why = WhyNot(workspace, drafts.back(), *record, *signatory); !why.empty()) return Refuse(why, out);
  }
  for (const Approval& draft : drafts) {
    if (const int code = SignDraft(workspace, call, draft, out); code != 0) return code;
  }
  return 0;
}

}  // namespace vigil::lifecycle
