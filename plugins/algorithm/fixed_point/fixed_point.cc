#include "plugins/algorithm/fixed_point/fixed_point.h"

#include <bit>
#include <cstdint>
#include <limits>

namespace vigil::plugins {
namespace {

// In as many bits as the number has: a device of 32 bits shifts twice as many at a loss.
template <typename Unsigned>
std::int32_t LineOf(Unsigned value) {
  if (value == 0) return 0;
  constexpr std::int32_t kDigits = std::numeric_limits<Unsigned>::digits;
  const std::int32_t leading_zeros = std::countl_zero(value);
  // The leading one, and the eight bits after it.
  const Unsigned one_q8 = (value << leading_zeros) >> (kDigits - 9);
  return (kDigits - 2 - leading_zeros) * 256 + static_cast<std::int32_t>(one_q8);
}

}  // namespace

std::int32_t SquareRoot(std::int64_t value) {
  if (value < 1) return 0;
  const auto square = static_cast<std::uint64_t>(value);
  // The leading one of the root is at half the place of that of its square.
  const std::int32_t leading = (63 - std::countl_zero(square)) / 2;
  std::uint32_t root = 0;
  for (std::int32_t place = Clamp(leading, 0, 30); place >= 0; --place) {
    const std::uint32_t tried = root + (1u << place);
    if (std::uint64_t{tried} * tried <= square) root = tried;
  }
  return static_cast<std::int32_t>(root);
}

std::int32_t Log2Q5(std::int32_t value) {
  return value < 1 ? 0 : LineOf(static_cast<std::uint32_t>(value)) / 8;
}

std::int32_t Log2Q8(std::uint64_t value) { return LineOf(value); }

// Between two powers of two the logarithm of 1 + m is taken as m + 0.34375 m (1 - m).
std::int32_t CurvedLog2Q8(std::uint32_t value) {
  const std::int32_t line = LineOf(value);
  const std::int32_t m = line % 256;
  return line + ((m * (256 - m) * 88) >> 16);
}

}  // namespace vigil::plugins
