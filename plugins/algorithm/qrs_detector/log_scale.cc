#include "plugins/algorithm/qrs_detector/log_scale.h"

#include <bit>

namespace vigil::plugins {

std::int32_t LogOf(std::int32_t value) {
  if (value < 1) return 0;
  const auto bits = static_cast<std::uint32_t>(value);
  const std::int32_t leading_zeros = std::countl_zero(bits);
  // The five bits after the leading one.
  const std::uint32_t fraction = (bits << leading_zeros) >> 26 & 31;
  return (31 - leading_zeros) * 32 + static_cast<std::int32_t>(fraction);
}

std::int32_t SquareRoot(std::int32_t value) {
  std::int32_t rest = value;
  std::int32_t root = 0;
  for (std::int32_t place = 16; place >= 0; place -= 2) {
    const std::int32_t bit = 1 << place;
    const std::int32_t trial = root + bit;
    root /= 2;
    if (rest >= trial) {
      rest -= trial;
      root += bit;
    }
  }
  return root;
}

}  // namespace vigil::plugins
