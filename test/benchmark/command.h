// What the benchmarks' commands have in common.
#ifndef VIGIL_TEST_BENCHMARK_COMMAND_H_
#define VIGIL_TEST_BENCHMARK_COMMAND_H_

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace vigil::benchmark {

// A path as the user meant it: `bazel run` starts programs elsewhere.
std::filesystem::path FromUser(const std::string& path);

// The files below `folder`, at any depth, whose names end so; sorted. NotFound: the
// folder cannot be read, or has none; the message says `what` was looked for.
absl::StatusOr<std::vector<std::filesystem::path>> FilesBelow(const std::filesystem::path& folder,
                                                              const std::vector<std::string>& ends,
                                                              absl::string_view what);

// Reads the flags, with dashes or underscores in their names, and runs the command.
// Returns the exit code: 0, or 1 after an error, which is printed behind `name`.
int RunCommand(const char* name, absl::string_view usage, int argc, char** argv,
               const std::function<absl::Status()>& run);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_COMMAND_H_
