// The beats of the last while, in the order in which the heart made them, and
// the mean interval between them.
//
//   BeatHistory beats;
//   beats.Clear();
//   beats.Add(time_of_beat);
//   if (beats.intervals() >= 2) Use(beats.MeanIntervalUs());
//
// The rule for the mean is the one that patient monitors disclose: of the last 8
// intervals between R peaks the longest and the shortest are left out, so that
// neither an ectopic beat nor a missed one counts; when each of the last three is
// above 1200 ms, the mean of the last four is taken, so that a heart that slows
// down is told within a few beats. Beyond that rule, when each of the last two is
// above 1500 ms (a rate below 40), their mean is taken: three intervals of an extreme
// bradycardia last so long that its alarm would come later than 8 s.
#ifndef VIGIL_PLUGINS_ALGORITHM_HEART_RATE_BEAT_HISTORY_H_
#define VIGIL_PLUGINS_ALGORITHM_HEART_RATE_BEAT_HISTORY_H_

#include <cstdint>

#include "safety_kernel/base/time.h"

namespace vigil::plugins {

// Rates of 300 and of 20 per minute: nearer together than the one, two
// detections are of one beat; further apart than the other, beats are missing.
inline constexpr Duration kShortestInterval = Milliseconds(200);
inline constexpr Duration kLongestInterval = Seconds(3);

class BeatHistory {
 public:
  void Clear();

  // A beat may come later than one that follows it, as a search back finds it.
  // A beat that is nearer than kShortestInterval to a known one is left out, as
  // is one that is older than all that are known when there is no more room.
  void Add(Timestamp beat);

  bool empty() const { return count_ == 0; }
  // Of the last beat; the start of time when there is none.
  Timestamp newest() const;

  // How many intervals up to the last beat follow on one another, each at most
  // kLongestInterval; 0..8.
  std::uint32_t intervals() const;
  // True when the last two beats are further apart than kLongestInterval.
  bool HasPause() const;

  // us, after the rule above; 0 when intervals() is 0.
  std::uint32_t MeanIntervalUs() const;

 private:
  static constexpr std::uint32_t kMaxBeats = 9;

  // Counted backwards: 0 is the interval before the last beat.
  Duration Interval(std::uint32_t back) const;
  bool IsKnown(Timestamp beat) const;
  // Each of so many last intervals is longer than `limit`.
  bool AreLonger(Duration limit, std::uint32_t last) const;
  std::uint32_t MeanOfLast(std::uint32_t intervals) const;
  std::uint32_t MeanWithoutExtremes(std::uint32_t intervals) const;

  Timestamp beats_[kMaxBeats];  // oldest first
  std::uint32_t count_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_HEART_RATE_BEAT_HISTORY_H_
