// Scores a beat detector against a reference, beat by beat, by the rule of
// ANSI/AAMI EC57 as WFDB's bxb applies it.
//
//   BeatScore score = ScoreBeats(reference, detected, 360, record_length);
//   printf("Se %.2f", Percent(score.Sensitivity()));
//
// The rule:
// - A reference beat and a detected beat pair when they lie at most 150 ms apart
//   and the earlier of them has no better partner in the beat that follows the
//   later one. Beat types play no part.
// - The first five minutes are for learning and are not scored. A detection
//   before that end may still pair with the first reference beat after it; one
//   in the first 150 ms after it that is no partner of that beat is dropped.
// - Between "[" and "]" of the reference (ventricular flutter or fibrillation)
//   there are no reference beats, and detections without a partner do not count.
// - A reference beat without a partner is a false negative, a detection without
//   one a false positive.
// - Of ventricular beats (V, E, R-on-T) only a pair of which both are ventricular is a true
//   positive; a detection that is ventricular counts as false unless its partner is a
//   fusion beat or one that nobody could classify (F, Q, paced), which do not count.
// All functions are pure.
#ifndef VIGIL_TEST_BENCHMARK_BEAT_SCORE_H_
#define VIGIL_TEST_BENCHMARK_BEAT_SCORE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "platform/wfdb/annotation.h"

namespace vigil::benchmark {

struct BeatScore {
  std::int64_t true_positives = 0;
  std::int64_t false_negatives = 0;
  std::int64_t false_positives = 0;

  // TP / (TP + FN) and TP / (TP + FP), 0..1; none when there is nothing to
  // divide by.
  std::optional<double> Sensitivity() const;
  std::optional<double> PositivePredictivity() const;

  BeatScore& operator+=(const BeatScore& other);
  friend bool operator==(const BeatScore&, const BeatScore&) = default;
};

inline constexpr double kMatchWindowSeconds = 0.150;
inline constexpr double kLearningSeconds = 300;

struct BeatScores {
  BeatScore beats;
  BeatScore ventricular;
};

// `reference` and `detected` in the order of time; places in samples at
// `sampling_frequency` (Hz, > 0); codes that mark no beat are not scored.
// `length`: samples in the recording, 0 when it is not known; then the scoring
// ends with the reference. `learning_seconds` is for comparisons that deviate
// from the standard.
BeatScore ScoreBeats(const std::vector<wfdb::Annotation>& reference,
                     const std::vector<wfdb::Annotation>& detected,
                     double sampling_frequency, std::int64_t length,
                     double learning_seconds = kLearningSeconds);

// The same, and the ventricular beats among them.
BeatScores ScoreBeatsAndTypes(const std::vector<wfdb::Annotation>& reference,
                              const std::vector<wfdb::Annotation>& detected, double sampling_frequency,
                              std::int64_t length, double learning_seconds = kLearningSeconds);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_BEAT_SCORE_H_
