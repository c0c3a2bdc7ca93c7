// An error that leaves by an exception.
#include <cstdint>

std::int32_t Ratio(std::int32_t a, std::int32_t b) {
  if (b == 0) throw 1;
  return a / b;
}
