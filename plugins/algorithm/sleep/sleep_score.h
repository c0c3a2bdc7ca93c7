// Whether a minute was slept, from the activity of seven minutes.
//
//   SleepScore score;
//   score.Clear();
//   score.Add(activity);                           // of each minute, in its order
//   if (score.is_full()) Use(score.is_asleep());   // of the minute two before the last
//
// Cole, Kripke, Gruen, Mullaney, Gillin, "Automatic sleep/wake identification from wrist
// activity", Sleep 15, 1992: D = 0.001 (106 A[-4] + 54 A[-3] + 58 A[-2] + 76 A[-1] + 230 A[0]
// + 74 A[1] + 67 A[2]) for the mean activity of a minute; below 1 it is sleep. Their counts
// are those of one device, which nobody else's acceleration gives; kUnitQ4 makes them of mg.
#ifndef VIGIL_PLUGINS_ALGORITHM_SLEEP_SLEEP_SCORE_H_
#define VIGIL_PLUGINS_ALGORITHM_SLEEP_SLEEP_SCORE_H_

#include <cstdint>

namespace vigil::plugins {

class SleepScore {
 public:
  static constexpr std::int32_t kMinutes = 7;
  // From the scored minute to the last one that is needed.
  static constexpr std::int32_t kMinutesAfter = 2;
  static constexpr std::int32_t kWeights[kMinutes] = {106, 54, 58, 76, 230, 74, 67};
  static constexpr std::int32_t kAsleepBelow = 1000;

  // What the noise of a sensor shows, and what one count is worth, in 1/16 mg: 4 mg each,
  // summed over three axes.
  static constexpr std::int32_t kNoiseQ4 = 4 * 16;
  static constexpr std::int32_t kUnitQ4 = 4 * 16;
  // More counts a minute are counted as so many, as in the source's successors.
  static constexpr std::int32_t kGreatestCount = 300;

  // Forgets everything.
  void Clear();

  // The next minute's activity in 1/16 mg, at least 0.
  void Add(std::int32_t activity_q4);

  // Seven minutes in a row.
  bool is_full() const { return count_ == kMinutes; }
  bool is_asleep() const;

 private:
  std::int32_t counts_q4_[kMinutes] = {};  // the newest is the last
  std::int32_t count_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_SLEEP_SLEEP_SCORE_H_
