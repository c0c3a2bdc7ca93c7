#include "plugins/algorithm/pulse_rate/trust_gate.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class TrustGateTest : public testing::Test {
 protected:
  void SetUp() override { gate_.Clear(); }
  static constexpr std::int64_t kStrong = 8000;
  // Of an arm that moves.
  void Windows(int purity, int windows, std::int64_t strength = kStrong) {
    for (int n = 0; n < windows; ++n) gate_.Add(purity, strength, false);
  }
  void StillWindows(int purity, int windows, std::int64_t strength) {
    for (int n = 0; n < windows; ++n) gate_.Add(purity, strength, true);
  }
  // A pulse that is trusted.
  void Pulse() {
    gate_.Clear();
    Windows(130, 30);
    ASSERT_TRUE(gate_.is_open());
  }
  TrustGate gate_;
};

TEST_F(TrustGateTest, OpensWithTheFourthWindowOfAPulse) {
  VIGIL_VERIFIES("REQ-PULSE-003");
  Windows(256, 3);
  EXPECT_FALSE(gate_.is_ready());
  EXPECT_FALSE(gate_.is_open());
  Windows(256, 1);
  EXPECT_TRUE(gate_.is_ready());
  EXPECT_TRUE(gate_.is_open());
}

TEST_F(TrustGateTest, TheFastMeanOpensFromItsThresholdOn) {
  VIGIL_VERIFIES("REQ-PULSE-003");
  Windows(TrustGate::kOpensFast - 1, 4);
  EXPECT_FALSE(gate_.is_open());
  gate_.Clear();
  Windows(TrustGate::kOpensFast, 4);
  EXPECT_TRUE(gate_.is_open());
}

TEST_F(TrustGateTest, TheSlowMeanOpensAfterSixteenWindows) {
  VIGIL_VERIFIES("REQ-PULSE-003");
  Windows(TrustGate::kOpensSlow, 15);
  EXPECT_FALSE(gate_.is_open());
  Windows(TrustGate::kOpensSlow, 1);
  EXPECT_TRUE(gate_.is_open());
  gate_.Clear();
  Windows(TrustGate::kOpensSlow - 1, 100);
  EXPECT_FALSE(gate_.is_open());
}

TEST_F(TrustGateTest, SingleWindowsDoNotOpen) {
  VIGIL_VERIFIES("REQ-PULSE-003");
  for (int n = 0; n < 50; ++n) {
    Windows(120, 1);
    Windows(20, 5);
    EXPECT_FALSE(gate_.is_open());
  }
}

TEST_F(TrustGateTest, ClosesWhenThePulseIsLostForLong) {
  VIGIL_VERIFIES("REQ-PULSE-003");
  Windows(256, 30);
  Windows(30, 8);
  EXPECT_TRUE(gate_.is_open());
  Windows(30, 10);
  EXPECT_FALSE(gate_.is_open());
}

TEST_F(TrustGateTest, AWindowThatShowsLittleIsNotTrustedItself) {
  VIGIL_VERIFIES("REQ-PULSE-003");
  Windows(256, 30);
  Windows(TrustGate::kLeastInWindow - 1, 1);
  EXPECT_FALSE(gate_.is_open());
  Windows(TrustGate::kLeastInWindow, 1);
  EXPECT_TRUE(gate_.is_open());
}

TEST_F(TrustGateTest, StaysOpenDownToItsThreshold) {
  VIGIL_VERIFIES("REQ-PULSE-003");
  Windows(120, 30);
  Windows(TrustGate::kCloses + 1, 300);
  EXPECT_TRUE(gate_.is_open());
  Windows(TrustGate::kCloses - 1, 300);
  EXPECT_FALSE(gate_.is_open());
}

// Noise that is as pure as a pulse in motion, and weaker.
TEST_F(TrustGateTest, ClosesWithTheFirstWindowOfLessThanHalfTheStrength) {
  VIGIL_VERIFIES("REQ-PULSE-010");
  Pulse();
  Windows(TrustGate::kOpensSlow - 1, 1, kStrong / 2);
  EXPECT_TRUE(gate_.is_open());
  Pulse();
  Windows(TrustGate::kOpensSlow - 1, 1, kStrong / 2 - 1);
  EXPECT_FALSE(gate_.is_open());
}

TEST_F(TrustGateTest, AWeakerPulseThatIsClearStaysTrusted) {
  VIGIL_VERIFIES("REQ-PULSE-010");
  Pulse();
  for (int n = 0; n < 40; ++n) {
    Windows(TrustGate::kOpensSlow, 1, kStrong / 8);
    EXPECT_TRUE(gate_.is_open()) << n;
  }
}

