// Integer functions of the beat classifier.
#ifndef VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_MATH_H_
#define VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_MATH_H_

#include <bit>
#include <cstdint>

namespace vigil::plugins::beats {

constexpr std::int32_t Magnitude(std::int32_t value) { return value < 0 ? -value : value; }

// `value`, or the nearer of the two bounds.
constexpr std::int32_t Bounded(std::int32_t value, std::int32_t least, std::int32_t greatest) {
  if (value < least) return least;
  return value > greatest ? greatest : value;
}

// log2(value + 1) in 1/32, off by at most 4/32; straight lines between powers of two.
// Values are 0..2^30.
constexpr std::int32_t Log2(std::int32_t value) {
  const std::uint32_t x = static_cast<std::uint32_t>(value) + 1;
  const std::int32_t power = 31 - std::countl_zero(x);
  const std::uint32_t aligned = x << (31 - power);  // the leading one is bit 31
  return power * 32 + static_cast<std::int32_t>(aligned >> 26) - 32;
}

// The binary logarithm of a quotient, in 1/32: 32 is twice as much; within +-96, an
// eighth and eightfold.
constexpr std::int32_t LogRatio(std::int32_t value, std::int32_t reference) {
  return Bounded(Log2(value) - Log2(reference), -96, 96);
}

// The largest whole number whose square is at most `value`, which is 0..2^38 - 1.
constexpr std::int32_t RootOf(std::int64_t value) {
  std::uint32_t root = 0;
  for (std::int32_t bit = 18; bit >= 0; --bit) {
    const std::uint32_t tried = root + (std::uint32_t{1} << bit);
    if (std::uint64_t{tried} * tried <= static_cast<std::uint64_t>(value)) root = tried;
  }
  return static_cast<std::int32_t>(root);
}

}  // namespace vigil::plugins::beats

#endif  // VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_MATH_H_
