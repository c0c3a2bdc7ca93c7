// What the heart rate shows of breathing that stops and begins again: cyclical variation
// (Guilleminault et al., Lancet 1984), a slow fall and a quick rise of the rate, once in
// 20 s to 75 s, instead of the respiratory arrhythmia.
//
//   const ApneaFeatures features = FeaturesOf(tachogram);
//
// All in integers; a logarithm is to the base 2, in 1/256.
#ifndef VIGIL_PLUGINS_ALGORITHM_APNEA_APNEA_FEATURES_H_
#define VIGIL_PLUGINS_ALGORITHM_APNEA_APNEA_FEATURES_H_

#include <cstdint>

#include "plugins/algorithm/apnea/tachogram.h"

namespace vigil::plugins {

struct ApneaFeatures {
  std::int32_t periodicity = 0;  // greatest autocorrelation at lags of 20 s to 74 s, 1/1024
  std::int32_t slow = 0;         // log of relative power at 1/40 Hz, in the middle 2 minutes
  std::int32_t quick = 0;        // the same at 1/24 Hz
  std::int32_t breath = 0;       // log of relative power from 0.15 Hz on, in 5 minutes
  std::int32_t spread = 0;       // log of the mean square of deviations, in thousandths, in 5 minutes
};

// Needs a full tachogram.
ApneaFeatures FeaturesOf(const Tachogram& tachogram);

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_APNEA_APNEA_FEATURES_H_
