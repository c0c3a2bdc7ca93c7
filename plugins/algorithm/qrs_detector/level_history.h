// The last eight values of something that is measured at each beat, and what is
// typical of them. Both answers leave out the greatest value (one artefact or one
// pause must not set a level) and the smaller half (P waves taken for beats, or
// extra beats, must not pull it down, or they would go on being taken).
//
//   LevelHistory levels;
//   levels.Fill(first);
//   levels.Add(energy);
//   int32_t level = levels.Typical();
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_LEVEL_HISTORY_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_LEVEL_HISTORY_H_

#include <cstdint>

namespace vigil::plugins {

class LevelHistory {
 public:
  // Forgets everything: as if `value` had come eight times.
  void Fill(std::int32_t value);
  // Replaces the oldest value. Values are 0..2^30.
  void Add(std::int32_t value);

  // The mean of the second to the fifth greatest.
  std::int32_t Typical() const { return typical_; }
  // The mean of all.
  std::int32_t Mean() const { return mean_; }

 private:
  static constexpr std::uint32_t kCount = 8;

  void Update();

  std::int32_t values_[kCount] = {};
  std::uint32_t oldest_ = 0;
  std::int32_t typical_ = 0;
  std::int32_t mean_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_LEVEL_HISTORY_H_
