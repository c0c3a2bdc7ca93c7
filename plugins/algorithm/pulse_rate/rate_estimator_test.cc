#include "plugins/algorithm/pulse_rate/rate_estimator.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <numbers>
#include <random>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

std::int32_t Whole(double value) { return static_cast<std::int32_t>(std::lround(value)); }

class RateEstimatorTest : public testing::Test {
 protected:
  void SetUp() override { pulse_->Clear(); }

  // One moment, a share of work with each fifth; true when a rate was decided.
  bool Moment(std::int32_t light, std::int32_t x = 0, std::int32_t y = 0, std::int32_t z = 1000) {
    if (pulse_->Add(light, {x, y, z})) ++begun_;
    ++moments_;
    if (moments_ % 5 != 0 || !pulse_->Work()) return false;
    ++decided_;
    return true;
  }
  // A phase that moves on by a rate.
  double Turn(double& phase, double per_minute) const {
    phase += 2 * std::numbers::pi * per_minute / 60 / 50;
    return std::sin(phase) + 0.3 * std::sin(2 * phase);
  }
  void Seconds(double per_minute, int seconds, double height = 200) {
    for (int n = 0; n < seconds * 50; ++n) (void)Moment(Whole(20'000 + height * Turn(phase_, per_minute)));
  }

  std::unique_ptr<RateEstimator> pulse_ = std::make_unique<RateEstimator>();
  double phase_ = 0;
  int moments_ = 0;
  int begun_ = 0;
  int decided_ = 0;
};

TEST_F(RateEstimatorTest, ASteadyPulseIsWithinOne) {
  VIGIL_VERIFIES("REQ-PULSE-001");
  for (const int rate : {30, 31, 40, 52, 66, 72, 95, 120, 150, 181, 210, 233, 240}) {
    pulse_->Clear();
    Seconds(rate, 40);
    EXPECT_NEAR(pulse_->PerMinute(), rate, 1);
    EXPECT_TRUE(pulse_->is_trusted()) << rate;
  }
}

// Short waves with long pauses: the second harmonic is as strong as the first, and the third
// nearly. Below 30 per minute the rate itself is none that can be told.
TEST_F(RateEstimatorTest, ASlowPulseIsNotToldAsItsHarmonic) {
  VIGIL_VERIFIES("REQ-PULSE-012");
  for (const int rate : {16, 18, 20, 22, 24, 26, 27, 28, 30, 33, 35, 38, 40, 45}) {
    SCOPED_TRACE(rate);
    pulse_->Clear();
    Seconds(70, 60);
    ASSERT_TRUE(pulse_->is_trusted());
    double since = 0;  // the begin of a wave, in seconds
    int right = 0;
    int untold = 0;
    for (int n = 0; n < 120 * 50; ++n) {
      since = since + 0.02 >= 60.0 / rate ? since + 0.02 - 60.0 / rate : since + 0.02;
      const double wave = std::exp(-std::pow((since - 0.2) / 0.085, 2)) + 0.4 * std::exp(-std::pow((since - 0.5) / 0.12, 2));
      if (!Moment(Whole(20'000 + 400 * wave)) || n < 14 * 50) continue;
      if (!pulse_->is_trusted()) {
        ++untold;
      } else {
        EXPECT_LT(std::abs(pulse_->PerMinute() - rate), 3) << "after " << n / 50 << " s";
        ++right;
      }
    }
    EXPECT_EQ(right + untold, 53);
    if (rate < kLowestRate) EXPECT_EQ(right, 0);
    if (rate >= 38) EXPECT_GT(right, 10);
  }
}

// The third harmonic of 36 per minute was taken away with steps at 108.
TEST_F(RateEstimatorTest, ASlowPulseWithoutItsThirdHarmonicIsNotToldAsItsDouble) {
  VIGIL_VERIFIES("REQ-PULSE-012");
  Seconds(70, 60);
  ASSERT_TRUE(pulse_->is_trusted());
  double phase = 0;
  int untold = 0;
  for (int n = 0; n < 60 * 50; ++n) {
    phase += 2 * std::numbers::pi * 36 / 60 / 50;
    const double wave = std::sin(phase) + std::sin(2 * phase) + 0.3 * std::sin(3 * phase) + 0.6 * std::sin(5 * phase);
    if (!Moment(Whole(20'000 + 150 * wave)) || n < 14 * 50) continue;
    EXPECT_FALSE(pulse_->is_trusted() && pulse_->PerMinute() > 60) << pulse_->PerMinute() << " after " << n / 50 << " s";
    if (!pulse_->is_trusted()) ++untold;
  }
  EXPECT_GT(untold, 0);
}

TEST_F(RateEstimatorTest, AWeakPulseIsEnough) {
  VIGIL_VERIFIES("REQ-PULSE-001");
  Seconds(72, 30, 2);
  EXPECT_NEAR(pulse_->PerMinute(), 72, 1);
  EXPECT_TRUE(pulse_->is_trusted());
}

TEST_F(RateEstimatorTest, WindowsOfEightSecondsEndEveryTwo) {
  VIGIL_VERIFIES("REQ-PULSE-001");
  for (int n = 1; n <= 1000; ++n) {
    const int before = begun_;
    (void)Moment(0);
    EXPECT_EQ(begun_ - before, n >= 400 && n % 100 == 0 ? 1 : 0) << n;
  }
}

// The shares of the work, one with each frame of five moments.
TEST_F(RateEstimatorTest, ARateIsDecidedThirteenFramesAfterItsWindow) {
  VIGIL_VERIFIES("REQ-PULSE-001");
  EXPECT_EQ(RateEstimator::kShares, 13);
  for (int n = 0; n < 399; ++n) EXPECT_FALSE(Moment(0));
  EXPECT_TRUE(pulse_->Add(0, {0, 0, 0}));
  for (int n = 0; n < 12; ++n) EXPECT_FALSE(pulse_->Work());
  EXPECT_TRUE(pulse_->Work());
  EXPECT_FALSE(pulse_->Work());
}

TEST_F(RateEstimatorTest, WhatComesAfterAWindowDoesNotChangeItsRate) {
  VIGIL_VERIFIES("REQ-PULSE-008");
  const auto other = std::make_unique<RateEstimator>();
  other->Clear();
  double phase = 0;
  bool is_window = false;
  for (int n = 0; n < 400; ++n) {
    const std::int32_t light = Whole(100 * Turn(phase, 88));
    (void)pulse_->Add(light, {0, 0, 0});
    is_window = other->Add(light, {0, 0, 0});
  }
  ASSERT_TRUE(is_window);
  for (int n = 0; n < RateEstimator::kShares; ++n) {
    (void)pulse_->Work();
    for (int k = 0; k < 5; ++k) (void)other->Add(Whole(9999 * Turn(phase, 150)), {k * 1000, 0, 0});
    (void)other->Work();
  }
  EXPECT_EQ(other->PerMinute(), pulse_->PerMinute());
  EXPECT_NEAR(pulse_->PerMinute(), 88, 1);
}

TEST_F(RateEstimatorTest, AWindowThatEndsWhileAnotherIsWorkedOnIsLeftOut) {
  VIGIL_VERIFIES("REQ-PULSE-005");
  for (int n = 0; n < 399; ++n) EXPECT_FALSE(pulse_->Add(0, {0, 0, 0}));
  EXPECT_TRUE(pulse_->Add(0, {0, 0, 0}));
  for (int n = 0; n < 100; ++n) EXPECT_FALSE(pulse_->Add(0, {0, 0, 0}));
  for (int n = 0; n < 13; ++n) EXPECT_EQ(pulse_->Work(), n == 12);
  for (int n = 0; n < 99; ++n) EXPECT_FALSE(pulse_->Add(0, {0, 0, 0}));
  EXPECT_TRUE(pulse_->Add(0, {0, 0, 0}));
}

// The arm swings at 84 per minute, and shows in the light three times as strong as the
// pulse, a tenth of a second late.
TEST_F(RateEstimatorTest, APulseIsFoundUnderStrongerMotion) {
  VIGIL_VERIFIES("REQ-PULSE-002");
  Seconds(130, 10);
  double arm = 0;
  double late = -2 * std::numbers::pi * 84 / 60 * 0.1;
  for (int n = 0; n < 60 * 50; ++n) {
    const double x = 600 * Turn(arm, 84);
    (void)Moment(Whole(20'000 + 200 * Turn(phase_, 130) + 600 * Turn(late, 84)), Whole(x), Whole(x / 3));
    if (n > 500) {
      ASSERT_NEAR(pulse_->PerMinute(), 130, 3) << n;
    }
  }
  EXPECT_TRUE(pulse_->is_trusted());
}

// Where the wrist moves, the same power counts for half.
TEST_F(RateEstimatorTest, OfTwoRatesTheOneWithoutMotionIsTaken) {
  VIGIL_VERIFIES("REQ-PULSE-002");
  double arm = 0;
  double other = 1;
  std::mt19937 random(5);
  std::normal_distribution<double> noise(0, 10);
  for (int n = 0; n < 60 * 50; ++n) {
    const double moved = Turn(arm, 90);
    // The square of a motion has other phases than the motion: it is not cancelled.
    (void)Moment(Whole(220 * std::sin(other) + 200 * std::sin(phase_) + noise(random)), Whole(300 * moved));
    phase_ += 2 * std::numbers::pi * 130 / 60 / 50;
    other += 2 * std::numbers::pi * 91.5 / 60 / 50;
  }
  EXPECT_NEAR(pulse_->PerMinute(), 130, 2);
}

// What is left of it is its second harmonic: a rate that is twice the right one.
TEST_F(RateEstimatorTest, APulseThatKeepsStepWithTheArmIsNotTrusted) {
  VIGIL_VERIFIES("REQ-PULSE-009");
  for (const double rate : {70.0, 90.0, 118.0}) {
    pulse_->Clear();
    for (int n = 0; n < 60 * 50; ++n) {
      const std::int32_t light = Whole(20'000 + 300 * Turn(phase_, rate));
      (void)Moment(light, Whole(400 * std::sin(phase_)), Whole(200 * std::cos(phase_)));
      ASSERT_FALSE(pulse_->is_trusted()) << n;
    }
    EXPECT_TRUE(pulse_->is_ready());
  }
}

// An artefact twenty times as high as the pulse, a tenth of a beat per minute beside it.
TEST_F(RateEstimatorTest, WhenNextToNothingIsLeftItIsNotTrusted) {
  VIGIL_VERIFIES("REQ-PULSE-009");
  double arm = 0;
  int trusted = 0;
  for (int n = 0; n < 60 * 50; ++n) {
    const double x = Turn(arm, 110);
    (void)Moment(Whole(20'000 + 100 * Turn(phase_, 110.1) + 2000 * x), Whole(400 * x));
    if (pulse_->is_trusted()) ++trusted;
  }
  EXPECT_TRUE(pulse_->is_ready());
  EXPECT_EQ(trusted, 0);
}

TEST_F(RateEstimatorTest, APulseThatFallsIntoStepWithTheArmIsLostAtOnce) {
  VIGIL_VERIFIES("REQ-PULSE-009");
  std::mt19937 random(1);
  std::normal_distribution<double> noise(0, 40);
  int wrong = 0;
  int right = 0;
  for (int n = 0; n < 86 * 50; ++n) {
    const double swing = n < 30 * 50 ? 0 : 400;
    const std::int32_t light = Whole(20'000 + 300 * Turn(phase_, 120) + noise(random));
    const bool is_decided = Moment(light, Whole(swing * std::sin(phase_)), Whole(swing / 2 * std::cos(phase_)));
    if (!is_decided || !pulse_->is_trusted()) continue;
    if (std::abs(pulse_->PerMinute() - 120) <= 5) {
      ++right;
    } else {
      ++wrong;
    }
  }
  EXPECT_GT(right, 8);
  EXPECT_LE(wrong, 1);
}

// Only what was taken away makes a rate doubtful, not the motion.
TEST_F(RateEstimatorTest, AnArmAtHalfTheRateIsNoDoubt) {
  VIGIL_VERIFIES("REQ-PULSE-009");
  double arm = 0;
  for (int n = 0; n < 60 * 50; ++n) {
    (void)Turn(arm, 71);
    (void)Moment(Whole(20'000 + 300 * Turn(phase_, 142) + 200 * std::sin(arm)), Whole(500 * std::sin(arm)));
  }
  EXPECT_NEAR(pulse_->PerMinute(), 142, 1);
  EXPECT_TRUE(pulse_->is_trusted());
}

TEST_F(RateEstimatorTest, FollowsAPulseThatRises) {
  VIGIL_VERIFIES("REQ-PULSE-004");
  Seconds(70, 30);
  for (double rate = 70; rate < 150; rate += 1) Seconds(rate, 1);
  EXPECT_NEAR(pulse_->PerMinute(), 145, 5);  // the middle of the last window
}

TEST_F(RateEstimatorTest, LightThatDoesNotMoveHasNoPulse) {
  VIGIL_VERIFIES("REQ-PULSE-003");
  Seconds(72, 60, 0);
  EXPECT_GT(decided_, 20);
  EXPECT_TRUE(pulse_->is_ready());
  EXPECT_FALSE(pulse_->is_trusted());
}

TEST_F(RateEstimatorTest, APulseThatEndsIsTrustedNoLonger) {
  VIGIL_VERIFIES("REQ-PULSE-003");
  Seconds(72, 60);
  EXPECT_TRUE(pulse_->is_trusted());
  std::mt19937 random(6);
  std::normal_distribution<double> noise(0, 200);
  for (int n = 0; n < 60 * 50; ++n) (void)Moment(Whole(noise(random)));
  EXPECT_FALSE(pulse_->is_trusted());
}

TEST_F(RateEstimatorTest, APulseThatBecomesWeakAtRestComesBackWithinHalfAMinute) {
  VIGIL_VERIFIES("REQ-PULSE-011");
  Seconds(72, 60, 3000);
  ASSERT_TRUE(pulse_->is_trusted());
  int untold = 0;
  std::mt19937 random(7);
  std::normal_distribution<double> noise(0, 1);
  for (int n = 0; n < 60 * 50; ++n) {
    // For as long as the strap slips there is noise, and little of it.
    const bool slips = n < 12 * 50;
    const double light = slips ? 400 * noise(random) : 300 * Turn(phase_, 72) + 15 * noise(random);
    const bool is_decided = Moment(Whole(20'000 + light));
    if (is_decided && !pulse_->is_trusted()) untold = n / 50;
  }
  EXPECT_GT(untold, 0);
  EXPECT_LT(untold, 12 + 20);
  EXPECT_NEAR(pulse_->PerMinute(), 72, 1);
}

TEST_F(RateEstimatorTest, AnyValuesLeadToARateWithinTheRange) {
  VIGIL_VERIFIES("REQ-PULSE-005");
  std::mt19937 random(7);
  constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max();
  constexpr std::int32_t kLeast = std::numeric_limits<std::int32_t>::min();
  for (int n = 0; n < 200 * 50; ++n) {
    const auto any = [&random] { return (random() & 1) != 0 ? kMost : kLeast; };
    if (!Moment(any(), any(), any(), any())) continue;
    EXPECT_GE(pulse_->PerMinute(), kLowestRate);
    EXPECT_LE(pulse_->PerMinute(), kHighestRate);
  }
  EXPECT_GT(decided_, 90);
}

TEST_F(RateEstimatorTest, ClearForgetsEverything) {
  VIGIL_VERIFIES("REQ-PULSE-007");
  Seconds(150, 21);
  pulse_->Clear();
  EXPECT_FALSE(pulse_->is_trusted());
  EXPECT_FALSE(pulse_->is_ready());
  EXPECT_FALSE(pulse_->Work());
  moments_ = 0;
  begun_ = 0;
  Seconds(70, 7);
  EXPECT_EQ(begun_, 0);
  Seconds(70, 10);
  EXPECT_NEAR(pulse_->PerMinute(), 70, 1);
}

}  // namespace
}  // namespace vigil::plugins
