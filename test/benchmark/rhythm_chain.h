// Runs the plugins that tell rhythms over an ECG as a product would: converter counts
// through the kernel's runtime, acquisition, QRS detector, quality, classifier of beats,
// rhythms of the ventricles and atrial fibrillation, frame by frame of 100 ms.
//
//   absl::StatusOr<std::vector<RhythmTold>> told = RunRhythmChain(conversions.size(), [&](std::size_t n) {
//     return conversions[n];
//   });
#ifndef VIGIL_TEST_BENCHMARK_RHYTHM_CHAIN_H_
#define VIGIL_TEST_BENCHMARK_RHYTHM_CHAIN_H_

#include <cstddef>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/wfdb/adc_stream.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"

namespace vigil::benchmark {

// What a plugin said, and the frame in which it did.
struct RhythmTold {
  Timestamp now;
  Observation said;
};

// The conversion at a place; asked for once, in rising order.
using ConversionSource = std::function<wfdb::Conversion(std::size_t)>;

// All observations of all plugins. Conversions that do not fill a frame are left out.
// Internal: the kernel refused or stopped a plugin; it is a defect.
absl::StatusOr<std::vector<RhythmTold>> RunRhythmChain(std::size_t conversions, const ConversionSource& at);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_RHYTHM_CHAIN_H_
