// From the ratio of ratios to the saturation.
//
//   if (const std::int32_t percent = SaturationOf(ratio_milli); percent != kNotCalibrated)
//
// NOT CLINICALLY CALIBRATED. The points lie on the line that textbooks give for red light
// of 660 nm and infrared of 940 nm, SpO2 = 110 - 25 R (Webster (ed.), Design of Pulse
// Oximeters, 1997). A sensor has its own curve, which is measured on volunteers against
// arterial blood (ISO 80601-2-61, annex EE), and takes the place of these points.
#ifndef VIGIL_PLUGINS_ALGORITHM_SPO2_CALIBRATION_H_
#define VIGIL_PLUGINS_ALGORITHM_SPO2_CALIBRATION_H_

#include <cstdint>

namespace vigil::plugins {

struct CalibrationPoint {
  std::int32_t ratio_milli;    // R in 1/1000, rising from point to point
  std::int32_t spo2_permille;  // falling, or level
};

// Between two points a line; outside of them nothing is known. Blood that is saturated
// shows R around 0.4: what is a little below is noise.
inline constexpr CalibrationPoint kCalibration[] = {
    {.ratio_milli = 300, .spo2_permille = 1000},
    {.ratio_milli = 400, .spo2_permille = 1000},
    {.ratio_milli = 1000, .spo2_permille = 850},
    {.ratio_milli = 1600, .spo2_permille = 700},
    {.ratio_milli = 2000, .spo2_permille = 600},
};

inline constexpr std::uint32_t kCalibrationPoints = sizeof kCalibration / sizeof kCalibration[0];

// Whether a ratio leads to one saturation: rising ratios, saturations that do not rise.
constexpr bool IsCalibration(const CalibrationPoint* points, std::uint32_t count) {
  for (std::uint32_t n = 1; n < count; ++n) {
    if (points[n].ratio_milli <= points[n - 1].ratio_milli) return false;
    if (points[n].spo2_permille > points[n - 1].spo2_permille) return false;
  }
  return true;
}

inline constexpr std::int32_t kLeastSaturation = 60;  // percent
inline constexpr std::int32_t kNotCalibrated = -1;

// Percent, 60..100, rounded; kNotCalibrated outside of the points.
std::int32_t SaturationOf(std::int32_t ratio_milli);

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_SPO2_CALIBRATION_H_
