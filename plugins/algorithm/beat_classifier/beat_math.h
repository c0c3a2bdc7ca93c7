// Logarithms of what may be 0.
#ifndef VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_MATH_H_
#define VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_MATH_H_

#include <cstdint>

#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins::beats {

// Of value + 1, in 1/32; values are 0..2^31 - 2.
inline std::int32_t Log2(std::int32_t value) { return Log2Q5(value + 1); }

// The binary logarithm of a quotient, in 1/32: 32 is twice as much; within +-96, an
// eighth and eightfold.
inline std::int32_t LogRatio(std::int32_t value, std::int32_t reference) {
  return Clamp(Log2(value) - Log2(reference), -96, 96);
}

}  // namespace vigil::plugins::beats

#endif  // VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_MATH_H_
