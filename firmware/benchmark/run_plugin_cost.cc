// Tells what each plugin costs on the device:
//
//   ./bazelw run //firmware/benchmark:plugin_cost [-- --stream=FILE]
//
// A second is one of the ECG. Measuring adds less than 100 instructions to an
// activation.
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "firmware/benchmark/cost_run.h"

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Tells what each plugin costs on the device, in instructions.");
  absl::ParseCommandLine(argc, argv);
  return vigil::firmware::RunCost("firmware/benchmark/plugin_cost_image.elf");
}
