// Whether the record of a test shows a segregation: what rests on it is not linked
// without (tools/build_rules/segregation.bzl).
//
//   const absl::Status status = ShowsSegregation("//board:isolation_test", record_text);
#ifndef VIGIL_TOOLS_EVIDENCE_SEGREGATION_H_
#define VIGIL_TOOLS_EVIDENCE_SEGREGATION_H_

#include <string>

#include "absl/status/status.h"

namespace vigil::lifecycle {

// Of a record as record_evidence writes it. FailedPrecondition: a case of it did not
// pass, which the message names, or there is none. InvalidArgument: it is no record, or
// of another test. Pure: nothing blocks, any thread.
absl::Status ShowsSegregation(const std::string& test, const std::string& record);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_EVIDENCE_SEGREGATION_H_
