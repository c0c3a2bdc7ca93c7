// Runs the QRS detector over a recording as the product does: converter counts
// through the kernel's runtime, the acquisition plugin and the detector, frame by
// frame of 100 ms.
//
//   absl::StatusOr<QrsRun> run = RunQrs(conversions);
//   for (const Detection& beat : run->beats) ...
//
// The plugins are the objects of one table, so only one run may be under way.
#ifndef VIGIL_TEST_BENCHMARK_QRS_RUN_H_
#define VIGIL_TEST_BENCHMARK_QRS_RUN_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/wfdb/adc_stream.h"
#include "platform/wfdb/annotation.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"

namespace vigil::benchmark {

struct Detection {
  Timestamp time;             // of the R peak, since the recording's start
  Duration latency;           // from then to the frame in which it was told
  std::int32_t height_uv = 0;
};

// What the detector said, also that it cannot tell, and the frame in which it did.
struct QrsTold {
  Timestamp now;
  Observation said;
};

// A block of the ECG, and the frame in which it came.
struct EcgHeard {
  Timestamp now;
  SampleBlock block;
};

struct QrsRun {
  std::vector<Detection> beats;
  std::vector<EcgHeard> ecg;  // kEcg, as the detector got it
  std::vector<QrsTold> told;
  // Time in which the detector said that it cannot tell, to a second.
  Duration undeterminable;
  Duration length;
};

// After its end the recording goes on backwards for a second, so that the
// detector can decide on the last beats; beats beyond the end are dropped.
// kInternal: the kernel refused or stopped a plugin; it is a defect.
absl::StatusOr<QrsRun> RunQrs(const std::vector<wfdb::Conversion>& conversions);

// The detections as annotations of a recording with `sampling_frequency` (Hz).
std::vector<wfdb::Annotation> ToAnnotations(
    const std::vector<Detection>& detections, double sampling_frequency);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_QRS_RUN_H_
