// Ids: of their kind, registered, never used again (8.1.1).
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {
namespace {

bool IsWellFormed(absl::string_view id, absl::string_view prefix) {
  if (!absl::StartsWith(id, absl::StrCat(prefix, "-"))) return false;
  const absl::string_view rest = id.substr(prefix.size() + 1);
  for (const char c : rest) {
    if (!absl::ascii_isupper(c) && !absl::ascii_isdigit(c) && c != '-') return false;
  }
  return !rest.empty();
}

void CheckRegistered(const Subject& subject, const Record& record, Findings& findings) {
  const IdRegister& ids = *subject.ids;
  const auto retired = ids.retired.find(record.id);
  if (retired != ids.retired.end()) {
    findings.push_back(At(record, "id-reused", "8.1.1",
                          absl::StrCat("was retired (", retired->second, ") and is used again"),
                          "give this record an id that was never used"));
  } else if (ids.lines.count(record.id) == 0) {
    findings.push_back(At(record, "id-unregistered", "8.1.1", "is not in the register of ids",
                          absl::StrCat("add it to ", ids.file, ": ./bazelw run //:vigil -- register")));
  }
}

}  // namespace

void CheckIds(const Subject& subject, Findings& findings) {
  for (const Record& record : subject.records.all()) {
    const std::string& prefix = record.kind->options().GetExtension(lifecycle::prefix);
    if (!IsWellFormed(record.id, prefix)) {
      findings.push_back(At(record, "id-malformed", "8.1.1",
                            absl::StrCat("is no id of a ", record.kind->name()),
                            absl::StrCat("capital letters, digits and dashes, after ", prefix, "-")));
    } else if (subject.ids) {
      CheckRegistered(subject, record, findings);
    }
  }
  if (!subject.ids) return;
  for (const auto& [id, line] : subject.ids->lines) {
    if (subject.ids->retired.count(id) != 0 || subject.records.Find(id) != nullptr) continue;
    findings.push_back({.rule = "id-vanished",
                        .clause = "8.1.1",
                        .file = subject.ids->file,
                        .line = line,
                        .id = id,
                        .message = "has no record any more, and is not retired",
                        .mend = "bring the record back, or write: retired: WHY"});
  }
}

}  // namespace vigil::lifecycle
