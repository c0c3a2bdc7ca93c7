#include "plugins/algorithm/spo2/oxygen_ratio.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>
#include <random>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr double kRed = 100'000;
constexpr double kInfrared = 150'000;

std::int32_t Whole(double value) { return static_cast<std::int32_t>(std::lround(value)); }
double Tone(double per_minute, int n, double phase = 0) {
  return std::sin(2 * std::numbers::pi * per_minute / 60 * n / 50 + phase);
}

class OxygenRatioTest : public testing::Test {
 protected:
  void SetUp() override { light_->Clear(); }

  // A window of a pulse that swings infrared by `swing` and red by `ratio` times that.
  void Pulse(double rate, double ratio, double swing, double noise = 0) {
    std::mt19937 random(3);
    std::normal_distribution<double> normal(0, noise == 0 ? 1 : noise);
    for (int n = 0; n < OxygenRatio::kWindow; ++n) {
      const double pulse = (Tone(rate, n) + 0.3 * Tone(2 * rate, n, 0.8)) * swing / 2;
      const double breath = 0.002 * Tone(13, n);
      const double red = noise == 0 ? 0 : normal(random);
      const double infrared = noise == 0 ? 0 : normal(random);
      (void)light_->Add(Whole(kRed * (1 + ratio * pulse + breath) + red),
                        Whole(kInfrared * (1 + pulse + breath) + infrared));
    }
  }

  std::unique_ptr<OxygenRatio> light_ = std::make_unique<OxygenRatio>();
};

TEST_F(OxygenRatioTest, FindsTheRatioAtEachRate) {
  VIGIL_VERIFIES("REQ-SPO2-001");
  for (int rate = 30; rate <= 240; rate += 5) {
    for (const double ratio : {0.4, 0.7, 1.0, 1.6, 2.0}) {
      light_->Clear();
      Pulse(rate, ratio, 0.02);
      ASSERT_EQ(light_->Look(rate), LightFinding::kPulse) << rate;
      EXPECT_NEAR(light_->ratio_milli(), ratio * 1000, 5 + 5 * ratio) << rate;
      EXPECT_NEAR(light_->perfusion_ppm(), 20'000, 1500) << rate;
    }
  }
}

// As strong as a tenth of the pulse of infrared.
TEST_F(OxygenRatioTest, NoiseLeavesNoBias) {
  VIGIL_VERIFIES("REQ-SPO2-001");
  double sum = 0;
  int found = 0;
  for (int rate = 45; rate < 145; ++rate) {
    light_->Clear();
    Pulse(rate, 0.6, 0.004, 30);
    if (light_->Look(rate) != LightFinding::kPulse) continue;
    ++found;
    sum += light_->ratio_milli();
  }
  EXPECT_GE(found, 95);
  EXPECT_NEAR(sum / found, 600, 10);
}

TEST_F(OxygenRatioTest, ARateThatIsALittleOffWillDo) {
  VIGIL_VERIFIES("REQ-SPO2-001");
  for (const int rate : {70, 71, 72, 73, 74}) {
    light_->Clear();
    Pulse(72, 0.6, 0.02);
    ASSERT_EQ(light_->Look(rate), LightFinding::kPulse) << rate;
    EXPECT_NEAR(light_->ratio_milli(), 600, 5);
  }
}

TEST_F(OxygenRatioTest, WhatMovesAtAnotherRateIsUnclear) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  Pulse(72, 0.6, 0.02);
  EXPECT_EQ(light_->Look(100), LightFinding::kUnclear);
  EXPECT_EQ(light_->Look(50), LightFinding::kUnclear);
  EXPECT_EQ(light_->Look(29), LightFinding::kUnclear);
  EXPECT_EQ(light_->Look(241), LightFinding::kUnclear);
}

// Steps at 110 per minute shift the sensor as much as the pulse moves the light.
TEST_F(OxygenRatioTest, MotionBesideThePulseIsUnclear) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  for (int n = 0; n < OxygenRatio::kWindow; ++n) {
    const double motion = 0.01 * Tone(110, n, 1);
    const double pulse = 0.01 * Tone(72, n);
    (void)light_->Add(Whole(kRed * (1 + 0.5 * pulse + motion)), Whole(kInfrared * (1 + pulse + motion)));
  }
  EXPECT_EQ(light_->Look(72), LightFinding::kUnclear);
}

// Red alone is disturbed.
TEST_F(OxygenRatioTest, NoiseInRedAloneIsUnclear) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  std::mt19937 random(4);
  std::normal_distribution<double> noise(0, 600);
  for (int n = 0; n < OxygenRatio::kWindow; ++n) {
    const double pulse = 0.01 * Tone(72, n);
    (void)light_->Add(Whole(kRed * (1 + 0.5 * pulse) + noise(random)), Whole(kInfrared * (1 + pulse)));
  }
  EXPECT_EQ(light_->Look(72), LightFinding::kUnclear);
}

// Both colors move at the rate of the pulse, a quarter of a period apart, or against one another.
TEST_F(OxygenRatioTest, ColorsThatDoNotMoveTogetherAreUnclear) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  for (const double phase : {0.3, std::numbers::pi / 2, std::numbers::pi}) {
    light_->Clear();
    for (int n = 0; n < OxygenRatio::kWindow; ++n) {
      (void)light_->Add(Whole(kRed * (1 + 0.01 * Tone(72, n, phase))), Whole(kInfrared * (1 + 0.01 * Tone(72, n))));
    }
    EXPECT_EQ(light_->Look(72), LightFinding::kUnclear) << phase;
  }
}

