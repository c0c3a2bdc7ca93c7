#include "plugins/algorithm/fixed_point/fixed_point.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::int64_t kGreatestRoot = std::numeric_limits<std::int32_t>::max();
constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

// The place of the leading one, found by trial, and `bits` of what follows it.
std::int32_t OnTheLine(std::uint64_t value, std::int32_t bits) {
  std::int32_t whole = 0;
  while ((value >> whole) > 1) ++whole;
  const std::uint64_t after = value - (std::uint64_t{1} << whole);
  const std::uint64_t fraction = whole >= bits ? after >> (whole - bits) : after << (bits - whole);
  return whole * (1 << bits) + static_cast<std::int32_t>(fraction);
}

TEST(FixedPointTest, MagnitudeBoundsAndTheSmallerAndGreater) {
  VIGIL_VERIFIES("REQ-FIXED-POINT-004");
  EXPECT_EQ(Smaller(-7, 7), -7);
  EXPECT_EQ(Smaller(7, -7), -7);
  EXPECT_EQ(Greater(-7, 7), 7);
  EXPECT_EQ(Greater(7, -7), 7);
  EXPECT_EQ(Magnitude(-INT32_MAX), INT32_MAX);
  EXPECT_EQ(Magnitude(-7), 7);
  EXPECT_EQ(Magnitude(7), 7);
  EXPECT_EQ(Magnitude(0), 0);
  EXPECT_EQ(Clamp(5, -3, 8), 5);
  EXPECT_EQ(Clamp(-5, -3, 8), -3);
  EXPECT_EQ(Clamp(9, -3, 8), 8);
  EXPECT_EQ(Clamp(INT32_MIN, -3, 8), -3);
  EXPECT_EQ(Clamp(INT32_MAX, -3, 8), 8);
}

TEST(SquareRootTest, IsThatOfAllSmallNumbers) {
  VIGIL_VERIFIES("REQ-FIXED-POINT-001");
  std::int64_t root = 0;
  for (std::int64_t value = 0; value < 1 << 20; ++value) {
    if ((root + 1) * (root + 1) == value) ++root;
    ASSERT_EQ(SquareRoot(value), root) << value;
  }
}

TEST(SquareRootTest, IsExactAboutEachSquare) {
  VIGIL_VERIFIES("REQ-FIXED-POINT-001");
  for (std::int64_t root = 1; root <= kGreatestRoot; root += root / 1000 + 1) {
    ASSERT_EQ(SquareRoot(root * root - 1), root - 1) << root;
    ASSERT_EQ(SquareRoot(root * root), root) << root;
    ASSERT_EQ(SquareRoot(root * root + 2 * root), root) << root;
  }
}

TEST(SquareRootTest, IsExactAboutEachPowerOfTwo) {
  VIGIL_VERIFIES("REQ-FIXED-POINT-001");
  for (std::int32_t place = 0; place < 62; ++place) {
    for (const std::int64_t value :
         {(std::int64_t{1} << place) - 1, std::int64_t{1} << place, (std::int64_t{1} << place) + 1}) {
      const std::int64_t root = SquareRoot(value);
      EXPECT_LE(root * root, value);
      EXPECT_GT((root + 1) * (root + 1), value);
    }
  }
}

TEST(SquareRootTest, AnyNumberHasOne) {
  VIGIL_VERIFIES("REQ-FIXED-POINT-001");
  EXPECT_EQ(SquareRoot(-1), 0);
  EXPECT_EQ(SquareRoot(INT64_MIN), 0);
  EXPECT_EQ(SquareRoot(kGreatestRoot * kGreatestRoot - 1), kGreatestRoot - 1);
  EXPECT_EQ(SquareRoot(kGreatestRoot * kGreatestRoot), kGreatestRoot);
  EXPECT_EQ(SquareRoot(std::int64_t{1} << 62), kGreatestRoot);
  EXPECT_EQ(SquareRoot(INT64_MAX), kGreatestRoot);
}

