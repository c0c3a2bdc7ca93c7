// Builds a program again, as the build did, with one source file broken.
//
//   Rebuild rebuild(plan, scratch);
//   absl::Status status = rebuild.Run("safety_kernel/runtime/runtime.cc", broken_text);
//   // rebuild.tree() / "bazel-out/.../runtime_test" is the broken program
//
// Blocks while the steps run. The files of the build stay as they are.
#ifndef VIGIL_TOOLS_EFFECTIVENESS_REBUILD_H_
#define VIGIL_TOOLS_EFFECTIVENESS_REBUILD_H_

#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "tools/effectiveness/overlay.h"
#include "tools/effectiveness/break_plan.pb.h"

namespace vigil::lifecycle {

class Rebuild {
 public:
  // From the folder that it runs in, into `scratch`. `plan` outlives this.
  Rebuild(const BreakPlan& plan, const std::filesystem::path& scratch);

  // NotFound: no step of the plan compiles `file`. InvalidArgument: a step fails, that
  // is, the broken source does not compile; with what the step said.
  absl::Status Run(const std::string& file, const std::string& broken);

  const std::filesystem::path& tree() const { return tree_.folder(); }

 private:
  absl::Status RunStep(const Step& step);

  const BreakPlan& plan_;
  std::filesystem::path said_;
  Overlay tree_;
};

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_EFFECTIVENESS_REBUILD_H_
