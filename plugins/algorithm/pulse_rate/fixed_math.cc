#include "plugins/algorithm/pulse_rate/fixed_math.h"

#include <cstdint>

namespace vigil::plugins {
namespace {

constexpr std::int32_t kQuarterTurn = kStepsPerTurn / 4;

// sin(2 pi step / 1500) in Q14 for step 0..375, by its Taylor series in Q30.
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

// A turn and a quarter, so that the cosine is the sine a quarter on.
struct SineTable {
  std::int16_t q14[kStepsPerTurn + kQuarterTurn] = {};
};

constexpr SineTable MakeSineTable() {
  SineTable table;
  for (std::int32_t n = 0; n < kStepsPerTurn + kQuarterTurn; ++n) {
    const std::int32_t half = n % (2 * kQuarterTurn);
    const std::int32_t quarter = half <= kQuarterTurn ? half : 2 * kQuarterTurn - half;
    const std::int32_t sine = QuarterSineQ14(quarter);
    const bool is_first_half = n % kStepsPerTurn < 2 * kQuarterTurn;
    table.q14[n] = static_cast<std::int16_t>(is_first_half ? sine : -sine);
  }
  return table;
}

constexpr SineTable kSine = MakeSineTable();

}  // namespace

std::int32_t SineQ14(std::int32_t step) { return kSine.q14[step]; }
std::int32_t CosineQ14(std::int32_t step) { return kSine.q14[step + kQuarterTurn]; }

// Between two powers of two the logarithm of 1 + m is taken as m + 0.34375 m (1 - m).
std::int32_t Log2Q8(std::uint32_t x) {
  std::int32_t whole = 0;
  for (std::int32_t bit = 1; bit < 32; ++bit) {
    if ((x >> bit) != 0) whole = bit;
  }
  const std::uint64_t q8 = (std::uint64_t{x} << 8) >> whole;  // 256..511, and 0 for 0
  if (q8 == 0) return 0;
  const std::int32_t m = static_cast<std::int32_t>(q8) - 256;
  return whole * 256 + m + ((m * (256 - m) * 88) >> 16);
}

std::uint32_t SquareRoot(std::uint64_t x) {
  std::uint64_t root = 0;
  for (std::int32_t place = 31; place >= 0; --place) {
    const std::uint64_t tried = root + (std::uint64_t{1} << place);
    if (tried * tried <= x) root = tried;
  }
  return static_cast<std::uint32_t>(root);
}

}  // namespace vigil::plugins
