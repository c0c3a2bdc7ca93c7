#include "plugins/algorithm/fixed_point/sine_table.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

// The compiler makes tables for plugins; here it is made while the test runs.
template <std::int32_t kSteps, std::int32_t kBits>
void ExpectSines() {
  const auto table = std::make_unique<SineTable<kSteps, kBits>>();
  constexpr std::int32_t kOne = 1 << kBits;
  for (std::int32_t step = 0; step < kSteps; ++step) {
    const double phase = 2 * std::numbers::pi * step / kSteps;
    EXPECT_NEAR(table->Sine(step), kOne * std::sin(phase), 1) << step;
    EXPECT_NEAR(table->Cosine(step), kOne * std::cos(phase), 1) << step;
  }
  EXPECT_EQ(table->Sine(0), 0);
  EXPECT_EQ(table->Sine(kSteps / 4), kOne);
  EXPECT_EQ(table->Sine(kSteps / 2), 0);
  EXPECT_EQ(table->Sine(3 * kSteps / 4), -kOne);
}

TEST(SineTableTest, AllStepsAreWithinOne) {
  VIGIL_VERIFIES("REQ-FIXED-POINT-003");
  ExpectSines<1500, 14>();
  ExpectSines<480, 14>();
  ExpectSines<60, 8>();
  ExpectSines<4, 14>();
  ExpectSines<4, 1>();
  EXPECT_EQ((SineTable<60, 8>().Sine(5)), 128);
}

TEST(SineTableTest, EachQuarterMirrorsTheFirst) {
  VIGIL_VERIFIES("REQ-FIXED-POINT-003");
  constexpr SineTable<60> kTable;
  for (std::int32_t step = 0; step <= 15; ++step) {
    EXPECT_EQ(kTable.Sine(30 - step), kTable.Sine(step));
    EXPECT_EQ(kTable.Sine(30 + step), -kTable.Sine(step));
    EXPECT_EQ(kTable.Sine((60 - step) % 60), -kTable.Sine(step));
    EXPECT_EQ(kTable.Cosine(step), kTable.Sine(15 + step));
  }
}

}  // namespace
}  // namespace vigil::plugins
