#include "plugins/algorithm/qrs_detector/log_scale.h"

#include <cmath>
#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

TEST(LogScaleTest, ADoublingIs32) {
  EXPECT_EQ(LogOf(1), 0);
  EXPECT_EQ(LogOf(2), 32);
  EXPECT_EQ(LogOf(3), 48);
  EXPECT_EQ(LogOf(1 << 30), 30 * 32);
}

TEST(LogScaleTest, WhatIsBelowOneCountsAsOne) {
  EXPECT_EQ(LogOf(0), 0);
  EXPECT_EQ(LogOf(-5), 0);
  EXPECT_EQ(LogOf(INT32_MIN), 0);
}

TEST(LogScaleTest, LogarithmIsLowByLessThanFourOf32) {
  VIGIL_VERIFIES("REQ-QRS-008");
  for (std::int32_t value = 1; value < 100'000; value += 7) {
    const double low_by = 32 * std::log2(value) - LogOf(value);
    EXPECT_GE(low_by, -1e-9) << value;
    EXPECT_LT(low_by, 4) << value;
  }
  EXPECT_EQ(LogOf(INT32_MAX), 30 * 32 + 31);
}

TEST(LogScaleTest, RootIsTheLargestWhoseSquareIsNotAbove) {
  for (std::int32_t value = 0; value < 1 << 18; value += 13) {
    const std::int32_t root = SquareRoot(value);
    EXPECT_LE(root * root, value);
    EXPECT_GT((root + 1) * (root + 1), value);
  }
  EXPECT_EQ(SquareRoot((1 << 18) - 1), 511);
  EXPECT_EQ(SquareRoot(440 * 440), 440);
}

TEST(LogScaleTest, ClampAndMagnitude) {
  EXPECT_EQ(Clamp(5, -3, 8), 5);
  EXPECT_EQ(Clamp(-5, -3, 8), -3);
  EXPECT_EQ(Clamp(9, -3, 8), 8);
  EXPECT_EQ(Magnitude(-7), 7);
  EXPECT_EQ(Magnitude(7), 7);
}

}  // namespace
}  // namespace vigil::plugins
