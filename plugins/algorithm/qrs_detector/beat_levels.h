// What the beats of late, and what else there is, measure: that against which a
// candidate is weighed. All are logarithms in 1/32 of a doubling.
//
//   BeatLevels levels;
//   levels.Learn(typical);
//   levels.AddBeat(candidate);
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_LEVELS_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_LEVELS_H_

#include <cstdint>

#include "plugins/algorithm/qrs_detector/candidate.h"
#include "plugins/algorithm/qrs_detector/level_history.h"

namespace vigil::plugins {

class BeatLevels {
 public:
  // From a first guess: the beats are as `typical`, the rest is 96 (8 times) below.
  void Learn(const Candidate& typical);

  // One that was found while they were relaxed lowers what is known of those before it: at
  // first by as much as they were relaxed; when eight beats are known, by no more than it
  // is lower itself, for the beats of a slow heart all come late and are as high as ever.
  void AddBeat(const Candidate& beat);
  void AddOther(const Candidate& other);
  // One that is too weak to be described.
  void AddWeak(const Candidate& weak) { other_energy_.Add(weak.energy); }

  // While no beat comes, beats are looked for that are lower by this much.
  void Relax(std::int32_t by) { relaxed_ = by; }

  // Of strong beats and of weak ones, as relaxed.
  std::int32_t energy() const { return energy_.High() - relaxed_; }
  std::int32_t low_energy() const { return energy_.Low() - relaxed_; }
  std::int32_t steepness() const { return steepness_.High() - relaxed_; }
  std::int32_t sharpness() const { return sharpness_.High() - relaxed_; }
  std::int32_t curvature() const { return curvature_.Mean(); }
  std::int32_t quickness() const { return quickness_.Mean(); }
  // Of what is no beat.
  std::int32_t other_energy() const { return other_energy_.High(); }
  std::int32_t other_sharpness() const { return other_sharpness_.Middle(); }
  // How far the strong beats are above the weak ones.
  std::int32_t spread() const { return energy_.High() - energy_.Low(); }
  std::int32_t relaxed() const { return relaxed_; }

 private:
  LevelHistory energy_;
  LevelHistory steepness_;
  LevelHistory sharpness_;
  RunningMean curvature_;
  RunningMean quickness_;
  LevelHistory other_energy_;
  LevelHistory other_sharpness_;
  std::uint32_t known_ = 0;  // beats since Learn, at most 8
  std::int32_t relaxed_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_LEVELS_H_
