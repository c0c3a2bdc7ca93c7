// Judges the beats of a patient one after the other, each with what is known of those
// before it and of the next one.
//
//   BeatJudge judge;
//   judge.Clear();
//   judge.Judge(shape, before, {&next_shape, after}, kWeights);
//   if (judge.beat().score > 0) Ventricular();
#ifndef VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_JUDGE_H_
#define VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_JUDGE_H_

#include <cstdint>

#include "plugins/algorithm/beat_classifier/beat_company.h"
#include "plugins/algorithm/beat_classifier/beat_rhythm.h"
#include "plugins/algorithm/beat_classifier/beat_score.h"
#include "plugins/algorithm/beat_classifier/beat_shape.h"
#include "plugins/algorithm/beat_classifier/beat_types.h"

namespace vigil::plugins::beats {

// The beat after the one that is judged.
struct NextBeat {
  const BeatShape* shape = nullptr;  // null: not known
  std::int32_t after = 0;            // samples until then; bounded by kGreatestAfter
};

class BeatJudge {
 public:
  // Intervals are taken within these, samples at 250 Hz.
  static constexpr std::int32_t kLeastInterval = 40;
  static constexpr std::int32_t kGreatestBefore = 500;
  static constexpr std::int32_t kGreatestAfter = 400;

  // Forgets everything.
  void Clear();

  // The next beat has none before it that is near.
  void Break();

  // `before`: samples since the beat before. After Clear and Break the usual one is compared in its
  // place; for what is held it counts as it is.
  void Judge(const BeatShape& shape, std::int32_t before, const NextBeat& next, const Weights& weights);

  // The beat that was judged last is one of a long fast run of ventricular beats (BeatTypes).
  void Hold() { types_.Hold(type_); }

  // The beat that was judged last, its odds with those of its type; and from what, for who
  // trains the weights.
  const JudgedBeat& beat() const { return beat_; }
  const BeatFeatures& features() const { return features_; }

 private:
  void Compare(std::int32_t own_score, std::int32_t score);

  BeatTypes types_;
  BeatRhythm rhythm_;
  bool has_previous_ = false;
  BeatShape previous_;
  BeatFeatures features_;
  JudgedBeat beat_;
  std::int32_t type_ = 0;  // of the last beat
  std::int32_t usual_score_ = 0;  // mean of BeatScore over beats that are not ventricular, 1/4096
};

}  // namespace vigil::plugins::beats

#endif  // VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_JUDGE_H_
