// Runs an image of this board in QEMU on the host, as fast as it can, for tests
// and measurements.
//
//   absl::StatusOr<SimulatedRun> run = RunInSimulator(
//       "firmware/health_monitor/health_monitor.elf",
//       {"vigil", "ecg.adc", "1", "bed-7"}, scratch_folder);
//
// Blocks until the image has ended; one that enters its safe state ends after some
// rounds of the alarm. One run at a time in a scratch folder.
#ifndef VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SIMULATOR_H_
#define VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SIMULATOR_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace vigil::firmware {

struct SimulatedRun {
  int exit_code = 0;    // see RunResult
  std::string console;  // what the device reported, and QEMU itself
  std::string link;     // the bytes that left by the UART
};

// `arguments`: the words after `arg=`; see command_line.h. `folder`: an existing
// one to write to. Instructions are counted when the arguments ask for it.
// kNotFound: there is no qemu-system-arm on the PATH. kInternal: it was killed.
absl::StatusOr<SimulatedRun> RunInSimulator(
    const std::string& image, const std::vector<std::string>& arguments,
    const std::string& folder);

// The words of the command that RunInSimulator runs, with the file for the bytes of
// the link: for who needs more of QEMU's options, or ends it early.
std::vector<std::string> SimulatorCommand(
    const std::string& image, const std::vector<std::string>& arguments,
    const std::string& link);

// Runs a program, found by PATH, to its end, with what it prints in a file.
// Gives its exit code; the errors are those of RunInSimulator.
absl::StatusOr<int> RunProgram(const std::vector<std::string>& words,
                               const std::string& output_path);

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_BOARDS_MPS2_AN386_SIMULATOR_H_
