#include "plugins/algorithm/pulse_rate/rate_tracker.h"

#include <cstdint>

namespace vigil::plugins {
namespace {

constexpr std::int32_t kReach = 12;  // per minute in 2 s
constexpr std::int32_t kCost = 3;    // 1/256 bit per (1/min)^2

}  // namespace

void RateTracker::Clear() {
  for (std::int32_t& score : score_) score = 0;
  best_ = 0;
}

void RateTracker::Add(const std::int32_t (&evidence)[kRates]) {
  std::int32_t next[kRates] = {};
  best_ = 0;
  for (std::int32_t to = 0; to < kRates; ++to) {
    std::int32_t reached = score_[to];
    for (std::int32_t change = -kReach; change <= kReach; ++change) {
      const std::int32_t from = to + change;
      if (from < 0 || from >= kRates) continue;
      const std::int32_t score = score_[from] - kCost * change * change;
      if (score > reached) reached = score;
    }
    next[to] = reached + evidence[to];
    if (next[to] > next[best_]) best_ = to;
  }
  for (std::int32_t n = 0; n < kRates; ++n) {
    const std::int32_t behind = next[n] - next[best_];
    score_[n] = behind < -kFloor ? -kFloor : behind;
  }
}

// The top of the parabola through three scores. The best is the first of its height, so
// that the one before it is lower and the bend is below 0.
std::int32_t RateTracker::RateQ4() const {
  const std::int32_t rate_q4 = (kLowestRate + best_) * 16;
  if (best_ == 0 || best_ == kRates - 1) return rate_q4;
  const std::int32_t before = score_[best_ - 1];
  const std::int32_t after = score_[best_ + 1];
  const std::int32_t bend = before + after - 2 * score_[best_];
  return rate_q4 + 8 * (before - after) / bend;
}

}  // namespace vigil::plugins
