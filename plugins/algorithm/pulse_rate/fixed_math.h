// Integer functions of the pulse rate: sine and cosine, binary logarithm, root.
#ifndef VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_FIXED_MATH_H_
#define VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_FIXED_MATH_H_

#include <cstdint>

namespace vigil::plugins {

// A turn has 1500 steps: at 25 samples a second the phase of a rate of b per minute
// moves on by b steps with each sample.
inline constexpr std::int32_t kStepsPerTurn = 1500;
inline constexpr std::int32_t kQuarterTurn = kStepsPerTurn / 4;

// sin(2 pi step / 1500) in 1/16384 for step 0..375, by its Taylor series in Q30.
constexpr std::int32_t QuarterSineQ14(std::int32_t step) {
  constexpr std::int64_t kTurnQ30 = 6'746'518'852;  // 2 pi
  const std::int64_t x = kTurnQ30 * step / kStepsPerTurn;
  const std::int64_t x2 = (x * x) >> 30;
  std::int64_t term = x;
  std::int64_t sum = x;
  for (std::int64_t n = 2; n <= 12; n += 2) {
    term = -((term * x2) >> 30) / (n * (n + 1));
    sum += term;
  }
  return static_cast<std::int32_t>((sum + (1 << 15)) >> 16);
}

// sin and cos of 2 pi step / 1500 in 1/16384, off by at most 1, for step 0..1499. The
// compiler makes it: a turn and a quarter, the cosine being the sine a quarter on.
class SineTable {
 public:
  constexpr SineTable() {
    for (std::int32_t n = 0; n < kStepsPerTurn + kQuarterTurn; ++n) {
      const std::int32_t half = n % (2 * kQuarterTurn);
      const std::int32_t quarter = half <= kQuarterTurn ? half : 2 * kQuarterTurn - half;
      const std::int32_t sine = QuarterSineQ14(quarter);
      const bool is_first_half = n % kStepsPerTurn < 2 * kQuarterTurn;
      q14_[n] = static_cast<std::int16_t>(is_first_half ? sine : -sine);
    }
  }
  constexpr std::int32_t SineQ14(std::int32_t step) const { return q14_[step]; }
  constexpr std::int32_t CosineQ14(std::int32_t step) const { return q14_[step + kQuarterTurn]; }

 private:
  std::int16_t q14_[kStepsPerTurn + kQuarterTurn] = {};
};

// log2(x) in 1/256, 0 for x = 0, off by at most 5/256.
std::int32_t Log2Q8(std::uint32_t x);

// The largest whole number whose square is at most x.
std::uint32_t SquareRoot(std::uint64_t x);

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_FIXED_MATH_H_
