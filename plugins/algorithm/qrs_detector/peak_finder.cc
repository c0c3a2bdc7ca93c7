#include "plugins/algorithm/qrs_detector/peak_finder.h"

namespace vigil::plugins {
namespace {

// The slope looks back over two samples, beyond those that it is summed over.
constexpr std::uint32_t kWindow = QrsFilter::kEnergyWindow + 2;

// The R peak lies this near to the peak of the filtered signal.
constexpr std::uint32_t kRPeakReach = 4;  // 16 ms

// The baseline: 8 samples in the PR segment, 84 to 112 ms before the R peak.
constexpr std::uint32_t kBaselineFrom = 28;
constexpr std::uint32_t kBaselineSamples = 8;

std::int32_t Magnitude(std::int32_t value) { return value < 0 ? -value : value; }

}  // namespace

void PeakFinder::Reset() {
  for (std::uint32_t i = 0; i < kRing; ++i) {
    band_[i] = 0;
    slope_[i] = 0;
  }
  for (std::uint32_t i = 0; i < kInputRing; ++i) input_[i] = 0;
  energy_before_ = 0;
  is_rising_ = false;
  peak_ = Peak();
}

bool PeakFinder::Next(const QrsFilter::Output& filtered, std::uint32_t now) {
  input_[now % kInputRing] = filtered.input;
  band_[now % kRing] = filtered.band;
  slope_[now % kRing] = filtered.slope;
  const std::int32_t before = energy_before_;
  energy_before_ = filtered.energy;
  if (!is_rising_) {
    if (filtered.energy <= before) return false;
    is_rising_ = true;
    peak_.energy = 0;
  }
  if (filtered.energy > peak_.energy) {
    peak_.energy = filtered.energy;
    peak_.at = now;
    return false;
  }
  if (filtered.energy >= peak_.energy / 2 &&
      now - peak_.at <= kConfirmSamples) {
    return false;
  }
  is_rising_ = false;
  Describe();
  return true;
}

void PeakFinder::Describe() {
  static_assert(kWindow + kConfirmSamples < kRing);
  std::int32_t highest = -1;
  std::uint32_t band_peak = 0;
  bool is_upward = true;
  peak_.steepness = 0;
  for (std::uint32_t back = 0; back <= kWindow; ++back) {
    const std::uint32_t place = (peak_.at - back) % kRing;
    const std::int32_t steepness = Magnitude(slope_[place]);
    if (steepness > peak_.steepness) peak_.steepness = steepness;
    const std::int32_t height = Magnitude(band_[place]);
    if (height > highest) {
      highest = height;
      band_peak = peak_.at - back - QrsFilter::kBandDelay;
      is_upward = band_[place] > 0;
    }
  }
  FindRPeak(band_peak, is_upward);
}

void PeakFinder::FindRPeak(std::uint32_t band_peak, bool is_upward) {
  static_assert(kWindow + kConfirmSamples + QrsFilter::kBandDelay +
                    kRPeakReach + kBaselineFrom <
                kInputRing);
  const std::uint32_t first = band_peak - kRPeakReach;
  std::uint32_t best = first;
  for (std::uint32_t i = 1; i <= 2 * kRPeakReach; ++i) {
    const std::int32_t value = input_[(first + i) % kInputRing];
    const std::int32_t so_far = input_[best % kInputRing];
    if (is_upward ? value > so_far : value < so_far) best = first + i;
  }
  std::int32_t baseline = 0;
  for (std::uint32_t i = 0; i < kBaselineSamples; ++i) {
    baseline += input_[(best - kBaselineFrom + i) % kInputRing] /
                static_cast<std::int32_t>(kBaselineSamples);
  }
  peak_.fiducial = best;
  peak_.height = input_[best % kInputRing] - baseline;
}

}  // namespace vigil::plugins
