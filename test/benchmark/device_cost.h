// What the algorithms that a benchmark runs cost on the device: instructions of a Cortex-M4
// for a second of the patient's time, as //firmware/benchmark:algorithm_cost counted them
// in QEMU when this was built.
//
//   DeviceCost cost = CostOnDevice(AlgorithmsFor(system, {ObservationCode::kQrsDetected}));
//   std::cout << cost.Text();   // "cost on a Cortex-M4: qrs_detector 41512, ...: ..."
#ifndef VIGIL_TEST_BENCHMARK_DEVICE_COST_H_
#define VIGIL_TEST_BENCHMARK_DEVICE_COST_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/runtime/system_description.h"

namespace vigil::benchmark {

// The names of a product's algorithms that say these, and of those that they rest on, in the
// order in which they run.
std::vector<std::string> AlgorithmsFor(const SystemDescription& system, std::vector<ObservationCode> codes);

class DeviceCost {
 public:
  // `measured`: a line of JSON for each plugin of the image that measures. Without a figure of
  // each of `algorithms` the reason is told in place of all.
  DeviceCost(const std::vector<std::string>& algorithms, const absl::StatusOr<std::string>& measured);

  // A line, with all figures and their sum, or why there are none.
  std::string Text() const;
  // A member of an object, of names and figures, or null and why:
  // "cortex_m4_instructions_per_second":{"qrs_detector":41512,"all":41512}
  std::string Json() const;

 private:
  std::vector<std::pair<std::string, std::int64_t>> instructions_;
  std::int64_t all_ = 0;
  std::string missing_;
};

// From the file that was made when this was built.
DeviceCost CostOnDevice(const std::vector<std::string>& algorithms);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_DEVICE_COST_H_
