// Small integer functions of the QRS detector.
//
// Levels of beats differ by factors, so they are compared as logarithms: in 1/32 of
// a doubling, linear between powers of two and cut off (low by less than 4/32).
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_LOG_SCALE_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_LOG_SCALE_H_

#include <cstdint>

namespace vigil::plugins {

// log2 in 1/32; 0 for what is below 1.
std::int32_t LogOf(std::int32_t value);

// The largest whole number whose square is at most `value`, which is below 2^18.
std::int32_t SquareRoot(std::int32_t value);

inline std::int32_t Magnitude(std::int32_t value) { return value < 0 ? -value : value; }

inline std::int32_t Clamp(std::int32_t value, std::int32_t least, std::int32_t most) {
  if (value < least) return least;
  return value > most ? most : value;
}

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_LOG_SCALE_H_
