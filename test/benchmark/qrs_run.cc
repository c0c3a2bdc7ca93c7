#include "test/benchmark/qrs_run.h"

#include <algorithm>
#include <cmath>

#include "safety_kernel/algorithm/observation.h"

namespace vigil::benchmark {

QrsRun BeatsOf(const ProductRun& run) {
  QrsRun qrs;
  qrs.length = run.length;
  Timestamp unknown_from;
  Timestamp unknown_until;
  const auto end_unknown = [&](Timestamp now) {
    if (unknown_until > unknown_from) qrs.undeterminable = qrs.undeterminable + (std::min(now, unknown_until) - unknown_from);
    unknown_until = Timestamp();
  };
  for (const Told& told : run.told) {
    if (told.said.code != ObservationCode::kQrsDetected || told.said.reason == Reason::kNoEvent) continue;
    end_unknown(told.now);
    if (told.said.validity == Validity::kUndeterminable) {
      unknown_from = told.now;
      unknown_until = told.said.valid_until;
      continue;
    }
    qrs.beats.push_back({told.said.time, told.now - told.said.time});
  }
  end_unknown(Timestamp() + run.length);
  return qrs;
}

std::vector<wfdb::Annotation> ToAnnotations(
    const std::vector<Detection>& detections, double sampling_frequency) {
  std::vector<wfdb::Annotation> annotations;
  for (const Detection& detection : detections) {
    wfdb::Annotation annotation;
    annotation.sample = std::llround(static_cast<double>(detection.time.us) *
                                     sampling_frequency / 1e6);
    annotation.code = wfdb::kNormalBeat;
    annotations.push_back(annotation);
  }
  return annotations;
}

}  // namespace vigil::benchmark
