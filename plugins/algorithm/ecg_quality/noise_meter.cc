#include "plugins/algorithm/ecg_quality/noise_meter.h"

#include <cstdint>

#include "plugins/algorithm/ecg_window/ecg_blocks.h"
#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins {

void NoiseMeter::Add(std::int32_t microvolt) {
  input_[tap_] = Clamp(microvolt, -kEcgLimitUv, kEcgLimitUv);
  std::int32_t noise = input_[(tap_ + kTaps - kTaps / 2) % kTaps] * static_cast<std::int32_t>(kTaps);
  tap_ = (tap_ + 1) % kTaps;
  for (const std::int32_t sample : input_) noise -= sample;
  sum_ += Magnitude(noise);
  changes_ += Magnitude(noise - before_[count_]);
  before_[count_] = noise;
  ++count_;
  if (count_ < kPerTenth) return;
  const std::int64_t without_mains = changes_ * 5 / 7;  // the root of two
  tenths_[oldest_] = sum_ < without_mains ? sum_ : without_mains;
  oldest_ = (oldest_ + 1) % kTenths;
  sum_ = 0;
  changes_ = 0;
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
