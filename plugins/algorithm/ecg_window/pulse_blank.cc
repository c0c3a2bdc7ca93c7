#include "plugins/algorithm/ecg_window/pulse_blank.h"

#include <cstdint>

#include "plugins/algorithm/ecg_window/ecg_blocks.h"
#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins {
void PulseBlank::Clear(std::int32_t microvolt) {
  taken_ = 0;
  for (std::int32_t& sample : input_) sample = Clamp(microvolt, -kEcgLimitUv, kEcgLimitUv);
}

std::int32_t PulseBlank::Next(std::int32_t microvolt) {
  const std::uint32_t newest = taken_;
  ++taken_;
  At(newest) = Clamp(microvolt, -kEcgLimitUv, kEcgLimitUv);
  const std::uint32_t top = newest - kPulseFoot;
  if (IsPacerPulse(At(top - kPulseFoot), At(top - kPulseEdge), At(top), At(top + kPulseEdge), At(newest))) {
    const std::int32_t before = At(top - kPulseGone);
    const std::int32_t rise = At(top + kPulseGone) - before;
    for (std::uint32_t n = 1; n < 2 * kPulseGone; ++n) {
      At(top - kPulseGone + n) = before + rise * static_cast<std::int32_t>(n) / static_cast<std::int32_t>(2 * kPulseGone);
    }
  }
  return At(newest - kDelayed);
}

}  // namespace vigil::plugins
