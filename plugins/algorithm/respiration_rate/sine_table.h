// Sine and cosine in steps of a 480th of a turn, by the compiler.
#ifndef VIGIL_PLUGINS_ALGORITHM_RESPIRATION_RATE_SINE_TABLE_H_
#define VIGIL_PLUGINS_ALGORITHM_RESPIRATION_RATE_SINE_TABLE_H_

#include <cstdint>

namespace vigil::plugins {

inline constexpr std::int32_t kTurn = 480;

class BreathSine {
 public:
  // In 1/16384, off by at most 1. The Taylor series up to the 13th power, of the first
  // quarter of a turn; the others mirror it.
  constexpr BreathSine() {
    constexpr std::int64_t kTurnQ30 = 6'746'518'852;  // 2 pi
    for (std::int32_t n = 0; n < kTurn + kTurn / 4; ++n) {
      const std::int32_t half = n % (kTurn / 2);
      const std::int32_t quarter = half <= kTurn / 4 ? half : kTurn / 2 - half;
      const std::int64_t x = kTurnQ30 * quarter / kTurn;
      std::int64_t term = x;
      std::int64_t sum = x;
      for (std::int64_t power = 2; power <= 12; power += 2) {
        term = -((term * ((x * x) >> 30)) >> 30) / (power * (power + 1));
        sum += term;
      }
      const auto sine = static_cast<std::int16_t>((sum + (1 << 15)) >> 16);
      const bool is_first_half = n % kTurn < kTurn / 2;
      q14_[n] = static_cast<std::int16_t>(is_first_half ? sine : -sine);
    }
  }

  // step: 0..kTurn - 1.
  constexpr std::int32_t Sine(std::int32_t step) const { return q14_[step]; }
  constexpr std::int32_t Cosine(std::int32_t step) const { return q14_[step + kTurn / 4]; }

 private:
  std::int16_t q14_[kTurn + kTurn / 4] = {};
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_RESPIRATION_RATE_SINE_TABLE_H_