// Nothing that came before the loss opens it: not the slow mean, and not what is left of an
// arm while the strength of before is remembered.
TEST_F(TrustGateTest, WhatIsLeftAfterThePulseDoesNotOpen) {
  VIGIL_VERIFIES("REQ-PULSE-010");
  Pulse();
  Windows(40, 1, kStrong / 6);
  for (int n = 0; n < 16; ++n) {
    Windows(120, 1, kStrong / 6);
    EXPECT_FALSE(gate_.is_open()) << n;
  }
  Pulse();
  Windows(40, 1, kStrong / 3);
  for (int n = 0; n < 300; ++n) {
    Windows(TrustGate::kOpensSlow - 1, 1, kStrong / 3);
    EXPECT_FALSE(gate_.is_open()) << n;
  }
}

TEST_F(TrustGateTest, APulseThatComesBackIsTrusted) {
  VIGIL_VERIFIES("REQ-PULSE-010");
  // As soon as it is clear when it is as strong as it was.
  Pulse();
  Windows(20, 4, kStrong / 6);
  Windows(130, 2);
  EXPECT_FALSE(gate_.is_open());
  Windows(130, 1);
  EXPECT_TRUE(gate_.is_open());
  // Later when it is weaker.
  Pulse();
  Windows(20, 1, kStrong / 3);
  Windows(130, 5, kStrong / 3);
  EXPECT_FALSE(gate_.is_open());
  Windows(130, 2, kStrong / 3);
  EXPECT_TRUE(gate_.is_open());
}

// A strap that shifted: a tenth of the light, and as clear as before.
TEST_F(TrustGateTest, AClearPulseOfAnArmThatKeepsStillIsTrustedHoweverWeak) {
  VIGIL_VERIFIES("REQ-PULSE-011");
  Pulse();
  StillWindows(20, 1, kStrong / 10);
  EXPECT_FALSE(gate_.is_open());
  StillWindows(130, 2, kStrong / 10);
  EXPECT_FALSE(gate_.is_open());
  StillWindows(130, 1, kStrong / 10);
  EXPECT_TRUE(gate_.is_open());
  // Its strength is what counts from now on.
  StillWindows(60, 1, kStrong / 18);
  EXPECT_TRUE(gate_.is_open());
}

TEST_F(TrustGateTest, OneWindowInWhichTheArmMovedIsOneTooMany) {
  VIGIL_VERIFIES("REQ-PULSE-011");
  Pulse();
  Windows(20, 1, kStrong / 10);
  StillWindows(130, TrustGate::kFastWindows - 1, kStrong / 10);
  Windows(130, 1, kStrong / 10);
  StillWindows(130, TrustGate::kFastWindows - 1, kStrong / 10);
  EXPECT_FALSE(gate_.is_open());
  StillWindows(130, 1, kStrong / 10);
  EXPECT_TRUE(gate_.is_open());
}

TEST_F(TrustGateTest, NoiseOfAnArmThatKeepsStillDoesNotOpen) {
  VIGIL_VERIFIES("REQ-PULSE-010");
  Pulse();
  for (int n = 0; n < 300; ++n) {
    StillWindows(TrustGate::kOpensSlow - 1, 1, kStrong / 10);
    EXPECT_FALSE(gate_.is_open()) << n;
  }
}

// The strength that counts is that of the windows since it opened.
TEST_F(TrustGateTest, TheStrengthIsThatOfThePulseThatIsTrusted) {
  VIGIL_VERIFIES("REQ-PULSE-010");
  // An arm that hits something once does not make the pulse after it too weak.
  Pulse();
  Windows(130, 1, kStrong * 100);
  Windows(60, 1);
  EXPECT_TRUE(gate_.is_open());
  // A pulse that slowly becomes weaker is followed.
  Pulse();
  Windows(130, 30, kStrong / 3);
  Windows(60, 1, kStrong / 5);
  EXPECT_TRUE(gate_.is_open());
  Windows(60, 1, kStrong / 7);
  EXPECT_FALSE(gate_.is_open());
  // Nor does one before it count when it opens anew.
  Pulse();
  Windows(20, 20, kStrong / 4);
  ASSERT_FALSE(gate_.is_open());
  Windows(130, 12, kStrong / 4);
  ASSERT_TRUE(gate_.is_open());
  Windows(60, 1, kStrong / 7);
  EXPECT_TRUE(gate_.is_open());
}

}  // namespace
}  // namespace vigil::plugins
