// Whether an approval holds, and what still waits for one.
//
//   Check(subject, findings);
//   for (const Waiting& waiting : WaitingForApproval(subject, findings)) {
//     out << waiting.record->id << " waits for " << TextOf(*waiting.demand) << "\n";
//   }
//
// Pure functions of what they are given: nothing blocks or fails, any thread.
#ifndef VIGIL_PLATFORM_LIFECYCLE_APPROVAL_RULES_H_
#define VIGIL_PLATFORM_LIFECYCLE_APPROVAL_RULES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/finding.h"
#include "platform/lifecycle/lifecycle.pb.h"
#include "platform/lifecycle/profile.pb.h"
#include "platform/lifecycle/records.h"

namespace vigil::lifecycle {

// Whether `text` is a day as YYYY-MM-DD. Two of them compare as the days do.
bool IsDate(absl::string_view text);

// Why `signatory`, a Signatory, may not give this approval of `record`: each with rule,
// clause, message and mend, and no place. Whether it is signed is another question.
Findings ObjectionsTo(const Approval& approval, const Record& record, const Record& signatory,
                      const Profile& profile);

// A record that the profile wants signed, and nobody has who may.
struct Waiting {
  const Record* record = nullptr;
  const ApprovalDemand* demand = nullptr;
};

// All of them, in the order of the profile, then of the records. `findings` are those of
// Check, or of CheckLinks and CheckApprovals alone: an approval with one does not count.
std::vector<Waiting> WaitingForApproval(const Subject& subject, const Findings& findings);

// "a review as Reviewer or Project lead".
std::string TextOf(const ApprovalDemand& demand);

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_APPROVAL_RULES_H_
