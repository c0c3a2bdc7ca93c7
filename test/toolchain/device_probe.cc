// Uses the freestanding headers that code of the device takes from the toolchain.
#include <string.h>

#include <array>
#include <compare>
#include <cstdint>
#include <type_traits>

std::int64_t Probe(const std::array<std::int64_t, 2>& values, void* memory) {
  memset(memory, 0, 8);
  return values[0] / values[1];
}
