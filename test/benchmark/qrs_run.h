// What the QRS detector found in a recording.
//
//   const QrsRun run = BeatsOf(*RunProduct(conversions));
//   for (const Detection& beat : run.beats) ...
#ifndef VIGIL_TEST_BENCHMARK_QRS_RUN_H_
#define VIGIL_TEST_BENCHMARK_QRS_RUN_H_

#include <vector>

#include "platform/wfdb/annotation.h"
#include "safety_kernel/base/time.h"
#include "test/benchmark/product_run.h"

namespace vigil::benchmark {

struct Detection {
  Timestamp time;    // of the R peak, since the recording's start
  Duration latency;  // from then to the frame in which it was told
};

struct QrsRun {
  std::vector<Detection> beats;
  // Time in which the detector said that it cannot tell.
  Duration undeterminable;
  Duration length;
};

QrsRun BeatsOf(const ProductRun& run);

// The detections as annotations of a recording with `sampling_frequency` (Hz).
std::vector<wfdb::Annotation> ToAnnotations(
    const std::vector<Detection>& detections, double sampling_frequency);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_QRS_RUN_H_
