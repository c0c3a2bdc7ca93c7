#include "plugins/algorithm/ecg_quality/usual_beat.h"

#include <cstdint>

namespace vigil::plugins {
namespace {

// So that products of sums of squares stay below 2^63; a QRS is lower.
constexpr std::int32_t kHighestUv = 8191;

// A beat changes the mean by an eighth, the first ones by their share.
constexpr std::uint32_t kMostLearned = 8;

// Where each wave ends, in points from the peak.
constexpr std::uint32_t kQrsEnds = 6;
constexpr std::uint32_t kTBegins = 8;
constexpr std::uint32_t kTPasses = 16;
constexpr std::uint32_t kTEnds = 18;

// Where a P wave may have its peak, and what is to both sides of it, in points before the peak.
constexpr std::uint32_t kPFirst = 4;
constexpr std::uint32_t kPLast = 14;
constexpr std::int64_t kLeastPWave = 32;  // a part of the QRS
constexpr std::int64_t kHigher = 2;

std::int32_t Bounded(std::int32_t value) {
  const std::int32_t least = value < -kHighestUv ? -kHighestUv : value;
  return least > kHighestUv ? kHighestUv : least;
}

}  // namespace

void UsualBeat::Cut(const EcgWindow& window, std::uint32_t newest, std::int32_t (&shape)[kPoints]) {
  std::int32_t sum = 0;
  for (std::uint32_t n = 0; n < kCompared; ++n) sum += window.Back(newest + n);
  const std::int32_t mean = sum / static_cast<std::int32_t>(kCompared);
  for (std::uint32_t n = 0; n < kPoints; ++n) shape[n] = Bounded(window.Back(newest + n) - mean);
}

void UsualBeat::Learn(const EcgWindow& window, std::uint32_t back) {
  std::int32_t shape[kPoints];
  Cut(window, back - kPeak, shape);
  if (learned_ < kMostLearned) ++learned_;
  for (std::uint32_t n = 0; n < kPoints; ++n) mean_[n] += (shape[n] - mean_[n]) / static_cast<std::int32_t>(learned_);
}

bool UsualBeat::IsAbove(std::int64_t percent, const EcgWindow& window, std::uint32_t back) const {
  bool is_like = false;
  for (std::uint32_t shift = 0; shift < kShifts; ++shift) {
    std::int32_t shape[kPoints];
    Cut(window, back - kAfter + shift, shape);
    std::int64_t product = 0;
    std::int64_t power = 0;
    std::int64_t usual = 0;
    for (std::uint32_t n = 0; n < kCompared; ++n) {
      product += std::int64_t{shape[n]} * mean_[n];
      power += std::int64_t{shape[n]} * shape[n];
      usual += std::int64_t{mean_[n]} * mean_[n];
    }
    // Squares below 2^62, for powers below 26 * 2^26.
    if (product > 0 && product * product > percent * (power * usual / 100)) is_like = true;
  }
  return is_like;
}

// Twice what a point is above the line between two others.
std::int64_t UsualBeat::Bend(std::uint32_t point, std::uint32_t before, std::uint32_t after) const {
  return 2 * std::int64_t{mean_[point]} - mean_[before] - mean_[after];
}

// Twice the height of the first wave, with its sign.
std::int64_t UsualBeat::Height() const { return Bend(kPeak, kPeak + kQrsEnds, kPeak - kQrsEnds); }

bool UsualBeat::IsTipAbove(std::int64_t percent) const {
  const std::int64_t main = Height();
  const std::int64_t tip = Bend(kPeak, kPeak + 1, kPeak - 1);
  const std::int64_t sign = main < 0 ? -1 : 1;
  return 100 * sign * tip > percent * sign * main;
}

bool UsualBeat::HasTWave() const {
  const std::int64_t main = Height();
  const std::int64_t sign = main < 0 ? -1 : 1;
  std::int64_t highest = 0;
  for (std::uint32_t n = kTBegins; n <= kTPasses; ++n) {
    const std::int64_t wave = sign * Bend(kPeak - n, kPeak - kQrsEnds, kPeak - kTEnds);
    if (wave > highest) highest = wave;
  }
  return 5 * highest > sign * main && 4 * highest < 3 * sign * main;
}

bool UsualBeat::HasOppositeTWave() const {
  const std::int64_t main = Height();
  const std::int64_t sign = main < 0 ? -1 : 1;
  std::int64_t deepest = 0;
  for (std::uint32_t n = kTBegins; n <= kTPasses; ++n) {
    const std::int64_t wave = sign * 2 * (std::int64_t{mean_[kPeak + kQrsEnds]} - mean_[kPeak - n]);
    if (wave > deepest) deepest = wave;
  }
  return 5 * deepest > sign * main && deepest < sign * main;
}

// Twice the height of the highest wave before the QRS over the lower of its sides; 0 where none
// is higher than both.
std::int64_t UsualBeat::PWave() const {
  std::int64_t highest = 0;
  for (std::uint32_t peak = kPFirst; peak <= kPLast; ++peak) {
    for (std::int64_t sign = -1; sign <= 1; sign += 2) {
      const std::int64_t wave = PWaveAt(peak, sign);
      if (wave > highest) highest = wave;
    }
  }
  return highest;
}

// The same of one place and one direction.
std::int64_t UsualBeat::PWaveAt(std::uint32_t peak, std::int64_t sign) const {
  std::int64_t near = 0;
  std::int64_t far = 0;
  for (std::uint32_t n = kPFirst - 1; n <= kPLast + 1; ++n) {
    const std::int64_t over = sign * (std::int64_t{mean_[kPeak + peak]} - mean_[kPeak + n]);
    if (n < peak && over > near) near = over;
    if (n > peak && over > far) far = over;
  }
  const std::int64_t lower = near < far ? near : far;
  const std::int64_t higher = near < far ? far : near;
  const std::int64_t main = Height();
  return 2 * kLeastPWave * lower > (main < 0 ? -main : main) ? 2 * higher : 0;
}

bool UsualBeat::IsHigherThanPWaveOf(const UsualBeat& usual) const {
  const std::int64_t p_wave = usual.PWave();
  const std::int64_t main = Height();
  return p_wave > 0 && (main < 0 ? -main : main) >= kHigher * p_wave;
}

}  // namespace vigil::plugins
