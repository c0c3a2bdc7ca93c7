#include "plugins/algorithm/pulse_rate/fixed_math.h"

#include <cstdint>

namespace vigil::plugins {

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
