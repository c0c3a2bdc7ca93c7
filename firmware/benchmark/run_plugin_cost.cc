// Tells what each plugin costs on the device, as one line of JSON:
//
//   ./bazelw run //firmware/benchmark:plugin_cost [-- --stream=FILE]
//
// An instruction is one of the Cortex-M4 as QEMU counts them; a second is one of
// the ECG. Measuring adds less than 100 instructions to an activation. The stream
// is one of platform/wfdb/adc_stream_format.h that ends; without --stream it is
// the five minutes of ECG that the demo plays.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "firmware/boards/mps2_an386/simulator.h"

ABSL_FLAG(std::string, stream, "firmware/benchmark/ecg_208.adc",
          "file that stands in for the ECG converter");

namespace vigil::firmware {
namespace {

// A folder of its own that is gone at the end.
class ScratchFolder {
 public:
  ScratchFolder()
      : path_(std::filesystem::temp_directory_path() /
              absl::StrCat("vigil_plugin_cost_", getpid())) {
    std::filesystem::create_directory(path_, error_);
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_, error_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
  std::error_code error_;
};

int Run() {
  const ScratchFolder scratch;
  const absl::StatusOr<SimulatedRun> run = RunInSimulator(
      "firmware/benchmark/plugin_cost_image.elf",
      {"vigil", "--count-instructions", absl::GetFlag(FLAGS_stream), "1", "cost"},
      scratch.path());
  if (!run.ok()) {
    std::cerr << "plugin_cost: " << run.status().message() << "\n";
    return EXIT_FAILURE;
  }
  (run->exit_code == 0 ? std::cout : std::cerr) << run->console << std::flush;
  return run->exit_code;
}

}  // namespace
}  // namespace vigil::firmware

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Tells what each plugin costs on the device, in instructions.");
  absl::ParseCommandLine(argc, argv);
  return vigil::firmware::Run();
}
