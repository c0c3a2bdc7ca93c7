// Runs an image that measures, and prints its one line of JSON.
//
//   return RunCost("firmware/benchmark/plugin_cost_image.elf");
//
// An instruction is one of the Cortex-M4 as QEMU counts them. The flag --stream
// names a file of platform/wfdb/adc_stream_format.h that ends; without it it is
// the five minutes of ECG that the demo plays.
#ifndef VIGIL_FIRMWARE_BENCHMARK_COST_RUN_H_
#define VIGIL_FIRMWARE_BENCHMARK_COST_RUN_H_

#include <string>

#include "absl/status/statusor.h"

namespace vigil::firmware {

// What the image reported. The errors are those of RunInSimulator; kInternal: it ended
// otherwise than planned, with what it reported.
absl::StatusOr<std::string> MeasureCost(const std::string& image);

// Prints it as it is. Gives the exit code for main.
int RunCost(const std::string& image);

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_BENCHMARK_COST_RUN_H_
