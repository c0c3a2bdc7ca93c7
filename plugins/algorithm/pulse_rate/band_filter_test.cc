#include "plugins/algorithm/pulse_rate/band_filter.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <numbers>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class BandFilterTest : public testing::Test {
 protected:
  void SetUp() override { filter_.Clear(); }

  // The greatest output for a tone of that height around `middle`, after 20 s.
  int GreatestOf(double hertz, int height, int middle) {
    int greatest = 0;
    for (int n = 0; n < 2000; ++n) {
      const double phase = 2 * std::numbers::pi * hertz * n / 50 + 0.7;
      const bool is_new = filter_.Add(middle + static_cast<std::int32_t>(std::lround(height * std::cos(phase))));
      EXPECT_EQ(is_new, n % 2 == 1);
      if (n >= 1000) greatest = std::max(greatest, std::abs(filter_.output()));
    }
    return greatest;
  }

  BandFilter filter_;
};

TEST_F(BandFilterTest, APulsePassesWithItsGain) {
  VIGIL_VERIFIES("REQ-PULSE-001");
  EXPECT_NEAR(GreatestOf(2, 1000, 0), 12'850, 100);  // 0.8 of the gain
}

TEST_F(BandFilterTest, GravityAndBreathingAreTakenAway) {
  VIGIL_VERIFIES("REQ-PULSE-002");
  EXPECT_EQ(GreatestOf(2, 0, 1000), 0);
  filter_.Clear();
  EXPECT_LT(GreatestOf(0.1, 1000, 50'000), 1000);
}

TEST_F(BandFilterTest, WhatWouldFoldOntoTheBaselineIsTakenAway) {
  VIGIL_VERIFIES("REQ-PULSE-001");
  EXPECT_LT(GreatestOf(24.5, 1000, 0), 300);
}

// A first value far from 0 is the baseline, not a step of it.
TEST_F(BandFilterTest, ItBeginsWithoutAStep) {
  VIGIL_VERIFIES("REQ-PULSE-001");
  for (int n = 0; n < 10; ++n) {
    (void)filter_.Add(300'000);
    EXPECT_EQ(filter_.output(), 0);
  }
}

TEST_F(BandFilterTest, AStepIsForgottenInSeconds) {
  VIGIL_VERIFIES("REQ-PULSE-001");
  (void)filter_.Add(0);
  (void)filter_.Add(0);
  (void)filter_.Add(1000);
  (void)filter_.Add(1000);
  // (0 + 2 * 1000 + 1000) * 16 / 4, of which each high-pass leaves seven eighths.
  EXPECT_NEAR(filter_.output(), 12'000 * 49 / 64, 16);
  for (int n = 0; n < 500; ++n) (void)filter_.Add(1000);
  EXPECT_LT(std::abs(filter_.output()), 16);
}

TEST_F(BandFilterTest, ExtremeValuesAreCutOff) {
  VIGIL_VERIFIES("REQ-PULSE-005");
  constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max();
  constexpr std::int32_t kLeast = std::numeric_limits<std::int32_t>::min();
  BandFilter within;
  within.Clear();
  for (int n = 0; n < 1000; ++n) {
    const bool is_high = n % 50 < 25;
    (void)filter_.Add(is_high ? kMost : kLeast);
    (void)within.Add(is_high ? BandFilter::kGreatest : -BandFilter::kGreatest);
    ASSERT_EQ(filter_.output(), within.output());
    ASSERT_LT(std::abs(std::int64_t{filter_.output()}), std::int64_t{1} << 29);
  }
}

}  // namespace
}  // namespace vigil::plugins
