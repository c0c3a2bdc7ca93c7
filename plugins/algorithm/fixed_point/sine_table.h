// Sine and cosine in equal steps of a turn: a table that the compiler makes.
//
//   constexpr std::int32_t kTurn = 480;
//   constexpr SineTable<kTurn> kWaves;
//   sum += std::int64_t{sample} * kWaves.Cosine(step);
//   step = (step + steps_per_sample) % kTurn;
#ifndef VIGIL_PLUGINS_ALGORITHM_FIXED_POINT_SINE_TABLE_H_
#define VIGIL_PLUGINS_ALGORITHM_FIXED_POINT_SINE_TABLE_H_

#include <cstdint>

namespace vigil::plugins {

// kSteps: in a turn; kBits: of what follows the point, 1 is 2^kBits. Values are off by at
// most 1. It holds a turn and a quarter, the cosine being the sine a quarter on.
template <std::int32_t kSteps, std::int32_t kBits = 14>
class SineTable {
 public:
  static_assert(kSteps % 4 == 0);
  static_assert(kBits > 0 && kBits <= 14);  // 1 and -1 in 16 bits

  constexpr SineTable() {
    for (std::int32_t n = 0; n < kSteps + kQuarter; ++n) {
      const std::int32_t half = n % (2 * kQuarter);
      const std::int32_t sine = OfQuarter(half <= kQuarter ? half : 2 * kQuarter - half);
      const bool is_first_half = n % kSteps < 2 * kQuarter;
      values_[n] = static_cast<std::int16_t>(is_first_half ? sine : -sine);
    }
  }

  // step: 0..kSteps - 1.
  constexpr std::int32_t Sine(std::int32_t step) const { return values_[step]; }
  constexpr std::int32_t Cosine(std::int32_t step) const { return values_[step + kQuarter]; }

 private:
  static constexpr std::int32_t kQuarter = kSteps / 4;

  // Of step 0..kQuarter, by the Taylor series up to the 13th power in Q30.
  static constexpr std::int32_t OfQuarter(std::int32_t step) {
    constexpr std::int64_t kTurnQ30 = 6'746'518'852;  // 2 pi
    const std::int64_t x = kTurnQ30 * step / kSteps;
    const std::int64_t x2 = (x * x) >> 30;
    std::int64_t term = x;
    std::int64_t sum = x;
    for (std::int64_t power = 2; power <= 12; power += 2) {
      term = -((term * x2) >> 30) / (power * (power + 1));
      sum += term;
    }
    return static_cast<std::int32_t>((sum + (std::int64_t{1} << (29 - kBits))) >> (30 - kBits));
  }

  std::int16_t values_[kSteps + kSteps / 4] = {};
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_FIXED_POINT_SINE_TABLE_H_