TEST_F(OxygenRatioTest, AWeakPulseHasAPerfusionAndNoRatio) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  Pulse(72, 0.6, 0.0008);
  EXPECT_EQ(light_->Look(72), LightFinding::kWeak);
  EXPECT_NEAR(light_->perfusion_ppm(), 800, 100);
  light_->Clear();
  Pulse(72, 0.6, 0.0011);
  EXPECT_EQ(light_->Look(72), LightFinding::kPulse);
}

TEST_F(OxygenRatioTest, LightThatDoesNotMoveIsUnclear) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  Pulse(72, 0.6, 0);
  for (int n = 0; n < OxygenRatio::kWindow; ++n) (void)light_->Add(100'000, 150'000);
  EXPECT_EQ(light_->Look(72), LightFinding::kUnclear);
}

TEST_F(OxygenRatioTest, WithoutLightNothingIsInFrontOfIt) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  const auto fill = [this](std::int32_t red, std::int32_t infrared) {
    for (int n = 0; n < OxygenRatio::kWindow; ++n) (void)light_->Add(red, infrared);
  };
  fill(OxygenRatio::kLeastLight - 1, 100'000);
  EXPECT_EQ(light_->Look(72), LightFinding::kDark);
  fill(100'000, OxygenRatio::kLeastLight - 1);
  EXPECT_EQ(light_->Look(72), LightFinding::kDark);
  fill(OxygenRatio::kLeastLight, OxygenRatio::kLeastLight);
  EXPECT_EQ(light_->Look(72), LightFinding::kUnclear);
}

TEST_F(OxygenRatioTest, WindowsOfEightSecondsEndEveryTwo) {
  VIGIL_VERIFIES("REQ-SPO2-005");
  for (int n = 1; n <= 1000; ++n) {
    EXPECT_EQ(light_->Add(1, 1), n >= 400 && n % 100 == 0) << n;
  }
}

TEST_F(OxygenRatioTest, BeforeTheFirstWindowNothingIsClear) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  for (int n = 0; n < OxygenRatio::kWindow - 1; ++n) (void)light_->Add(100'000, 150'000);
  EXPECT_EQ(light_->Look(72), LightFinding::kUnclear);
  EXPECT_EQ(light_->perfusion_ppm(), 0);
}

TEST_F(OxygenRatioTest, TheWindowMovesOn) {
  VIGIL_VERIFIES("REQ-SPO2-001");
  Pulse(72, 0.6, 0.02);
  Pulse(72, 1.2, 0.02);
  ASSERT_EQ(light_->Look(72), LightFinding::kPulse);
  EXPECT_NEAR(light_->ratio_milli(), 1200, 10);
}

// The strongest pulses that 22 bits can show, and ratios beyond any.
TEST_F(OxygenRatioTest, AnyLightHasAnAnswerWithinItsRange) {
  VIGIL_VERIFIES("REQ-SPO2-006");
  int found = 0;
  for (const int red_high : {4001, 9000, OxygenRatio::kGreatest}) {
    for (const int infrared_high : {4001, 9000, OxygenRatio::kGreatest}) {
      for (const int low : {0, 3999}) {
        light_->Clear();
        for (int n = 0; n < OxygenRatio::kWindow; ++n) {
          const bool is_high = n % 15 < 8;
          (void)light_->Add(is_high ? red_high : low, is_high ? infrared_high : low);
        }
        if (light_->Look(200) == LightFinding::kPulse) ++found;
        EXPECT_GE(light_->ratio_milli(), 0);
        EXPECT_LE(light_->ratio_milli(), 9999);
        EXPECT_LE(light_->perfusion_ppm(), 1'000'000);
      }
    }
  }
  EXPECT_GT(found, 0);
}

// A weak pulse of infrared beside a strong one of red: more than sixteen times as high.
TEST_F(OxygenRatioTest, ARatioBeyondAllIsCutOff) {
  VIGIL_VERIFIES("REQ-SPO2-006");
  Pulse(72, 20, 0.01);
  ASSERT_EQ(light_->Look(72), LightFinding::kPulse);
  EXPECT_EQ(light_->ratio_milli(), 9999);
}

TEST_F(OxygenRatioTest, RandomLightNeverOverflows) {
  VIGIL_VERIFIES("REQ-SPO2-006");
  std::mt19937 random(9);
  for (int window = 0; window < 200; ++window) {
    const std::uint32_t mask = (1U << (random() % 22 + 1)) - 1;
    for (int n = 0; n < OxygenRatio::kWindow; ++n) {
      const bool is_spike = random() % 40 == 0;
      const std::uint32_t any = is_spike ? OxygenRatio::kGreatest : random() & mask;
      (void)light_->Add(static_cast<std::int32_t>(any), static_cast<std::int32_t>(random() & mask));
    }
    (void)light_->Look(static_cast<std::int32_t>(30 + random() % 211));
    EXPECT_GE(light_->ratio_milli(), 0);
    EXPECT_LE(light_->ratio_milli(), 9999);
  }
}

}  // namespace
}  // namespace vigil::plugins
