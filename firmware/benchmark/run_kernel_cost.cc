// Tells what the kernel costs on the device:
//
//   ./bazelw run //firmware/benchmark:kernel_cost [-- --stream=FILE]
//
// partition_switch: into a plugin and back, beyond a plain call of it.
// kernel_each_sample: the kernel's own work for one sample of the ECG, without
// plugins and switches.
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "firmware/benchmark/cost_run.h"

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Tells what isolation and kernel cost on the device, in instructions.");
  absl::ParseCommandLine(argc, argv);
  return vigil::firmware::RunCost("firmware/benchmark/kernel_cost_image.elf");
}
