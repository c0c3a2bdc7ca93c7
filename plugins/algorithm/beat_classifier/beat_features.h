// What tells a ventricular beat from others, in numbers: its shape and its time, both
// relative to the normal beats of the same patient, so that the numbers mean the same for
// everybody.
//
//   BeatFeatures features = FeaturesOf(beat, types, rhythm, match, wide_weights);
//   const std::int32_t score = BeatScore(features, weights);
//
// The signs that they stand for are those of the textbooks: wide, of another shape than
// the normal beat, early, followed by a pause, without a P wave before it, its T wave
// opposite to its QRS; in numbers as in de Chazal, O'Dwyer and Reilly (IEEE Trans Biomed
// Eng 51:1196, 2004), who showed that features relative to the patient's own carry over
// to others.
#ifndef VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_FEATURES_H_
#define VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_FEATURES_H_

#include <cstdint>

#include "plugins/algorithm/beat_classifier/beat_rhythm.h"
#include "plugins/algorithm/beat_classifier/beat_score.h"
#include "plugins/algorithm/beat_classifier/beat_shape.h"
#include "plugins/algorithm/beat_classifier/beat_types.h"

namespace vigil::plugins::beats {

// A beat between its neighbours.
struct BeatInContext {
  const BeatShape* shape = nullptr;     // never null when it is used
  const BeatShape* previous = nullptr;  // null: there is none that is near
  const BeatShape* next = nullptr;      // the same
  std::int32_t before = 0;              // interval to the beat before, samples, 40..500
  std::int32_t after = 0;               // to the beat after, 40..400
  std::int32_t previous_likeness = 0;   // of the beat before to the normal one
};

// The logarithm of (value + 1) / (reference + 1) to the base 2, in 1/32: 32 is twice as much;
// within +-96, an eighth and eightfold. Both are 0..2^31 - 2.
std::int32_t LogRatio(std::int32_t value, std::int32_t reference);

BeatFeatures FeaturesOf(const BeatInContext& beat, const BeatTypes& types, const BeatRhythm& rhythm,
                        const TypeMatch& match, const WideWeights& weights);

// For BeatTypes::Add.
BeatFacts FactsOf(const BeatFeatures& features, const BeatRhythm& rhythm, std::int32_t before);

}  // namespace vigil::plugins::beats

#endif  // VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_FEATURES_H_
