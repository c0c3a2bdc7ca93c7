// The most probable rate, from how probable each rate looks now and from how a heart
// changes its rate: the forward half of a Viterbi search, which knows no future.
//
//   RateTracker tracker;
//   tracker.Clear();
//   tracker.Add(evidence);                // of a window, every 2 s
//   Use(tracker.RateQ4());
//
// Every rate has a score: the best sum, over all courses of the rate that end in it, of
// what the windows say for each step of the course, less what its changes cost. Scores
// are logarithms to the base 2 in 1/256. The cost of a change grows with its square: 3
// per minute between windows that are 2 s apart, the spread of the changes in ECG while
// running, cost 0.1 bit. No rate falls more than kFloor behind the best: that is what it
// costs to begin anew elsewhere, after a wrong lock.
#ifndef VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_RATE_TRACKER_H_
#define VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_RATE_TRACKER_H_

#include <cstdint>

namespace vigil::plugins {

inline constexpr std::int32_t kLowestRate = 30;  // per minute
inline constexpr std::int32_t kHighestRate = 240;
inline constexpr std::int32_t kRates = kHighestRate - kLowestRate + 1;

class RateTracker {
 public:
  static constexpr std::int32_t kFloor = 10 * 256;

  // Forgets everything.
  void Clear();

  // evidence[n]: for the rate kLowestRate + n; 0 for the best, -2^20 at least.
  void Add(const std::int32_t (&evidence)[kRates]);

  // The best rate, in 1/16 per minute, between kLowestRate and kHighestRate.
  std::int32_t RateQ4() const;

 private:
  std::int32_t score_[kRates] = {};
  std::int32_t best_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_RATE_TRACKER_H_
