#include "firmware/benchmark/cost_run.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
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
              absl::StrCat("vigil_cost_", getpid())) {
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

}  // namespace

absl::StatusOr<std::string> MeasureCost(const std::string& image) {
  const ScratchFolder scratch;
  absl::StatusOr<SimulatedRun> run = RunInSimulator(
      image,
      {"vigil", "--count-instructions", absl::GetFlag(FLAGS_stream), "1", "cost"},
      scratch.path());
  if (!run.ok()) return run.status();
  if (run->exit_code == 0) return run->console;
  return absl::InternalError(absl::StrCat("ended with ", run->exit_code, ": ", run->console));
}

int RunCost(const std::string& image) {
  const absl::StatusOr<std::string> reported = MeasureCost(image);
  if (!reported.ok()) {
    std::cerr << image << ": " << reported.status().message() << "\n";
    return EXIT_FAILURE;
  }
  std::cout << *reported << std::flush;
  return EXIT_SUCCESS;
}

}  // namespace vigil::firmware
