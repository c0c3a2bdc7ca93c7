// The options of a program, from Abseil's flags, written with '-' or '_'.
//
//   int main(int argc, char** argv) {
//     return vigil::RunProgram(argc, argv, vigil::kUsage, vigil::Main);
//   }
#ifndef VIGIL_CLOUD_BASE_COMMAND_LINE_H_
#define VIGIL_CLOUD_BASE_COMMAND_LINE_H_

#include <functional>

#include "absl/status/status.h"

namespace vigil {

// What main returns: with --help, prints `usage` and gives 0. Otherwise sets the
// flags and runs `program`; an error becomes a line in the log, and 1. An option
// that is unknown or has a wrong value ends the process with a message and 1.
int RunProgram(int argc, char** argv, const char* usage,
               const std::function<absl::Status()>& program);

}  // namespace vigil

#endif  // VIGIL_CLOUD_BASE_COMMAND_LINE_H_
