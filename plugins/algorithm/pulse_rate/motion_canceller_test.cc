#include "plugins/algorithm/pulse_rate/motion_canceller.h"

#include <algorithm>
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

double Tone(double per_minute, int n) { return std::sin(2 * std::numbers::pi * per_minute / 60 * n / 25); }

class MotionCancellerTest : public testing::Test {
 protected:
  void SetUp() override { motion_->Clear(); }

  void Add(double light, double x, double y = 0, double z = 0) {
    const auto whole = [](double value) { return static_cast<std::int32_t>(std::lround(value)); };
    motion_->Add(whole(light), {whole(x), whole(y), whole(z)});
  }
  void Clean() {
    motion_->Solve();
    motion_->CopyAccelerations(accelerations_);
    motion_->Clean(accelerations_, clean_);
  }
  // The greatest difference of the last 8 s to a tone.
  int GreatestWithout(double height, double per_minute, int end) const {
    int greatest = 0;
    for (int n = 0; n < kWindow; ++n) {
      const double pulse = height * Tone(per_minute, end - kWindow + n);
      greatest = std::max(greatest, std::abs(clean_[n] - static_cast<int>(std::lround(pulse))));
    }
    return greatest;
  }

  std::unique_ptr<MotionCanceller> motion_ = std::make_unique<MotionCanceller>();
  std::int16_t accelerations_[kAxes][MotionCanceller::kHistory] = {};
  std::int32_t clean_[kWindow] = {};
};

TEST_F(MotionCancellerTest, WithoutMotionTheLightIsUnchanged) {
  VIGIL_VERIFIES("REQ-PULSE-002");
  for (int n = 0; n < 500; ++n) Add(1000 * Tone(72, n), 0);
  Clean();
  EXPECT_EQ(GreatestWithout(1000, 72, 500), 0);
}

// More than ten times as strong as the pulse, of three axes, one of them 160 ms late.
TEST_F(MotionCancellerTest, WhatFollowsFromMotionIsTakenAway) {
  VIGIL_VERIFIES("REQ-PULSE-002");
  std::mt19937 random(1);
  std::uniform_int_distribution<int> noise(-400, 400);
  int y[3000] = {};
  for (int n = 0; n < 3000; ++n) {
    const int x = noise(random);
    const int z = noise(random);
    y[n] = noise(random);
    const int late = n >= 4 ? y[n - 4] : 0;
    Add(1000 * Tone(72, n) + 20 * x + 15 * z - 25 * late, x, y[n], z);
  }
  Clean();
  EXPECT_LT(GreatestWithout(1000, 72, 3000), 700);
}

TEST_F(MotionCancellerTest, AccelerationsComeOldestFirst) {
  VIGIL_VERIFIES("REQ-PULSE-002");
  for (int n = 0; n < 300; ++n) Add(0, n, -n, 2 * n);
  Clean();
  for (int n = 0; n < MotionCanceller::kHistory; ++n) {
    ASSERT_EQ(accelerations_[0][n], 300 - MotionCanceller::kHistory + n);
    ASSERT_EQ(accelerations_[1][n], -accelerations_[0][n]);
    ASSERT_EQ(accelerations_[2][n], 2 * accelerations_[0][n]);
  }
}

// An artefact that turns round is unlearned with the time constant of the memory.
TEST_F(MotionCancellerTest, WhatWasLongAgoFades) {
  VIGIL_VERIFIES("REQ-PULSE-002");
  std::mt19937 random(2);
  std::uniform_int_distribution<int> noise(-400, 400);
  for (int n = 0; n < 4000; ++n) {
    const int x = noise(random);
    Add(n < 2000 ? 20 * x : -20 * x, x);
  }
  Clean();
  EXPECT_LT(GreatestWithout(0, 0, 0), 800);  // of 8000
}

TEST_F(MotionCancellerTest, ClearForgetsEverything) {
  VIGIL_VERIFIES("REQ-PULSE-007");
  std::mt19937 random(3);
  std::uniform_int_distribution<int> noise(-400, 400);
  for (int n = 0; n < 512 + 77; ++n) {
    const int x = noise(random);
    Add(20 * x, x, x / 2, -x);
    if (n % 50 == 0) Clean();
  }
  motion_->Clear();
  MotionCanceller fresh;
  fresh.Clear();
  for (int n = 0; n < 40; ++n) {
    Add(100 * Tone(72, n), n, n, n);
    fresh.Add(static_cast<std::int32_t>(std::lround(100 * Tone(72, n))), {n, n, n});
  }
  Clean();
  fresh.Solve();
  std::int16_t accelerations[kAxes][MotionCanceller::kHistory] = {};
  fresh.CopyAccelerations(accelerations);
  std::int32_t clean[kWindow] = {};
  fresh.Clean(accelerations, clean);
  for (int n = 0; n < kWindow; ++n) ASSERT_EQ(clean_[n], clean[n]);
}

TEST_F(MotionCancellerTest, ExtremeValuesAreCutOffAndOverflowNothing) {
  VIGIL_VERIFIES("REQ-PULSE-005");
  constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max();
  constexpr std::int32_t kLeast = std::numeric_limits<std::int32_t>::min();
  std::mt19937 random(4);
  for (int n = 0; n < 2000; ++n) {
    const std::int32_t a = (random() & 1) != 0 ? kMost : kLeast;
    const std::int32_t b = (random() & 1) != 0 ? kMost : kLeast;
    motion_->Add(a, {b, a, n < 1000 ? kMost : b});
    if (n % 50 == 0) Clean();
  }
  Clean();
  for (const std::int32_t sample : clean_) EXPECT_LE(std::abs(sample), 1 << 24);
}

// Light that grows while the wrist hardly moves asks for weights without bound.
TEST_F(MotionCancellerTest, WeightsStayWithinTheirBounds) {
  VIGIL_VERIFIES("REQ-PULSE-005");
  for (const int sign : {1, -1}) {
    motion_->Clear();
    for (int n = 0; n < 2000; ++n) {
      const int x = n % 4 < 2 ? 40 : -40;
      motion_->Add(sign * x * 1'000'000, {x, 0, 0});
      if (n % 50 == 0) Clean();
    }
    for (int n = 0; n < MotionCanceller::kHistory; ++n) {
      for (auto& axis : accelerations_) axis[n] = 8191;
    }
    motion_->Clean(accelerations_, clean_);
    for (const std::int32_t sample : clean_) EXPECT_LE(std::abs(sample), 1 << 24);
  }
}

}  // namespace
}  // namespace vigil::plugins
