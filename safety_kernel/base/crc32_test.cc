#include "safety_kernel/base/crc32.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "safety_kernel/base/crc32_table.h"
#include "test/verifies.h"

namespace vigil {
namespace {

std::uint32_t CrcOf(const char* text, std::size_t length) {
  Crc32 crc;
  crc.AddBytes(reinterpret_cast<const std::uint8_t*>(text), length);
  return crc.value();
}

// Check value of CRC-32/ISO-HDLC from its definition, others as widely published;
// the empty message gives 0 because start and end cancel out.
TEST(Crc32Test, GivesThePublishedValues) {
  VIGIL_VERIFIES("REQ-BASE-004");
  EXPECT_EQ(CrcOf("", 0), 0u);
  EXPECT_EQ(CrcOf("123456789", 9), 0xCBF43926u);
  EXPECT_EQ(CrcOf("a", 1), 0xE8B7BE43u);
  EXPECT_EQ(CrcOf("The quick brown fox jumps over the lazy dog", 43),
            0x414FA339u);
}

// Of a table that is widely published.
TEST(Crc32Test, TheTableHoldsThePublishedRemainders) {
  VIGIL_VERIFIES("REQ-BASE-004");
  const internal::Crc32Table table;
  EXPECT_EQ(table.remainder[0], 0u);
  EXPECT_EQ(table.remainder[1], 0x77073096u);
  EXPECT_EQ(table.remainder[128], 0xEDB88320u);
  EXPECT_EQ(table.remainder[255], 0x2D02EF8Du);
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    EXPECT_EQ(table.remainder[byte], internal::Crc32Remainder(byte));
  }
}

TEST(Crc32Test, AcceptsNoDataAtNull) {
  Crc32 crc;
  crc.AddBytes(nullptr, 0);
  EXPECT_EQ(crc.value(), 0u);
}

TEST(Crc32Test, TakesNumbersLittleEndian) {
  VIGIL_VERIFIES("REQ-BASE-004");
  Crc32 numbers;
  numbers.Add16(0x0201);
  numbers.Add32(0x06050403);
  numbers.Add64(0x0E0D0C0B0A090807);
  Crc32 bytes;
  for (std::uint8_t byte = 1; byte <= 14; ++byte) bytes.AddByte(byte);
  EXPECT_EQ(numbers.value(), bytes.value());
}

TEST(Crc32Test, DetectsEverySingleBitFlip) {
  VIGIL_VERIFIES("REQ-BASE-004");
  std::uint8_t data[40] = {};
  for (std::uint8_t i = 0; i < 40; ++i) data[i] = static_cast<std::uint8_t>(7 * i);
  Crc32 original;
  original.AddBytes(data, sizeof data);
  for (std::uint32_t bit = 0; bit < 8 * sizeof data; ++bit) {
    data[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    Crc32 damaged;
    damaged.AddBytes(data, sizeof data);
    EXPECT_NE(damaged.value(), original.value()) << "bit " << bit;
    data[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
  }
}

}  // namespace
}  // namespace vigil
