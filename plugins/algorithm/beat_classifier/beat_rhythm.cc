#include "plugins/algorithm/beat_classifier/beat_rhythm.h"

#include <cstdint>

namespace vigil::plugins::beats {
namespace {

// A new interval moves an average by an eighth of what it differs.
constexpr std::int32_t kSlowness = 8;
// Of 9 sorted intervals the one at this place.
constexpr std::int32_t kUpperQuartile = 6;

}  // namespace

void BeatRhythm::Clear() {
  for (std::int32_t& interval : ring_) interval = kFirst;
  next_ = 0;
  usual_ = kFirst;
  normal_ = 0;
  was_normal_ = false;
}

void BeatRhythm::Add(std::int32_t interval, bool is_normal) {
  const bool counts = is_normal && was_normal_ && !IsEarly(interval);
  if (counts) normal_ = normal_ > 0 ? normal_ + (interval - normal_) / kSlowness : interval;
  was_normal_ = is_normal;
  ring_[next_] = interval;
  next_ = (next_ + 1) % kCount;
  UpdateUsual();
}

void BeatRhythm::UpdateUsual() {
  for (std::int32_t n = 0; n < kCount; ++n) {
    std::int32_t place = 0;
    for (std::int32_t other = 0; other < kCount; ++other) {
      if (ring_[other] < ring_[n] || (ring_[other] == ring_[n] && other < n)) ++place;
    }
    if (place == kUpperQuartile) usual_ = ring_[n];
  }
}

}  // namespace vigil::plugins::beats
