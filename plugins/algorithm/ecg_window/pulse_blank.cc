#include "plugins/algorithm/ecg_window/pulse_blank.h"

#include <cstdint>

#include "plugins/algorithm/ecg_window/ecg_blocks.h"
#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins {
namespace {

// A pulse that was found is forgotten after 200 ms, so that two chambers may be paced at 150 a
// minute; so many that are not forgotten yet are noise.
constexpr std::uint32_t kForgottenAfter = 50;
constexpr std::int32_t kTooMany = 8;

}  // namespace

void PulseBlank::Clear(std::int32_t microvolt) {
  taken_ = 0;
  found_ = 0;
  is_noise_ = false;
  for (std::int32_t& sample : input_) sample = Clamp(microvolt, -kEcgLimitUv, kEcgLimitUv);
}

std::int32_t PulseBlank::Next(std::int32_t microvolt) {
  const std::uint32_t newest = taken_;
  ++taken_;
  At(newest) = Clamp(microvolt, -kEcgLimitUv, kEcgLimitUv);
  if (taken_ % kForgottenAfter == 0 && found_ > 0) --found_;
  is_noise_ = is_noise_ ? found_ > 0 : found_ == kTooMany;
  const std::uint32_t top = newest - kPulseFoot;
  if (IsPacerPulse(At(top - kPulseFoot), At(top - kPulseEdge), At(top), At(top + kPulseEdge), At(newest))) {
    found_ = Smaller(found_ + 1, kTooMany);
    if (is_noise_) return At(newest - kDelayed);
    const std::int32_t before = At(top - kPulseGone);
    const std::int32_t rise = At(top + kPulseGone) - before;
    for (std::uint32_t n = 1; n < 2 * kPulseGone; ++n) {
      At(top - kPulseGone + n) = before + rise * static_cast<std::int32_t>(n) / static_cast<std::int32_t>(2 * kPulseGone);
    }
  }
  return At(newest - kDelayed);
}

}  // namespace vigil::plugins
