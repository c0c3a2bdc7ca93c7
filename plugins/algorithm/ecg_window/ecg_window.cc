#include "plugins/algorithm/ecg_window/ecg_window.h"

#include <cstdint>

#include "plugins/algorithm/ecg_window/ecg_blocks.h"
#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins {
namespace {

// What `sum` over the window is, per mille, of so many times the mean of four peaks.
std::int32_t Fullness(std::int64_t sum, std::int64_t peaks) {
  if (peaks <= 0) return 0;
  return static_cast<std::int32_t>(sum * (1000 * EcgWindow::kSeconds / EcgWindow::kLength) / peaks);
}
static_assert(1000 * EcgWindow::kSeconds % EcgWindow::kLength == 0);

}  // namespace

void EcgWindow::Clear(std::int32_t microvolt) {
  const std::int32_t value = Clamp(microvolt, -kEcgLimitUv, kEcgLimitUv);
  next_ = 0;
  count_ = 0;
  phase_ = 0;
  tap_ = 0;
  for (std::uint32_t n = 0; n < kTaps; ++n) {
    input_[n] = value;
    sums_[n] = value * static_cast<std::int32_t>(kTaps);
  }
  sum_ = value * static_cast<std::int32_t>(kTaps);
  sum_of_sums_ = sum_ * static_cast<std::int32_t>(kTaps);
  for (std::int32_t& sample : smooth_) sample = value;
  for (std::int32_t& sample : window_) sample = 0;
}

bool EcgWindow::Add(std::int32_t microvolt) {
  const std::int32_t value = Clamp(microvolt, -kEcgLimitUv, kEcgLimitUv);
  sum_ += value - input_[tap_];
  input_[tap_] = value;
  sum_of_sums_ += sum_ - sums_[tap_];
  sums_[tap_] = sum_;
  tap_ = (tap_ + 1) % kTaps;
  ++phase_;
  if (phase_ < kTaps) return false;
  phase_ = 0;
  smooth_[next_ % kHistory] = sum_of_sums_ / static_cast<std::int32_t>(kTaps * kTaps);
  next_ = (next_ + 1) % kHistory;
  if (count_ < kHistory) ++count_;
  return true;
}

EcgWindow::Measures EcgWindow::Measure() {
  Measures measures;
  RemoveBaseline(measures);
  MeasureHeights(measures);
  std::int64_t sum = 0;
  std::int64_t slopes = 0;
  std::int64_t peaks = 0;
  std::int64_t slope_peaks = 0;
  std::int32_t before = window_[0];
  for (std::uint32_t second = 0; second < kSeconds; ++second) {
    std::int32_t peak = 0;
    std::int32_t slope_peak = 0;
    for (std::uint32_t n = 0; n < kPerSecond; ++n) {
      const std::int32_t value = window_[second * kPerSecond + n];
      const std::int32_t magnitude = Magnitude(value);
      const std::int32_t slope = Magnitude(value - before);
      before = value;
      sum += magnitude;
      slopes += slope;
      if (magnitude > peak) peak = magnitude;
      if (slope > slope_peak) slope_peak = slope;
    }
    peaks += peak;
    slope_peaks += slope_peak;
  }
  measures.fullness_permille = Fullness(sum, peaks);
  measures.slope_fullness_permille = Fullness(slopes, slope_peaks);
  if (slopes <= 0) return measures;  // flat
  // What moves is not 0 all the time: sum is above 0 here.
  // 50 Hz / (2 pi) is 7958 mHz; half a period is pi sum / slopes, with pi = 355/113.
  measures.frequency_mhz = static_cast<std::int32_t>(7958 * slopes / sum);
  const std::int64_t half_period = (710 * sum + 113 * slopes) / (226 * slopes);
  const std::int64_t longest = kLength / 2;
  measures.leakage_permille = Leakage(static_cast<std::uint32_t>(half_period < longest ? half_period : longest));
  return measures;
}

void EcgWindow::RemoveBaseline(Measures& measures) {
  constexpr auto kMean = static_cast<std::int32_t>(kBaseline);
  const std::uint32_t oldest = (next_ + kHistory - (kLength + kBaseline - 1)) % kHistory;
  std::int32_t sum = 0;
  for (std::uint32_t n = 0; n + 1 < kBaseline; ++n) sum += smooth_[(oldest + n) % kHistory];
  std::int32_t least = INT32_MAX;
  std::int32_t greatest = INT32_MIN;
  for (std::uint32_t n = 0; n < kLength; ++n) {
    sum += smooth_[(oldest + n + kBaseline - 1) % kHistory];
    const std::int32_t baseline = sum / kMean;
    window_[n] = smooth_[(oldest + n + kBaseline / 2) % kHistory] - baseline;
    sum -= smooth_[(oldest + n) % kHistory];
    if (baseline < least) least = baseline;
    if (baseline > greatest) greatest = baseline;
  }
  measures.baseline_range_uv = greatest - least;
}

void EcgWindow::MeasureHeights(Measures& measures) const {
  std::int32_t sum = 0;
  for (std::uint32_t second = 0; second < kSeconds; ++second) {
    std::int32_t least = INT32_MAX;
    std::int32_t greatest = INT32_MIN;
    for (std::uint32_t n = 0; n < kPerSecond; ++n) {
      const std::int32_t value = window_[second * kPerSecond + n];
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    const std::int32_t height = greatest - least;
    sum += height;
    if (second > 0 && height > measures.late_height_uv) measures.late_height_uv = height;
  }
  measures.height_uv = sum / static_cast<std::int32_t>(kSeconds);
}

std::int32_t EcgWindow::Leakage(std::uint32_t half_period) const {
  std::int64_t together = 0;
  std::int64_t apart = 1;  // so that flat is no special case
  for (std::uint32_t n = half_period; n < kLength; ++n) {
    const std::int32_t value = window_[n];
    const std::int32_t before = window_[n - half_period];
    together += Magnitude(value + before);
    apart += Magnitude(value) + Magnitude(before);
  }
  return static_cast<std::int32_t>(1000 * together / apart);
}

}  // namespace vigil::plugins
