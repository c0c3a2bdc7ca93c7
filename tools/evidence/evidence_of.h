// What GoogleTest wrote about a run, as evidence.
//
//   absl::StatusOr<TestEvidence> evidence = EvidenceOf(xml);
//
// A case verifies what its properties `verifies ID` name (test/verifies.h).
#ifndef VIGIL_TOOLS_EVIDENCE_EVIDENCE_OF_H_
#define VIGIL_TOOLS_EVIDENCE_EVIDENCE_OF_H_

#include <string>

#include "absl/status/statusor.h"
#include "platform/lifecycle/evidence.pb.h"

namespace vigil::lifecycle {

// InvalidArgument: it is no report of GoogleTest. Cases in the order of the report.
absl::StatusOr<TestEvidence> EvidenceOf(const std::string& xml);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_EVIDENCE_EVIDENCE_OF_H_
