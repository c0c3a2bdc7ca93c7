#include "plugins/algorithm/qrs_detector/qrs_filter.h"

namespace vigil::plugins {
namespace {

constexpr std::int32_t kMaxMicrovolt = 1'000'000;

std::int32_t Magnitude(std::int32_t value) { return value < 0 ? -value : value; }

std::int32_t Bounded(std::int32_t microvolt) {
  if (microvolt > kMaxMicrovolt) return kMaxMicrovolt;
  if (microvolt < -kMaxMicrovolt) return -kMaxMicrovolt;
  return microvolt;
}

}  // namespace

void QrsFilter::Reset(std::int32_t microvolt) {
  const std::int32_t first = Bounded(microvolt);
  for (std::uint32_t i = 0; i < kRing; ++i) {
    input_[i] = first;
    sums_of_5_[i] = 5 * first;
    low_[i] = 20 * first;
    slopes_[i] = 0;
  }
  next_ = 0;
  sum_of_5_ = 5 * first;
  sum_of_4_ = 20 * first;
  sum_of_40_ = 40 * 20 * first;
  band_before_ = 0;
  band_two_before_ = 0;
  energy_ = 0;
}

// Within 2e7 in magnitude.
std::int32_t QrsFilter::LowPass(std::int32_t microvolt) {
  sum_of_5_ += microvolt - input_[(next_ - 5) % kRing];
  input_[next_] = microvolt;
  sum_of_4_ += sum_of_5_ - sums_of_5_[(next_ - 4) % kRing];
  sums_of_5_[next_] = sum_of_5_;
  return sum_of_4_;
}

// 40 samples of at most 2e7 make 8e8, and the difference at most 1.6e9: it fits
// 32 bits. Divided by 160, what is left of the gain 20 * 40 is kBandGain.
std::int32_t QrsFilter::HighPass(std::int32_t low) {
  sum_of_40_ += low - low_[(next_ - 40) % kRing];
  low_[next_] = low;
  const std::int32_t center = low_[(next_ - 20) % kRing];
  return (40 * center - sum_of_40_) / 160;
}

QrsFilter::Output QrsFilter::Next(std::int32_t microvolt) {
  const std::int32_t input = Bounded(microvolt);
  const std::int32_t band = HighPass(LowPass(input));
  const std::int32_t slope = band - band_two_before_;
  band_two_before_ = band_before_;
  band_before_ = band;
  const std::int32_t steepness = Magnitude(slope);
  energy_ += steepness - slopes_[(next_ - kEnergyWindow) % kRing];
  slopes_[next_] = steepness;
  next_ = (next_ + 1) % kRing;
  return {input, band, slope, energy_};
}

}  // namespace vigil::plugins
