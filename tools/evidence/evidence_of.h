// What a test said of itself, as evidence.
//
//   absl::StatusOr<TestEvidence> evidence = EvidenceOf(xml);
//
// Reads the reports of GoogleTest and of Node's test runner (JUnit's form). What a case
// verifies: in GoogleTest the properties `verifies ID` (test/verifies.h); in Node the
// ids in brackets at the end of its title: "StaleRateIsNotShown [REQ-PAGE-001]".
#ifndef VIGIL_TOOLS_EVIDENCE_EVIDENCE_OF_H_
#define VIGIL_TOOLS_EVIDENCE_EVIDENCE_OF_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/lifecycle/evidence.pb.h"

namespace vigil::lifecycle {

// The cases in the order of the report. InvalidArgument: it is no such report.
absl::StatusOr<TestEvidence> EvidenceOf(const std::string& xml);

// Of a test that is one case and whose exit code says how it went; its detail says that
// nobody counted what it compares.
TestCase CaseOfExitCode(const std::string& name, int exit_code, const std::vector<std::string>& verifies);

// Of a run of libFuzzer with -print_final_stats: passes when it ended well, tried at
// least `least` inputs, and found some that took other ways through the code: with an
// entry that does nothing there are none. Its detail says how many.
TestCase CaseOfFuzzing(const std::string& output, int exit_code, int least, const std::vector<std::string>& verifies);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_EVIDENCE_EVIDENCE_OF_H_
