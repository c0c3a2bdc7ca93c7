#include "plugins/algorithm/pulse_rate/fixed_math.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <numbers>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

TEST(FixedMath, SineAndCosineAreWithinOne) {
  VIGIL_VERIFIES("REQ-PULSE-001");
  const auto table = std::make_unique<SineTable>();
  for (std::int32_t step = 0; step < kStepsPerTurn; ++step) {
    const double phase = 2 * std::numbers::pi * step / kStepsPerTurn;
    EXPECT_NEAR(table->SineQ14(step), 16384 * std::sin(phase), 1) << step;
    EXPECT_NEAR(table->CosineQ14(step), 16384 * std::cos(phase), 1) << step;
  }
  EXPECT_EQ(table->SineQ14(kQuarterTurn), 16384);
}

TEST(FixedMath, LogarithmIsWithinFive) {
  VIGIL_VERIFIES("REQ-PULSE-001");
  EXPECT_EQ(Log2Q8(0), 0);
  EXPECT_EQ(Log2Q8(1), 0);
  EXPECT_EQ(Log2Q8(2), 256);
  EXPECT_EQ(Log2Q8(65536), 16 * 256);
  for (std::uint32_t x = 1; x < 70'000; x += 7) EXPECT_NEAR(Log2Q8(x), 256 * std::log2(x), 5) << x;
  EXPECT_NEAR(Log2Q8(std::numeric_limits<std::uint32_t>::max()), 32 * 256, 5);
}

TEST(FixedMath, RootIsTheLargestThatFits) {
  VIGIL_VERIFIES("REQ-PULSE-001");
  for (std::uint64_t root = 0; root < 1000; ++root) {
    EXPECT_EQ(SquareRoot(root * root), root);
    EXPECT_EQ(SquareRoot(root * root + 2 * root), root);
  }
  EXPECT_EQ(SquareRoot(std::numeric_limits<std::uint64_t>::max()), 0xFFFF'FFFFu);
}

}  // namespace
}  // namespace vigil::plugins
