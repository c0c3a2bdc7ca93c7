// Runs a program to its end, without a shell.
//
//   absl::StatusOr<Ended> ended = RunProcess({"git", "version"}, "");
//   if (ended.ok() && ended->code == 0) Show(ended->output);
#ifndef VIGIL_TOOLS_VIGIL_RUN_PROCESS_H_
#define VIGIL_TOOLS_VIGIL_RUN_PROCESS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace vigil::lifecycle {

struct Ended {
  int code = 0;        // 128 + N: by signal N
  std::string output;  // standard output
  std::string errors;  // standard error
};

// The first argument is found in PATH. `input` is its standard input. Its environment is
// this one's but for what would point Git at another repository or another language of
// messages. Blocks until it ends. Internal: it can't be started.
absl::StatusOr<Ended> RunProcess(const std::vector<std::string>& arguments, const std::string& input);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_VIGIL_RUN_PROCESS_H_
