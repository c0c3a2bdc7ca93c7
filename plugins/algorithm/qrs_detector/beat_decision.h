// Decides which peaks of the QRS energy are heart beats.
//
//   BeatDecision decision;
//   decision.Reset();
//   if (decision.Next(now, energy, peak_or_null)) Report(decision.beat());
//
// The rules, each with its reason:
// - Learning, 2 s: the highest energy of each second gives the first level.
// - Threshold: 5/16 of the way from the level of noise peaks to the level of
//   beats (Hamilton 2002); both follow the signal.
// - Refractory, 200 ms: of peaks closer together only the highest stands.
// - P wave: a peak lower than usual waits until 300 ms have passed, a long PR
//   interval; a higher one in that time is the QRS to which it was the P wave.
// - T wave: within 360 ms after a beat, a peak less than half as steep is its T
//   wave (Pan and Tompkins 1985).
// - Search back: when no beat came for 1.44 usual intervals, the highest peak
//   since then counts as a beat from 5/8 of the threshold on.
// - After 8 s without a beat the levels no longer fit; it learns anew.
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_DECISION_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_DECISION_H_

#include <cstdint>

#include "plugins/algorithm/qrs_detector/level_history.h"
#include "plugins/algorithm/qrs_detector/peak_finder.h"

namespace vigil::plugins {

class BeatDecision {
 public:
  void Reset();

  // To be called once a sample. `now`: the number of the sample, one more than at
  // the call before; `energy`: the filter's; `peak`: null, or the peak that became
  // complete with this sample. True when a beat was decided, see beat().
  bool Next(std::uint32_t now, std::int32_t energy, const Peak* peak);

  // The last beat.
  const Peak& beat() const { return beat_; }
  // True while there are no levels, and so no beats.
  bool is_learning() const { return is_learning_; }

 private:
  void Learn(std::int32_t energy);
  void BeginLearning();
  bool TakePeak(const Peak& peak);
  bool SettlePending(std::uint32_t now);
  bool SearchBack(std::uint32_t now);
  bool Classify(const Peak& peak);
  bool IsTWave(const Peak& peak) const;
  bool MayBePWave(const Peak& peak) const;
  bool IsPWave(const Peak& before, const Peak& peak) const;
  // True when the beat before `peak` is one and a half times as far away as what
  // follows it: a P wave is nearer to its QRS than to the one before, while in a
  // fast ventricular rhythm the beats are evenly spaced.
  bool StandsApart(const Peak& peak, std::uint32_t to_next) const;
  void AddBeat(const Peak& peak);
  void AddNoise(const Peak& peak);
  void UpdateThreshold();

  bool is_learning_ = true;
  std::uint32_t learned_samples_ = 0;
  std::int32_t highest_in_second_[2] = {};

  LevelHistory beat_levels_;
  LevelHistory noise_levels_;
  LevelHistory intervals_;       // between beats, samples
  bool has_interval_ = false;
  std::uint32_t search_back_after_ = 0;  // samples without a beat
  std::int32_t threshold_ = 0;

  bool has_pending_ = false;     // a peak that may still turn out to be none
  Peak pending_;
  bool has_rejected_ = false;    // the highest since the last beat
  Peak rejected_;

  bool has_beat_ = false;        // a beat since learning ended
  Peak beat_;
  std::uint32_t silent_since_ = 0;  // last beat, or end of learning
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_DECISION_H_
