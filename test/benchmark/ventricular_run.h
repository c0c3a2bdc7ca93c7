// Ventricular beats of a recording: what the product says of those that its QRS detector
// found, and how often it was right.
//
//   const std::vector<wfdb::Annotation> detected = ToTypedAnnotations(qrs_run.beats, product_run.told, frequency);
//   report.Add("100", ScoreBeatsAndTypes(reference, detected, ...).ventricular, ...);
#ifndef VIGIL_TEST_BENCHMARK_VENTRICULAR_RUN_H_
#define VIGIL_TEST_BENCHMARK_VENTRICULAR_RUN_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "platform/wfdb/annotation.h"
#include "test/benchmark/beat_figures.h"
#include "test/benchmark/beat_score.h"
#include "test/benchmark/product_run.h"
#include "test/benchmark/qrs_run.h"

namespace vigil::benchmark {

// The detections, each as kVentricularBeat told it: ventricular, normal, or unclassifiable
// where it could not be told.
std::vector<wfdb::Annotation> ToTypedAnnotations(const std::vector<Detection>& beats,
                                                 const std::vector<Told>& told, double sampling_frequency);

struct BeatCount {
  std::int64_t all = 0;
  std::int64_t answered = 0;  // ventricular or not
};

BeatCount CountBeats(const std::vector<wfdb::Annotation>& typed);

class VentricularReport {
 public:
  void Add(std::string record, const BeatScore& score, const BeatScore& from_start, const BeatCount& beats) {
    figures_.Add({std::move(record), score, from_start, beats.answered, beats.all});
  }

  // The table (BeatFigures), with its rule.
  std::string Text() const;
  // The same as one JSON object without line breaks. What cannot be computed is null.
  std::string Json() const;

 private:
  BeatFigures figures_{"V ", "beats %"};
};

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_VENTRICULAR_RUN_H_
