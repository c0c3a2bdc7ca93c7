#include "plugins/algorithm/activity/cadence.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <numbers>
#include <random>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class CadenceTest : public testing::Test {
 protected:
  void SetUp() override { cadence_->Clear(); }

  static double Wave(double per_minute, int n) { return std::sin(2 * std::numbers::pi * per_minute / 60 * n / 50); }
  // A body that is shaken `mg` at this rate, and `other_mg` at half of it.
  void Shake(double per_minute, double mg, double other_mg = 0, int seconds = 4) {
    for (int n = 0; n < seconds * Cadence::kMomentsPerSecond; ++n) {
      const double z = 1000 + mg * Wave(per_minute, n) + other_mg * Wave(per_minute / 2, n);
      (void)cadence_->Add({.x = 0, .y = 0, .z = static_cast<std::int32_t>(std::lround(z))});
    }
  }

  std::unique_ptr<Cadence> cadence_ = std::make_unique<Cadence>();
};

TEST_F(CadenceTest, TellsTheRateOfSteps) {
  VIGIL_VERIFIES("REQ-ACTIVITY-001");
  for (int rate = 60; rate <= 210; rate += 5) {
    cadence_->Clear();
    Shake(rate, 200);
    EXPECT_NEAR(cadence_->steps_per_minute(), rate, 2) << rate;
  }
}

// A limp: each second step is harder.
TEST_F(CadenceTest, BothLegsCountThoughTheyDiffer) {
  VIGIL_VERIFIES("REQ-ACTIVITY-001");
  for (const int rate : {120, 150, 180}) {
    cadence_->Clear();
    Shake(rate, 200, 70);
    EXPECT_NEAR(cadence_->steps_per_minute(), rate, 3) << rate;
  }
}

TEST_F(CadenceTest, TheWayTheSensorLiesDoesNotMatter) {
  VIGIL_VERIFIES("REQ-ACTIVITY-001");
  for (int n = 0; n < 200; ++n) {
    const double up = 1000 + 200 * Wave(100, n);
    (void)cadence_->Add({.x = static_cast<std::int32_t>(std::lround(0.6 * up)),
                         .y = static_cast<std::int32_t>(std::lround(-0.48 * up)),
                         .z = static_cast<std::int32_t>(std::lround(0.64 * up))});
  }
  EXPECT_NEAR(cadence_->steps_per_minute(), 100, 2);
}

TEST_F(CadenceTest, LittleShakingIsNoStep) {
  VIGIL_VERIFIES("REQ-ACTIVITY-002");
  Shake(100, 45);  // 32 mg rms
  EXPECT_EQ(cadence_->steps_per_minute(), 0);
  cadence_->Clear();
  Shake(100, 55);
  EXPECT_NEAR(cadence_->steps_per_minute(), 100, 2);
}

TEST_F(CadenceTest, ShakingWithoutARhythmIsNoStep) {
  VIGIL_VERIFIES("REQ-ACTIVITY-002");
  std::mt19937 random(1);
  std::normal_distribution<double> noise(0, 300);
  int gaits = 0;
  for (int n = 0; n < 600 * Cadence::kMomentsPerSecond; ++n) {
    const auto z = static_cast<std::int32_t>(std::lround(1000 + noise(random)));
    if (cadence_->Add({.x = 0, .y = 0, .z = z}) && cadence_->steps_per_minute() != 0) ++gaits;
  }
  EXPECT_LE(gaits, 2);
}

// Turning over in bed: a slope, and no top at any lag.
TEST_F(CadenceTest, ASlowTurnIsNoStep) {
  VIGIL_VERIFIES("REQ-ACTIVITY-002");
  for (int n = 0; n < 200; ++n) (void)cadence_->Add({.x = 0, .y = 0, .z = 500 + 5 * n});
  EXPECT_EQ(cadence_->steps_per_minute(), 0);
}

TEST_F(CadenceTest, TellsEachSecondFromTheFourthOn) {
  VIGIL_VERIFIES("REQ-ACTIVITY-001");
  for (int n = 1; n <= 500; ++n) {
    EXPECT_EQ(cadence_->Add({.x = 0, .y = 0, .z = 1000}), n >= 200 && n % 50 == 0) << n;
  }
}

TEST_F(CadenceTest, AGaitEndsFourSecondsAfterItsLastStep) {
  VIGIL_VERIFIES("REQ-ACTIVITY-002");
  Shake(110, 200, 0, 10);
  EXPECT_NE(cadence_->steps_per_minute(), 0);
  Shake(110, 0, 0, 4);
  EXPECT_EQ(cadence_->steps_per_minute(), 0);
}

TEST_F(CadenceTest, ClearForgetsEverything) {
  VIGIL_VERIFIES("REQ-ACTIVITY-003");
  Shake(110, 200, 0, 10);
  cadence_->Clear();
  EXPECT_EQ(cadence_->steps_per_minute(), 0);
  Shake(110, 200, 0, 3);
  EXPECT_EQ(cadence_->steps_per_minute(), 0);
}

TEST_F(CadenceTest, AnyAccelerationHasACadenceWithinItsRange) {
  VIGIL_VERIFIES("REQ-ACTIVITY-004");
  constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max();
  constexpr std::int32_t kLeast = std::numeric_limits<std::int32_t>::min();
  for (int half = 4; half < 60; ++half) {
    cadence_->Clear();
    for (int n = 0; n < 400; ++n) {
      const bool is_high = n / half % 2 == 0;
      (void)cadence_->Add({.x = is_high ? kMost : 0, .y = is_high ? kLeast : 0, .z = is_high ? kMost : 0});
      EXPECT_GE(cadence_->steps_per_minute(), 0);
      EXPECT_LE(cadence_->steps_per_minute(), 240);
    }
  }
}

}  // namespace
}  // namespace vigil::plugins
