#include "plugins/algorithm/apnea/tachogram.h"

#include <cstdint>

#include "safety_kernel/base/time.h"

namespace vigil::plugins {
namespace {

constexpr std::int64_t kUsPerMs = 1000;
constexpr std::int64_t kMsPerSecond = 1000;
constexpr std::int32_t kSlowness = 8;  // of the usual interval, in beats
constexpr std::int32_t kTolerance = 4;  // a quarter of it

std::int32_t Within(std::int32_t value, std::int32_t limit) {
  if (value > limit) return limit;
  return value < -limit ? -limit : value;
}

}  // namespace

void Tachogram::Clear() { *this = Tachogram(); }

void Tachogram::Add(Timestamp beat) {
  const std::int64_t now_ms = beat.us / kUsPerMs;
  if (has_beat_ && now_ms <= beat_ms_) return;
  const std::int64_t interval = now_ms - beat_ms_;
  const bool is_interval = has_beat_ && interval >= kShortestMs && interval <= kLongestMs;
  has_beat_ = true;
  beat_ms_ = now_ms;
  if (!is_interval) return;
  const auto value = static_cast<std::int32_t>(interval);
  if (usual_ms_ == 0) usual_ms_ = value;
  const std::int32_t limit = usual_ms_ / kTolerance;
  const std::int32_t off = value - usual_ms_;
  const std::int32_t step = Within(off, limit);
  usual_ms_ += step / kSlowness;
  if (step != off) return;
  if (size_ == 0 && !has_points_) end_s_ = now_ms / kMsPerSecond + 1;
  has_points_ = to_ms_ > 0;
  from_ms_ = to_ms_;
  from_value_ms_ = to_value_ms_;
  to_ms_ = now_ms;
  to_value_ms_ = value;
  if (has_points_ && to_ms_ - from_ms_ <= kLongestGapMs) return;
  // There is nothing to draw a line from.
  has_points_ = false;
  size_ = 0;
  end_s_ = now_ms / kMsPerSecond + 1;
}

bool Tachogram::Next() {
  if (!has_points_ || end_s_ * kMsPerSecond > to_ms_) return false;
  const std::int64_t along = end_s_ * kMsPerSecond - from_ms_;
  const std::int64_t value = from_value_ms_ + (to_value_ms_ - from_value_ms_) * along / (to_ms_ - from_ms_);
  ring_[next_] = static_cast<std::uint16_t>(value);
  next_ = (next_ + 1) % kSeconds;
  if (size_ < kSeconds) ++size_;
  ++end_s_;
  return true;
}

}  // namespace vigil::plugins
