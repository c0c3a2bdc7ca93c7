#include "tools/new_plugin/open_needs.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/id_register.h"
#include "platform/lifecycle/lifecycle.pb.h"
#include "platform/lifecycle/records.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// True when a link of such a record may point at one with `prefix`.
bool MayPointAt(const Descriptor& record, const std::string& prefix) {
  for (int n = 0; n < record.field_count(); ++n) {
    const FieldDescriptor& field = *record.field(n);
    const std::vector<std::string> to = absl::StrSplit(field.options().GetExtension(lifecycle::to), ' ');
    if (std::find(to.begin(), to.end(), prefix) != to.end()) return true;
    const Descriptor* nested = field.message_type();
    if (nested != nullptr && nested->containing_type() == &record && MayPointAt(*nested, prefix)) return true;
  }
  return false;
}

std::vector<Clause> ClausesShownBy(const std::string& kind, SafetyClass safety_class, const Profile& profile) {
  std::vector<Clause> clauses;
  for (const Clause& clause : profile.clause()) {
    const auto& by = clause.shown_by();
    const bool shown = std::find(by.begin(), by.end(), kind) != by.end();
    if (shown && clause.from() <= safety_class) clauses.push_back(clause);
  }
  return clauses;
}

// The records of `file`.
std::vector<const Record*> OwnRecords(const Records& records, const std::string& file) {
  std::vector<const Record*> own;
  for (const Record& record : records.all()) {
    if (*record.file == file) own.push_back(&record);
  }
  return own;
}

SafetyClass ClassOf(const std::vector<const Record*>& own) {
  SafetyClass safety_class = A;
  for (const Record* record : own) safety_class = std::max(safety_class, Records::ClassOf(*record));
  return safety_class;
}

std::vector<SilentKind> SilentKinds(const std::vector<const Record*>& own, const Profile& profile) {
  std::set<const FieldDescriptor*> told;
  for (const Record* record : own) told.insert(record->kind);
  const Descriptor& kinds = *LifecycleFile::descriptor();
  const std::string item = kinds.FindFieldByName("item")->options().GetExtension(prefix);
  std::vector<SilentKind> silent;
  for (int n = 0; n < kinds.field_count(); ++n) {
    const FieldDescriptor* kind = kinds.field(n);
    if (kind->message_type() == nullptr) continue;  // the author of a file is no record
    if (told.count(kind) != 0 || !MayPointAt(*kind->message_type(), item)) continue;
    std::vector<Clause> clauses = ClausesShownBy(kind->name(), ClassOf(own), profile);
    if (!clauses.empty()) silent.push_back({kind->name(), std::move(clauses)});
  }
  return silent;
}

// Those that hold for the class.
template <typename Entries>
auto From(const Entries& entries, SafetyClass safety_class) {
  std::vector<typename Entries::value_type> out;
  for (const auto& entry : entries) {
    if (entry.from() <= safety_class) out.push_back(entry);
  }
  return out;
}

absl::Status CheckReadable(const Workspace& workspace) {
  for (const Finding& finding : workspace.findings()) {
    if (finding.rule != "unreadable") continue;
    return absl::FailedPreconditionError(
        absl::StrCat("the workspace's records can't be read; mend this first:\n", TextOf(finding)));
  }
  return absl::OkStatus();
}

absl::Status CheckIdsAreNew(const std::vector<const Record*>& own, const Subject& subject) {
  for (const Record* record : own) {
    const bool given = subject.ids->lines.count(record->id) != 0 || subject.records.Find(record->id) != record;
    if (!given) continue;
    return absl::AlreadyExistsError(
        absl::StrCat(record->id, ": was given before (", kIdRegister, "), and an id is never given again; choose another name"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<OpenNeeds> FindOpenNeeds(const std::string& root, const std::string& file,
                                        const std::string& text) {
  Workspace workspace;
  absl::Status status = workspace.Load(root, {{file, text}});
  if (status.ok()) status = CheckReadable(workspace);
  if (!status.ok()) return status;
  Subject subject = workspace.subject();
  const absl::StatusOr<std::string> ids = ReadText(absl::StrCat(root, "/", kIdRegister));
  if (!ids.ok()) return ids.status();
  const std::vector<const Record*> own = OwnRecords(workspace.records(), file);
  status = CheckIdsAreNew(own, subject);
  if (!status.ok()) return status;

  const Profile& profile = workspace.profile();
  OpenNeeds needs = {.profile = profile.title(),
                     .findings = {},
                     .silent = SilentKinds(own, profile),
                     .gates = From(profile.gate(), ClassOf(own)),
                     .measures = From(profile.measure(), ClassOf(own)),
                     .registered = UpdatedIdRegister(*ids, workspace.records())};
  Findings findings;
  subject.ids = ReadIdRegister(kIdRegister, needs.registered, findings);
  Check(subject, findings);
  std::copy_if(findings.begin(), findings.end(), std::back_inserter(needs.findings),
               [&file](const Finding& finding) { return finding.file == file; });
  return needs;
}

}  // namespace vigil::lifecycle
