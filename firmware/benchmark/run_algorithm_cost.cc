// Tells what each algorithm costs on the device, whichever product has it:
//
//   ./bazelw run //firmware/benchmark:algorithm_cost [-- --stream=FILE] [--json]
//
// In instructions of a Cortex-M4 as QEMU counts them, for a second of the patient's time
// and for the dearest activation. Measuring adds less than 100 of them to an activation.
#include <cstdlib>
#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/statusor.h"
#include "firmware/benchmark/cost_run.h"
#include "firmware/benchmark/cost_table.h"

ABSL_FLAG(std::string, image, "firmware/benchmark/algorithm_cost_image.elf", "image that measures");
ABSL_FLAG(bool, json, false, "print a line of JSON for each plugin instead of a table");

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Tells what each algorithm costs on the device, in instructions.");
  absl::ParseCommandLine(argc, argv);
  const absl::StatusOr<std::string> reported = vigil::firmware::MeasureCost(absl::GetFlag(FLAGS_image));
  if (!reported.ok()) {
    std::cerr << "algorithm_cost: " << reported.status().message() << "\n";
    return EXIT_FAILURE;
  }
  std::cout << (absl::GetFlag(FLAGS_json) ? *reported : vigil::firmware::CostTable(vigil::firmware::ParseCosts(*reported)));
  return EXIT_SUCCESS;
}
