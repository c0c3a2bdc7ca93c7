// Builds a program with one source file as it is given, and runs its test.
//
//   absl::StatusOr<Trial> trial = Try(plan, "runtime.cc", text, scratch);
//   if (trial.ok()) Look(trial->evidence);
//
// Blocks while it builds and while the test runs. The files of the build stay as they
// are; `scratch` is made, and left to the caller. Call it from a program's only thread.
#ifndef VIGIL_TOOLS_EFFECTIVENESS_TRIAL_H_
#define VIGIL_TOOLS_EFFECTIVENESS_TRIAL_H_

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/lifecycle/evidence.pb.h"
#include "tools/effectiveness/break_plan.pb.h"

namespace vigil::lifecycle {

struct Trial {
  std::vector<FileDigest> made;  // what the test runs of what was built
  TestEvidence evidence;         // as RecordOf (tools/evidence/record.h) gives it
};

// NotFound: no step of the plan compiles `file`. InvalidArgument: a step fails, with
// what it said; or the test runs nothing of what they make. Internal: the file system,
// or no process can be started.
absl::StatusOr<Trial> Try(const BreakPlan& plan, const std::string& file,
                          const std::string& text, const std::filesystem::path& scratch);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_EFFECTIVENESS_TRIAL_H_
