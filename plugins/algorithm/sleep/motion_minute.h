// How much a minute moved, from the acceleration: for telling sleep from waking, and a
// wearer from a desk.
//
//   MotionMinute minute;
//   minute.Clear();
//   for each moment (50 Hz): minute.Add({x, y, z});
//   Use(minute.activity_mg(), minute.drift_mg());
//   minute.Begin();
//
// Activity is the mean distance of a fifth of a second from the mean of its second, over the
// axes: what a wearer does, with little of the sensor's noise. Drift is how far the means of the seconds
// spread on one axis: who breathes and lies moves them by some mg even in deep sleep; a desk
// does not (van Hees and others, PLoS ONE 6, 2011, look for the lack of both over an hour).
#ifndef VIGIL_PLUGINS_ALGORITHM_SLEEP_MOTION_MINUTE_H_
#define VIGIL_PLUGINS_ALGORITHM_SLEEP_MOTION_MINUTE_H_

#include <cstdint>

#include "plugins/algorithm/motion/acceleration_stream.h"

namespace vigil::plugins {

class MotionMinute {
 public:
  static constexpr std::int32_t kMomentsPerPoint = 10;
  static constexpr std::int32_t kPointsPerSecond = 5;

  // Values beyond it are cut off.
  static constexpr std::int32_t kGreatestMg = 16'000;

  // Forgets everything.
  void Clear();
  // Begins a minute; a second that has begun goes on.
  void Begin();
  // A gap: the second that has begun is not known.
  void Break();

  void Add(const Acceleration& moment);

  // Full seconds of this minute.
  std::int32_t seconds() const { return seconds_; }
  // Mean of its seconds, in 1/16 mg; 0 without a second.
  std::int32_t activity_q4() const;
  // The greatest spread of an axis over its seconds, in 1/16 mg; 0 without a second.
  std::int32_t drift_q4() const;

 private:
  static constexpr std::int32_t kAxes = 3;

  void EndSecond();

  std::int32_t sum_[kAxes][kPointsPerSecond] = {};  // of the moments of a point, mg
  std::int32_t moments_ = 0;   // of this point
  std::int32_t points_ = 0;    // of this second
  std::int32_t seconds_ = 0;
  std::int64_t activity_q4_ = 0;  // sum over the seconds
  std::int32_t least_q4_[kAxes] = {};     // of the seconds' means
  std::int32_t greatest_q4_[kAxes] = {};
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_SLEEP_MOTION_MINUTE_H_
