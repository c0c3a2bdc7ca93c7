#include "plugins/algorithm/pulse_rate/trust_gate.h"

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class TrustGateTest : public testing::Test {
 protected:
  void SetUp() override { gate_.Clear(); }
  void Windows(int purity, int windows) {
    for (int n = 0; n < windows; ++n) gate_.Add(purity);
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

}  // namespace
}  // namespace vigil::plugins
