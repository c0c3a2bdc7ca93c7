#include "plugins/algorithm/heart_rate/beat_history.h"

#include <cstdint>

#include "safety_kernel/base/time.h"

namespace vigil::plugins {
namespace {

constexpr Duration kSlowInterval = Milliseconds(1200);
constexpr std::uint32_t kSlowIntervals = 3;   // in a row that tell a slow heart
constexpr std::uint32_t kSlowMeanOver = 4;
constexpr Duration kVerySlowInterval = Milliseconds(1500);
constexpr std::uint32_t kVerySlowIntervals = 2;
constexpr std::uint32_t kLeastForTrimming = 4;

// Intervals are at most kLongestInterval, so they fit.
std::uint32_t Us(Duration interval) {
  return static_cast<std::uint32_t>(interval.us);
}

}  // namespace

void BeatHistory::Clear() { count_ = 0; }

Timestamp BeatHistory::newest() const {
  return count_ == 0 ? Timestamp() : beats_[count_ - 1];
}

bool BeatHistory::IsKnown(Timestamp beat) const {
  for (std::uint32_t i = 0; i < count_; ++i) {
    const Duration apart =
        beat > beats_[i] ? beat - beats_[i] : beats_[i] - beat;
    if (apart < kShortestInterval) return true;
  }
  return false;
}

void BeatHistory::Add(Timestamp beat) {
  if (IsKnown(beat)) return;
  std::uint32_t later = 0;  // how many known beats follow on this one
  for (std::uint32_t n = 0; n < count_ && beats_[count_ - 1 - n] > beat; ++n) {
    later = n + 1;
  }
  if (count_ == kMaxBeats) {
    if (later == count_) return;
    for (std::uint32_t i = 0; i + 1 < count_; ++i) beats_[i] = beats_[i + 1];
    --count_;
  }
  for (std::uint32_t i = 0; i < later; ++i) {
    beats_[count_ - i] = beats_[count_ - 1 - i];
  }
  beats_[count_ - later] = beat;
  ++count_;
}

Duration BeatHistory::Interval(std::uint32_t back) const {
  return beats_[count_ - 1 - back] - beats_[count_ - 2 - back];
}

std::uint32_t BeatHistory::intervals() const {
  std::uint32_t found = 0;
  for (std::uint32_t n = 0; n + 1 < count_; ++n) {
    if (Interval(n) > kLongestInterval) break;
    found = n + 1;
  }
  return found;
}

bool BeatHistory::HasPause() const {
  return count_ >= 2 && Interval(0) > kLongestInterval;
}

bool BeatHistory::AreLonger(Duration limit, std::uint32_t last) const {
  if (intervals() < last) return false;
  for (std::uint32_t back = 0; back < last; ++back) {
    if (Interval(back) <= limit) return false;
  }
  return true;
}

std::uint32_t BeatHistory::MeanOfLast(std::uint32_t intervals) const {
  std::uint32_t sum = 0;
  for (std::uint32_t back = 0; back < intervals; ++back) {
    sum += Us(Interval(back));
  }
  return sum / intervals;
}

std::uint32_t BeatHistory::MeanWithoutExtremes(std::uint32_t intervals) const {
  std::uint32_t sum = 0;
  std::uint32_t longest = 0;
  std::uint32_t shortest = Us(kLongestInterval);
  for (std::uint32_t back = 0; back < intervals; ++back) {
    const std::uint32_t interval = Us(Interval(back));
    sum += interval;
    if (interval > longest) longest = interval;
    if (interval < shortest) shortest = interval;
  }
  return (sum - longest - shortest) / (intervals - 2);
}

std::uint32_t BeatHistory::MeanIntervalUs() const {
  const std::uint32_t known = intervals();
  if (known == 0) return 0;
  if (AreLonger(kSlowInterval, kSlowIntervals)) {
    return MeanOfLast(known < kSlowMeanOver ? known : kSlowMeanOver);
  }
  if (AreLonger(kVerySlowInterval, kVerySlowIntervals)) {
    return MeanOfLast(kVerySlowIntervals);
  }
  if (known < kLeastForTrimming) return MeanOfLast(known);
  return MeanWithoutExtremes(known);
}

}  // namespace vigil::plugins
