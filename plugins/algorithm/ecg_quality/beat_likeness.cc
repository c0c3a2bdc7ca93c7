#include "plugins/algorithm/ecg_quality/beat_likeness.h"

#include <cstdint>

namespace vigil::plugins {
namespace {

// So that products of powers stay below 2^63; a QRS is lower.
constexpr std::int32_t kHighestUv = 8191;

// Points at each end that give the level there.
constexpr std::uint32_t kEnd = 3;

// A step is above so many per cent of the height,
constexpr std::int64_t kStepPercent = 60;
// or comes back so much more gently than it went, in per cent of the steepest slope.
constexpr std::int64_t kBackPercent = 22;

std::int16_t Bounded(std::int32_t value) {
  const std::int32_t least = value < -kHighestUv ? -kHighestUv : value;
  return static_cast<std::int16_t>(least > kHighestUv ? kHighestUv : least);
}

}  // namespace

void BeatLikeness::Clear() { *this = BeatLikeness(); }

void BeatLikeness::Add(const EcgWindow& window, std::uint32_t back, Timestamp time) {
  const std::uint32_t newest = back - kSide;
  if (IsStep(window, newest)) return;
  Beat beat;
  beat.time = time;
  for (std::uint32_t shift = 0; shift < kShifts; ++shift) {
    Beat cut;
    Cut(window, newest + shift, cut);
    Compare(beat, cut);
  }
  Cut(window, newest + kShifts / 2, beat);
  beats_[oldest_ % kBeats] = beat;
  oldest_ = (oldest_ + 1) % kBeats;
  if (count_ < kBeats) ++count_;
}

void BeatLikeness::Cut(const EcgWindow& window, std::uint32_t newest, Beat& beat) {
  std::int32_t sum = 0;
  for (std::uint32_t n = 0; n < kPoints; ++n) sum += window.Back(newest + n);
  const std::int32_t mean = sum / static_cast<std::int32_t>(kPoints);
  std::int64_t power = 0;
  for (std::uint32_t n = 0; n < kPoints; ++n) {
    beat.shape[n] = Bounded(window.Back(newest + n) - mean);
    power += std::int64_t{beat.shape[n]} * beat.shape[n];
  }
  beat.power = power;
}

bool BeatLikeness::IsStep(const EcgWindow& window, std::uint32_t newest) {
  std::int32_t least = INT32_MAX;
  std::int32_t greatest = INT32_MIN;
  std::int64_t step = 0;
  std::int64_t rise = 0;
  std::int64_t fall = 0;
  for (std::uint32_t n = 0; n <= 2 * kSide; ++n) {
    const std::int32_t value = window.Back(newest + n);
    const std::int64_t slope = std::int64_t{value} - window.Back(newest + n + 1);
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    if (slope > rise) rise = slope;
    if (-slope > fall) fall = -slope;
    if (n < kEnd) step += value;
    if (n > 2 * kSide - kEnd) step -= value;
  }
  const std::int64_t gentler = rise < fall ? rise : fall;
  if (100 * gentler < kBackPercent * (rise + fall - gentler)) return true;
  const std::int64_t height = std::int64_t{greatest} - least;
  return 100 * (step < 0 ? -step : step) > kStepPercent * std::int64_t{kEnd} * height;
}

void BeatLikeness::Compare(Beat& beat, const Beat& cut) const {
  for (std::uint32_t n = 0; n < kBeats; ++n) {
    const Beat& other = beats_[n];
    if (4 * cut.power <= other.power) continue;
    if (cut.power >= 4 * other.power) continue;
    std::int64_t product = 0;
    for (std::uint32_t point = 0; point < kPoints; ++point) {
      product += std::int64_t{cut.shape[point]} * other.shape[point];
    }
    if (product <= 0) continue;
    // Squares below 2^60, for powers below 15 * 2^26.
    const std::int64_t percent = cut.power * other.power / 100;
    if (product * product > kLikePercent * percent) beat.is_like = true;
    if (product * product > kSimilarPercent * percent) beat.is_similar = true;
  }
}

BeatLikeness::Tally BeatLikeness::Count(Timestamp now) const {
  Tally tally;
  for (std::uint32_t n = 0; n < kBeats; ++n) {
    if (n >= count_) continue;
    const Beat& beat = beats_[n];
    if (now - beat.time > kReach) continue;
    ++tally.beats;
    if (beat.is_like) ++tally.like;
    if (beat.is_similar) ++tally.similar;
  }
  return tally;
}

bool BeatLikeness::AreBeats(Timestamp now) const {
  const Tally tally = Count(now);
  return tally.like >= 4 && 4 * tally.like >= 3 * tally.beats;
}

bool BeatLikeness::MayBeBeats(Timestamp now) const {
  const Tally tally = Count(now);
  return tally.beats >= 2 && 2 * tally.similar >= tally.beats;
}

}  // namespace vigil::plugins
