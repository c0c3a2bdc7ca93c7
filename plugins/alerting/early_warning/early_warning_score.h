// Points of the National Early Warning Score 2 for one vital sign.
//
// Source: Royal College of Physicians, National Early Warning Score (NEWS) 2, 2017,
// chart 1; oxygen saturation by its scale 1. Any thread; nothing blocks.
#ifndef VIGIL_PLUGINS_ALERTING_EARLY_WARNING_EARLY_WARNING_SCORE_H_
#define VIGIL_PLUGINS_ALERTING_EARLY_WARNING_EARLY_WARNING_SCORE_H_

#include <cstdint>

namespace vigil::plugins {

inline constexpr std::int32_t kGreatestPoints = 3;  // of one vital sign

// rate: breaths, /min.
constexpr std::int32_t RespirationPoints(std::int32_t rate) {
  if (rate <= 8) return kGreatestPoints;
  if (rate <= 11) return 1;
  if (rate <= 20) return 0;
  return rate <= 24 ? 2 : kGreatestPoints;
}

// saturation: %.
constexpr std::int32_t SaturationPoints(std::int32_t saturation) {
  if (saturation <= 91) return kGreatestPoints;
  if (saturation <= 93) return 2;
  return saturation <= 95 ? 1 : 0;
}

// rate: of heart or pulse, /min.
constexpr std::int32_t PulsePoints(std::int32_t rate) {
  if (rate <= 40) return kGreatestPoints;
  if (rate <= 50) return 1;
  if (rate <= 90) return 0;
  if (rate <= 110) return 1;
  return rate <= 130 ? 2 : kGreatestPoints;
}

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALERTING_EARLY_WARNING_EARLY_WARNING_SCORE_H_
