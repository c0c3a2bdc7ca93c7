// Runs the product over an ECG: converter counts through the kernel's runtime with all
// plugins of firmware/health_monitor, frame by frame, and all that they said.
//
//   absl::StatusOr<ProductRun> run = RunProduct(conversions);
//   for (const Told& told : run->told) ...
//
// The plugins are the objects of one table, so only one run may be under way.
#ifndef VIGIL_TEST_BENCHMARK_PRODUCT_RUN_H_
#define VIGIL_TEST_BENCHMARK_PRODUCT_RUN_H_

#include <vector>

#include "absl/status/statusor.h"
#include "platform/wfdb/adc_stream.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/runtime/plugin_host.h"

namespace vigil::benchmark {

// What a plugin said, also that it cannot tell, and the frame in which it did.
struct Told {
  Timestamp now;
  Observation said;
};

struct ProductRun {
  std::vector<Told> told;          // of times within the recording
  std::vector<AlarmEvent> alarms;  // each step of each alarm
  Duration length;                 // of the recording
};

// After its end the recording goes on backwards for a second, so that detectors can decide
// on its last beats. No alarm latches: somebody is there to reset it when its condition
// has ended, and the next one counts anew. Internal: the kernel refused a plugin, or one
// failed; it is a defect.
absl::StatusOr<ProductRun> RunProduct(const std::vector<wfdb::Conversion>& conversions);

// Its plugins called by `host`.
absl::StatusOr<ProductRun> RunProduct(const std::vector<wfdb::Conversion>& conversions, PluginHost& host);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_PRODUCT_RUN_H_
