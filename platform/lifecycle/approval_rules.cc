// Approvals (5.1.10, 8.2.1): by somebody else than the author, of what the record says
// now. That the text changed shows as a suspect link (link_rules.cc).
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {
namespace {

// Empty when the record names none.
std::string AuthorOf(const Record& record) {
  if (const auto* requirement = record.As<Requirement>()) return requirement->author();
  if (const auto* change = record.As<ChangeRequest>()) return change->author();
  return "";
}

bool IsSamePerson(absl::string_view a, absl::string_view b) {
  return absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(a), absl::StripAsciiWhitespace(b));
}

}  // namespace

void CheckApprovals(const Subject& subject, Findings& findings) {
  for (const Record& record : subject.records.all()) {
    const auto* approval = record.As<Approval>();
    if (approval == nullptr) continue;
    if (approval->by().empty() || approval->signature().empty()) {
      findings.push_back(At(record, "approval-unsigned", "5.2.6",
                            "names nobody, or carries no signature",
                            "./bazelw run //:vigil -- sign"));
    }
    const Record* target = record.links.empty() ? nullptr : record.links.front().target;
    if (target == nullptr || approval->by().empty()) continue;
    if (!IsSamePerson(AuthorOf(*target), approval->by())) continue;
    findings.push_back(At(record, "approval-by-author", "5.2.6",
                          absl::StrCat(approval->by(), " approves what ", approval->by(),
                                       " wrote, ", target->id),
                          "somebody else reads and approves it"));
  }
}

}  // namespace vigil::lifecycle
