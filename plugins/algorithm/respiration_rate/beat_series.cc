#include "plugins/algorithm/respiration_rate/beat_series.h"

#include <cstdint>

#include "safety_kernel/base/time.h"

namespace vigil::plugins {
namespace {

constexpr std::int64_t kUsPerMs = 1000;
constexpr std::int64_t kFollow = 8;       // the usual interval follows by an eighth
constexpr std::int64_t kTolerance = 5;    // a fifth

std::int64_t Distance(std::int64_t a, std::int64_t b) { return a < b ? b - a : a - b; }

std::int32_t Within(std::int32_t height_uv) {
  if (height_uv > BeatSeries::kGreatestHeightUv) return BeatSeries::kGreatestHeightUv;
  if (height_uv < -BeatSeries::kGreatestHeightUv) return -BeatSeries::kGreatestHeightUv;
  return height_uv;
}

// On the line from (0, from) to (length, to), at `at`; 0 <= at <= length.
std::int32_t OnLine(std::int32_t from, std::int32_t to, std::int64_t at, std::int64_t length) {
  return from + static_cast<std::int32_t>((std::int64_t{to} - from) * at / length);
}

}  // namespace

void BeatSeries::Clear() {
  newest_ = 0;
  count_ = 0;
  has_beat_ = false;
  beat_ = Timestamp();
  usual_us_ = 0;
}

void BeatSeries::Add(Timestamp beat, std::int32_t height_uv) {
  const std::int64_t interval_us = (beat - beat_).us;
  const bool has_interval = has_beat_;
  has_beat_ = true;
  beat_ = beat;
  if (!has_interval) return;
  if (interval_us < kShortestMs * kUsPerMs || interval_us > kLongestMs * kUsPerMs) return;
  if (usual_us_ == 0) usual_us_ = interval_us;
  const bool is_usual = Distance(interval_us, usual_us_) * kTolerance <= usual_us_;
  usual_us_ += (interval_us - usual_us_) / kFollow;
  if (!is_usual) {
    has_beat_ = false;  // an ectopic beat shortens one interval and lengthens the next
    return;
  }
  Keep({.time_ms = beat.us / kUsPerMs,
        .interval_us = static_cast<std::int32_t>(interval_us),
        .height_uv = Within(height_uv)});
}

void BeatSeries::Keep(const Point& point) {
  const std::int64_t since_ms = point.time_ms - At(0).time_ms;
  if (count_ > 0 && since_ms < kShortestMs) return;  // times that go back
  if (count_ > 0 && since_ms > kLongestGapMs) count_ = 0;
  newest_ = (newest_ + 1) % kBeats;
  points_[newest_] = point;
  if (count_ < kBeats) ++count_;
}

bool BeatSeries::is_full() const {
  return count_ > 0 && At(0).time_ms - At(count_ - 1).time_ms >= kWindowMs;
}

// From the end back: each point lies between two beats, or on the later one. Beats are
// further apart than points, so that each step passes one beat at most.
void BeatSeries::Draw(Curves& curves) const {
  std::int32_t ago = 0;
  for (std::int32_t n = kPoints - 1; n >= 0; --n) {
    const std::int64_t time_ms = At(0).time_ms - (kPoints - 1 - n) * kStepMs;
    if (At(ago + 1).time_ms > time_ms) ++ago;
    const Point& to = At(ago);
    const Point& from = At(ago + 1);
    const std::int64_t length = to.time_ms - from.time_ms;
    const std::int64_t at = time_ms - from.time_ms;
    curves.interval_us[n] = OnLine(from.interval_us, to.interval_us, at, length);
    curves.height_uv[n] = OnLine(from.height_uv, to.height_uv, at, length);
  }
}

}  // namespace vigil::plugins
