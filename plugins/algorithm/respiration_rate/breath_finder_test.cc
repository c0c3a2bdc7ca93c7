#include "plugins/algorithm/respiration_rate/breath_finder.h"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>

#include "gtest/gtest.h"
#include "plugins/algorithm/respiration_rate/beat_series.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class BreathFinderTest : public testing::Test {
 protected:
  static double Wave(double rate, int n, double phase = 0) {
    return std::sin(2 * std::numbers::pi * rate / 60 * n / 4 + phase);
  }
  static std::int32_t Whole(double value) { return static_cast<std::int32_t>(std::lround(value)); }

  void Breathe(double interval_rate, double height_rate) {
    for (int n = 0; n < BeatSeries::kPoints; ++n) {
      curves_.interval_us[n] = Whole(800'000 + 20'000 * Wave(interval_rate, n) + 100 * n);
      curves_.height_uv[n] = Whole(1000 + 30 * Wave(height_rate, n, 1) - n);
    }
  }

  BeatSeries::Curves curves_;
  BreathFinder breath_;
};

TEST_F(BreathFinderTest, FindsEachRate) {
  VIGIL_VERIFIES("REQ-RESP-001");
  for (int rate = 4; rate <= 60; ++rate) {
    Breathe(rate, rate);
    EXPECT_TRUE(breath_.Find(curves_, 60)) << rate;
    EXPECT_NEAR(breath_.rate_per_minute(), rate, 1);
  }
}

TEST_F(BreathFinderTest, WhatIsNotTheSameInBothIsNoBreath) {
  VIGIL_VERIFIES("REQ-RESP-002");
  Breathe(15, 18);
  EXPECT_FALSE(breath_.Find(curves_, 60));
  Breathe(6, 15);
  EXPECT_FALSE(breath_.Find(curves_, 60));
}

// The blood pressure's waves in the interval, next to breathing in both.
TEST_F(BreathFinderTest, ASlowWaveInOneOfThemIsBorne) {
  VIGIL_VERIFIES("REQ-RESP-001");
  Breathe(15, 15);
  for (int n = 0; n < BeatSeries::kPoints; ++n) curves_.interval_us[n] += Whole(20'000 * Wave(6, n));
  EXPECT_TRUE(breath_.Find(curves_, 60));
  EXPECT_EQ(breath_.rate_per_minute(), 15);
}

// One curve shows it, and the other is as good as noise at the same place.
TEST_F(BreathFinderTest, EachCurveHasToShowItClearly) {
  VIGIL_VERIFIES("REQ-RESP-002");
  std::mt19937 random(2);
  std::normal_distribution<double> normal(0, 1);
  int found = 0;
  for (int trial = 0; trial < 300; ++trial) {
    const bool is_interval = trial % 2 == 0;
    Breathe(15, 15);
    for (int n = 0; n < BeatSeries::kPoints; ++n) {
      if (is_interval) {
        curves_.interval_us[n] = Whole(800'000 + 20'000 * normal(random));
      } else {
        curves_.height_uv[n] = Whole(1000 + 30 * normal(random));
      }
    }
    if (breath_.Find(curves_, 60)) ++found;
  }
  EXPECT_EQ(found, 0);
}

TEST_F(BreathFinderTest, BothTogetherHaveToShowItClearly) {
  VIGIL_VERIFIES("REQ-RESP-002");
  std::mt19937 random(2);
  std::normal_distribution<double> normal(0, 1);
  int found = 0;
  for (int trial = 0; trial < 300; ++trial) {
    Breathe(15, 15);
    for (int n = 0; n < BeatSeries::kPoints; ++n) {
      curves_.interval_us[n] += Whole(45'000 * normal(random));
      curves_.height_uv[n] += Whole(70 * normal(random));
    }
    if (breath_.Find(curves_, 60)) ++found;
  }
  EXPECT_LT(found, 60);
}

TEST_F(BreathFinderTest, RatesAboveTheGreatestAreNotLookedAt) {
  VIGIL_VERIFIES("REQ-RESP-001");
  Breathe(40, 40);
  EXPECT_TRUE(breath_.Find(curves_, 40));
  EXPECT_EQ(breath_.rate_per_minute(), 40);
  (void)breath_.Find(curves_, 30);
  EXPECT_LE(breath_.rate_per_minute(), 30);
}

TEST_F(BreathFinderTest, CurvesThatDoNotMoveHaveNoBreath) {
  VIGIL_VERIFIES("REQ-RESP-002");
  EXPECT_FALSE(breath_.Find(curves_, 60));
  Breathe(15, 15);
  for (std::int32_t& height : curves_.height_uv) height = -1200;
  EXPECT_FALSE(breath_.Find(curves_, 60));
}

TEST_F(BreathFinderTest, TheGreatestCurvesDoNotOverflow) {
  VIGIL_VERIFIES("REQ-RESP-004");
  for (int rate = 4; rate <= 60; rate += 7) {
    for (int n = 0; n < BeatSeries::kPoints; ++n) {
      const bool is_high = Wave(rate, n) > 0;
      curves_.interval_us[n] = is_high ? 2'000'000 : 300'000;
      curves_.height_uv[n] = is_high ? 100'000 : -100'000;
    }
    EXPECT_TRUE(breath_.Find(curves_, 60));
    EXPECT_NEAR(breath_.rate_per_minute(), rate, 1);
  }
  for (int n = 0; n < BeatSeries::kPoints; ++n) {
    curves_.interval_us[n] = n == 80 ? 2'000'000 : 300'000;
    curves_.height_uv[n] = n == 80 ? 100'000 : -100'000;
  }
  EXPECT_FALSE(breath_.Find(curves_, 60));
}

}  // namespace
}  // namespace vigil::plugins
