// How many steps a minute somebody makes, once a second, from the acceleration.
//
//   Cadence cadence;
//   cadence.Clear();
//   for each moment (50 Hz): if (cadence.Add(x, y, z)) Use(cadence.steps_per_minute());
//
// Each step shakes the body once, whatever way the sensor lies: the length of the
// acceleration, at 25 Hz and without its mean, repeats itself a step later. Its
// autocorrelation over the last 4 s, at lags of 0.28 s to 1.04 s, has its maximum at the
// step, or at two of them, when both legs differ; so the shortest lag counts whose maximum
// comes near the greatest (Rai, Chintalapudi, Padmanabhan, Sen, "Zee", MobiCom 2012: walking
// by normalized autocorrelation; Brajdic, Harle, UbiComp 2013: a comparison of counters).
#ifndef VIGIL_PLUGINS_ALGORITHM_ACTIVITY_CADENCE_H_
#define VIGIL_PLUGINS_ALGORITHM_ACTIVITY_CADENCE_H_

#include <cstdint>

#include "plugins/algorithm/motion/acceleration_stream.h"

namespace vigil::plugins {

class Cadence {
 public:
  static constexpr std::int32_t kMomentsPerSecond = 50;
  static constexpr std::int32_t kSeconds = 4;  // of the window

  // Of the last 4 s: less shaking is no step, mg (rms).
  static constexpr std::int32_t kLeastMg = 35;
  // Of 256: the least autocorrelation of a gait, and how near to the greatest the maximum
  // of a shorter lag has to come.
  static constexpr std::int32_t kLeastLikeness = 128;
  static constexpr std::int32_t kShorter = 160;

  // Values beyond it are cut off.
  static constexpr std::int32_t kGreatestMg = 16'000;

  // Forgets everything.
  void Clear();

  // One moment. True with each full second, once there are 4 s.
  bool Add(const Acceleration& moment);

  // Of the last window; 0: no gait. Otherwise 56..231.
  std::int32_t steps_per_minute() const { return steps_per_minute_; }

 private:
  static constexpr std::int32_t kHz = 25;
  static constexpr std::int32_t kPoints = kHz * kSeconds;
  static constexpr std::int32_t kShortest = 7;   // lags, in points
  static constexpr std::int32_t kLongest = 26;
  static constexpr std::int32_t kLags = kLongest + 2;  // and a neighbor at each end

  std::int32_t Look() const;

  std::int32_t ring_[kPoints] = {};  // mg, of two moments
  std::int32_t next_ = 0;
  std::int32_t count_ = 0;
  std::int32_t moments_ = 0;  // of this second
  std::int32_t first_ = 0;    // of a pair, mg
  std::int32_t steps_per_minute_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_ACTIVITY_CADENCE_H_
