// Integer functions of the pulse rate: sine and cosine, binary logarithm, root.
#ifndef VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_FIXED_MATH_H_
#define VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_FIXED_MATH_H_

#include <cstdint>

namespace vigil::plugins {

// A turn has 1500 steps: at 25 samples a second the phase of a rate of b per minute
// moves on by b steps with each sample.
inline constexpr std::int32_t kStepsPerTurn = 1500;

// sin and cos of 2 pi step / 1500 in 1/16384, off by at most 1. `step`: 0..1499.
std::int32_t SineQ14(std::int32_t step);
std::int32_t CosineQ14(std::int32_t step);

// log2(x) in 1/256, 0 for x = 0, off by at most 5/256.
std::int32_t Log2Q8(std::uint32_t x);

// The largest whole number whose square is at most x.
std::uint32_t SquareRoot(std::uint64_t x);

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_FIXED_MATH_H_
