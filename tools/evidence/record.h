// Runs a test and makes the record of it: what came of each case, on which bits, with
// which tools.
//
//   Order order = {.test = "//a:frame_test", .program = "bazel-out/…/frame_test", ...};
//   absl::StatusOr<TestEvidence> evidence = RecordOf(order, std::cerr);
//
// A test that fails is evidence as well. One that crashes, hangs, or ends badly although
// each of its cases passed, has the case "(program)", which failed, with what it did.
#ifndef VIGIL_TOOLS_EVIDENCE_RECORD_H_
#define VIGIL_TOOLS_EVIDENCE_RECORD_H_

#include <chrono>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/lifecycle/evidence.pb.h"

namespace vigil::lifecycle {

enum class Report {
  kCases,     // the test writes each case to XML_OUTPUT_FILE
  kExitCode,  // the test is one case
  kFuzzing,   // libFuzzer prints what it did
};

struct Order {
  using NamedFiles = std::vector<std::pair<std::string, std::string>>;  // label, path

  std::string test;      // label
  std::string program;   // path
  std::string runfiles;  // folder of what it needs, with the folder `vigil` in it
  std::vector<std::string> arguments;
  Report report = Report::kCases;
  std::vector<std::string> verifies;  // of a test that is one case
  int least_inputs = 0;               // of a fuzz test
  std::chrono::milliseconds limit{0};
  NamedFiles subjects;
  NamedFiles tools;
  NamedFiles runs_on;  // programs of the machine, which are tools as well
};

// Blocks until the test ended, at the latest at its limit. Writes to `log` what a test
// that failed printed last. NotFound: a subject or tool can't be read. Internal: the
// test can't be started.
absl::StatusOr<TestEvidence> RecordOf(const Order& order, std::ostream& log);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_EVIDENCE_RECORD_H_
