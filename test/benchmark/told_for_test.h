// What the tests of scores are made of: annotations, what a plugin said, counted beats.
//
//   Note(360, "(AFIB")
//   Said(ObservationCode::kAsystole, Seconds(5), 1)
//   CountOf(/*tp=*/90, /*fn=*/10, /*fp=*/0)
#ifndef VIGIL_TEST_BENCHMARK_TOLD_FOR_TEST_H_
#define VIGIL_TEST_BENCHMARK_TOLD_FOR_TEST_H_

#include <cstdint>
#include <optional>
#include <string>

#include "platform/wfdb/annotation.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"
#include "test/benchmark/beat_score.h"
#include "test/benchmark/product_run.h"

namespace vigil::benchmark {

inline wfdb::Annotation Note(std::int64_t sample, const std::string& text, int code = wfdb::kRhythmChange) {
  wfdb::Annotation note;
  note.sample = sample;
  note.code = code;
  note.auxiliary = text;
  return note;
}

// Of the time `at` after the start; without a value it cannot be told.
inline Told Said(ObservationCode code, Duration at, std::optional<int> value) {
  Told told;
  told.said.code = code;
  told.said.unit = Unit::kOne;
  told.said.validity = value ? Validity::kValid : Validity::kUndeterminable;
  told.said.value = value.value_or(0);
  told.said.time = Timestamp() + at;
  return told;
}

inline BeatScore CountOf(std::int64_t tp, std::int64_t fn, std::int64_t fp) {
  BeatScore score;
  score.true_positives = tp;
  score.false_negatives = fn;
  score.false_positives = fp;
  return score;
}

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_TOLD_FOR_TEST_H_
