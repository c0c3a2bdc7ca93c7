// Demands that a test noticed that a risk control is disabled.
//
//   absl::StatusOr<Effectiveness> noticed = DemandNoticed(run);
//
// Does not block; may be called from any thread.
#ifndef VIGIL_TOOLS_EFFECTIVENESS_DEMAND_H_
#define VIGIL_TOOLS_EFFECTIVENESS_DEMAND_H_

#include <string>

#include "absl/status/statusor.h"
#include "platform/lifecycle/evidence.pb.h"
#include "platform/lifecycle/lifecycle.pb.h"

namespace vigil::lifecycle {

// A test with the control in place, and the same test with it disabled.
struct BrokenRun {
  std::string control;  // id
  std::string test;     // label
  RiskControl::Break declared;
  TestEvidence in_place;
  TestEvidence broken;
};

// The record without digests. FailedPrecondition, with which of these it is: no case
// passes with the control in place; none of those fails with it disabled; the test ended
// without a report then, and nothing is declared of that.
absl::StatusOr<Effectiveness> DemandNoticed(const BrokenRun& run);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_EFFECTIVENESS_DEMAND_H_
