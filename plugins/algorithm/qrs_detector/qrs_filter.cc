#include "plugins/algorithm/qrs_detector/qrs_filter.h"

#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins {
namespace {

constexpr std::int32_t kMaxMicrovolt = 1'000'000;
constexpr std::int32_t kMaxBand = 32767;

}  // namespace

void QrsFilter::Reset(std::int32_t microvolt) {
  const std::int32_t first = Clamp(microvolt, -kMaxMicrovolt, kMaxMicrovolt);
  for (std::int32_t& value : input_) value = first;
  for (std::int32_t& value : low_) value = 20 * first;
  for (std::int32_t& value : slopes_) value = 0;
  for (std::int16_t& value : band_) value = 0;
  ticks_ = 0;
  sum_of_5_ = 5 * first;
  pair_before_ = 10 * first;
  sum_of_20_ = 20 * 20 * first;
  band_before_ = 0;
  energy_ = 0;
}

// Sums of 5 stay within 5e6, low within 2e7, sums of 20 of them within 4e8, and what
// is left of 20 times one of them within 8e8: 32 bits hold it.
void QrsFilter::Next(std::int32_t first, std::int32_t second) {
  const std::uint32_t now = ticks_;
  ++ticks_;
  const std::uint32_t sample = 2 * now;
  const std::int32_t one = Clamp(first, -kMaxMicrovolt, kMaxMicrovolt);
  const std::int32_t two = Clamp(second, -kMaxMicrovolt, kMaxMicrovolt);
  const std::int32_t sum_before = sum_of_5_ + one - input(sample - 5);
  sum_of_5_ = sum_before + two - input(sample - 4);
  input_[sample % kInputKept] = one;
  input_[(sample + 1) % kInputKept] = two;

  const std::int32_t pair = sum_before + sum_of_5_;
  const std::int32_t low = pair + pair_before_;
  pair_before_ = pair;
  sum_of_20_ += low - low_[(now - 20) % kRing];
  low_[now % kRing] = low;
  const std::int32_t high = 20 * low_[(now - 10) % kRing] - sum_of_20_;
  const std::int32_t band = Clamp(high >> 7, -kMaxBand, kMaxBand);
  band_[now % kBandKept] = static_cast<std::int16_t>(band);

  const std::int32_t slope = Magnitude(band - band_before_);
  band_before_ = band;
  energy_ += slope - slopes_[(now - kEnergyWindow) % kRing];
  slopes_[now % kRing] = slope;
}

}  // namespace vigil::plugins
