// The remainders from which crc32.cc makes its table at compile time; apart, so
// that a test can check them one by one. Not for others.
#ifndef VIGIL_SAFETY_KERNEL_BASE_CRC32_TABLE_H_
#define VIGIL_SAFETY_KERNEL_BASE_CRC32_TABLE_H_

#include <cstdint>

namespace vigil::internal {

// What is left of `byte`, 0..255, divided by the reflected polynomial.
constexpr std::uint32_t Crc32Remainder(std::uint32_t byte) {
  constexpr std::uint32_t kPolynomial = 0xEDB88320u;
  std::uint32_t rest = byte;
  for (int bit = 0; bit < 8; ++bit) {
    rest = (rest & 1u) != 0 ? (rest >> 1) ^ kPolynomial : rest >> 1;
  }
  return rest;
}

struct Crc32Table {
  std::uint32_t remainder[256] = {};

  constexpr Crc32Table() {
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
      remainder[byte] = Crc32Remainder(byte);
    }
  }
};

}  // namespace vigil::internal

#endif  // VIGIL_SAFETY_KERNEL_BASE_CRC32_TABLE_H_
