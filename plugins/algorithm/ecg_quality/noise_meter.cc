#include "plugins/algorithm/ecg_quality/noise_meter.h"

#include <cstdint>

namespace vigil::plugins {

void NoiseMeter::Add(std::int32_t microvolt) {
  input_[tap_] = microvolt;
  const std::int64_t middle = input_[(tap_ + kTaps - kTaps / 2) % kTaps];
  tap_ = (tap_ + 1) % kTaps;
  std::int64_t noise = middle * std::int64_t{kTaps};
  for (const std::int32_t sample : input_) noise -= sample;
  sum_ += noise < 0 ? -noise : noise;
  ++count_;
  if (count_ < kPerTenth) return;
  tenths_[oldest_] = sum_;
  oldest_ = (oldest_ + 1) % kTenths;
  sum_ = 0;
  count_ = 0;
}

bool NoiseMeter::IsAbove(std::int32_t height_uv) const {
  const std::int64_t most = kMostPermille * height_uv * kSamplesOfTenth;
  std::uint32_t above = 0;
  for (const std::int64_t tenth : tenths_) {
    if (1000 * tenth > most) ++above;
  }
  return 2 * above > kTenths;
}

}  // namespace vigil::plugins
