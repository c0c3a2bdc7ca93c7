#include "plugins/algorithm/spo2/calibration.h"

#include <cstdint>

namespace vigil::plugins {
namespace {

static_assert(IsCalibration(kCalibration, kCalibrationPoints));
static_assert(kCalibration[kCalibrationPoints - 1].spo2_permille == kLeastSaturation * 10);

}  // namespace

std::int32_t SaturationOf(std::int32_t ratio_milli) {
  if (ratio_milli < kCalibration[0].ratio_milli) return kNotCalibrated;
  for (std::uint32_t n = 1; n < kCalibrationPoints; ++n) {
    const CalibrationPoint& from = kCalibration[n - 1];
    const CalibrationPoint& to = kCalibration[n];
    if (ratio_milli > to.ratio_milli) continue;
    const std::int32_t permille = from.spo2_permille - (from.spo2_permille - to.spo2_permille) *
                                                           (ratio_milli - from.ratio_milli) /
                                                           (to.ratio_milli - from.ratio_milli);
    return (permille + 5) / 10;
  }
  return kNotCalibrated;
}

}  // namespace vigil::plugins
