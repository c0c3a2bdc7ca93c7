// Runs a test program to its end, and ends it when it does not end by itself.
//
//   const absl::StatusOr<TestEnd> end = RunTest({.program = "/…/frame_test",
//                                                .folder = "/…/frame_test.runfiles/vigil",
//                                                .environment = {"TZ=UTC"},
//                                                .output = "/…/output.txt",
//                                                .limit = std::chrono::seconds(60)});
//   if (end.ok() && end->exit_code == 0) ...
#ifndef VIGIL_TOOLS_EVIDENCE_RUN_TEST_H_
#define VIGIL_TOOLS_EVIDENCE_RUN_TEST_H_

#include <chrono>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace vigil::lifecycle {

struct TestProgram {
  std::string program;                   // absolute path
  std::vector<std::string> arguments;    // behind the program
  std::string folder;                    // where it runs
  std::vector<std::string> environment;  // NAME=VALUE: all that it gets
  std::string output;                    // file for what it prints
  std::chrono::milliseconds limit{0};    // from start to end
};

struct TestEnd {
  int exit_code = -1;  // -1: it did not end by itself
  std::string how;     // "ended with exit code 1", "ended by signal 11", "stopped after 60 s"
};

// Blocks until the program ended or the limit is over. What it started and left behind
// is killed, in whatever process group it is. Takes over the children of this process:
// call it from a program's only thread. Internal: no process can be made.
absl::StatusOr<TestEnd> RunTest(const TestProgram& test);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_EVIDENCE_RUN_TEST_H_