TEST(LogarithmTest, ADoublingIsOne) {
  VIGIL_VERIFIES("REQ-FIXED-POINT-002");
  for (std::int32_t place = 0; place < 64; ++place) {
    const std::uint64_t power = std::uint64_t{1} << place;
    EXPECT_EQ(Log2Q8(power), place * 256);
    if (place > 31) continue;
    EXPECT_EQ(CurvedLog2Q8(static_cast<std::uint32_t>(power)), place * 256);
    if (place > 30) continue;
    EXPECT_EQ(Log2Q5(static_cast<std::int32_t>(power)), place * 32);
  }
  EXPECT_EQ(Log2Q5(3), 32 + 16);
  EXPECT_EQ(Log2Q8(3), 256 + 128);
  EXPECT_EQ(CurvedLog2Q8(3), 256 + 128 + 22);
}

TEST(LogarithmTest, WhatIsBelowOneCountsAsOne) {
  VIGIL_VERIFIES("REQ-FIXED-POINT-002");
  EXPECT_EQ(Log2Q8(0), 0);
  EXPECT_EQ(CurvedLog2Q8(0), 0);
  EXPECT_EQ(Log2Q5(0), 0);
  EXPECT_EQ(Log2Q5(-5), 0);
  EXPECT_EQ(Log2Q5(INT32_MIN), 0);
}

TEST(LogarithmTest, TheGreatestNumberHasOne) {
  VIGIL_VERIFIES("REQ-FIXED-POINT-002");
  EXPECT_EQ(Log2Q5(INT32_MAX), 30 * 32 + 31);
  EXPECT_EQ(Log2Q8(kMost), 63 * 256 + 255);
  EXPECT_EQ(CurvedLog2Q8(UINT32_MAX), 31 * 256 + 255);
}

TEST(LogarithmTest, OfTheLineIsExact) {
  VIGIL_VERIFIES("REQ-FIXED-POINT-002");
  for (std::int32_t value = 1; value < 1 << 17; ++value) {
    ASSERT_EQ(Log2Q5(value), OnTheLine(static_cast<std::uint64_t>(value), 5)) << value;
    ASSERT_EQ(Log2Q8(static_cast<std::uint64_t>(value)), OnTheLine(static_cast<std::uint64_t>(value), 8)) << value;
  }
  for (std::int32_t place = 1; place < 64; ++place) {
    const std::uint64_t power = std::uint64_t{1} << place;
    for (const std::uint64_t value : {power - 1, power + 1, power + power / 3, power + (power - 1) / 256 * 255}) {
      EXPECT_EQ(Log2Q8(value), OnTheLine(value, 8)) << value;
    }
  }
}

TEST(LogarithmTest, IsAsNearAsItSays) {
  VIGIL_VERIFIES("REQ-FIXED-POINT-002");
  for (std::uint64_t value = 1; value < kMost / 2; value += value / 300 + 1) {
    const double exact = std::log2(static_cast<double>(value));
    const double low_by = 256 * exact - Log2Q8(value);
    ASSERT_GE(low_by, -1e-9) << value;
    ASSERT_LT(low_by, 24) << value;
    if (value > UINT32_MAX) continue;
    ASSERT_NEAR(CurvedLog2Q8(static_cast<std::uint32_t>(value)), 256 * exact, 5) << value;
    if (value > INT32_MAX) continue;
    const double short_low_by = 32 * exact - Log2Q5(static_cast<std::int32_t>(value));
    ASSERT_GE(short_low_by, -1e-9) << value;
    ASSERT_LT(short_low_by, 4) << value;
  }
}

TEST(LogarithmTest, NeverFalls) {
  VIGIL_VERIFIES("REQ-FIXED-POINT-002");
  std::int32_t before_q5 = 0;
  std::int32_t before_q8 = 0;
  std::int32_t curved_before_q8 = 0;
  for (std::uint32_t value = 1; value < 1 << 18; ++value) {
    const std::int32_t q5 = Log2Q5(static_cast<std::int32_t>(value));
    const std::int32_t q8 = Log2Q8(value);
    const std::int32_t curved_q8 = CurvedLog2Q8(value);
    ASSERT_GE(q5, before_q5) << value;
    ASSERT_GE(q8, before_q8) << value;
    ASSERT_GE(curved_q8, curved_before_q8) << value;
    before_q5 = q5;
    before_q8 = q8;
    curved_before_q8 = curved_q8;
  }
}

}  // namespace
}  // namespace vigil::plugins
