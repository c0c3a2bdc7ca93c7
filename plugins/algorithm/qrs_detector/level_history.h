// The last eight values of something that is measured at each beat, and what is
// typical of them. A rank leaves out what is far from the others: one artefact or
// one pause must not set a level, nor P waves or extra beats pull it down.
//
//   LevelHistory levels;
//   levels.Fill(first);
//   levels.Add(energy);
//   int32_t level = levels.High();
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_LEVEL_HISTORY_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_LEVEL_HISTORY_H_

#include <cstdint>

namespace vigil::plugins {

// Values are within +-2^20.
class LevelHistory {
 public:
  // Forgets everything: as if `value` had come eight times.
  void Fill(std::int32_t value);
  // Replaces the oldest value.
  void Add(std::int32_t value);
  // Lowers each value, from the next Add on.
  void LowerBy(std::int32_t difference);

  // The mean of the second to the fifth greatest.
  std::int32_t High() const { return high_; }
  // The mean of the fifth to the seventh greatest.
  std::int32_t Low() const { return low_; }
  // The median.
  std::int32_t Middle() const { return middle_; }

 private:
  static constexpr std::uint32_t kCount = 8;

  void Update();

  std::int32_t values_[kCount] = {};
  std::uint32_t oldest_ = 0;
  std::int32_t high_ = 0;
  std::int32_t low_ = 0;
  std::int32_t middle_ = 0;
};

// The mean of the last eight values, each within +-2^20.
class RunningMean {
 public:
  void Fill(std::int32_t value);
  void Add(std::int32_t value);
  std::int32_t Mean() const { return sum_ / static_cast<std::int32_t>(kCount); }

 private:
  static constexpr std::uint32_t kCount = 8;

  std::int32_t values_[kCount] = {};
  std::uint32_t oldest_ = 0;
  std::int32_t sum_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_LEVEL_HISTORY_H_
