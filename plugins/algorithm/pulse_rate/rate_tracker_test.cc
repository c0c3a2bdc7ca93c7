#include "plugins/algorithm/pulse_rate/rate_tracker.h"

#include <algorithm>
#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::int32_t kNothing = -5 * 256;

class RateTrackerTest : public testing::Test {
 protected:
  void SetUp() override { tracker_.Clear(); }

  // Evidence that falls by 1/4 bit for each per minute away from a rate, to kNothing.
  void Windows(int rate, int windows, std::int32_t best = 0) {
    std::int32_t evidence[kRates] = {};
    for (int n = 0; n < kRates; ++n) {
      const int away = kLowestRate + n > rate ? kLowestRate + n - rate : rate - kLowestRate - n;
      evidence[n] = std::max(best - 64 * away, kNothing);
    }
    for (int n = 0; n < windows; ++n) tracker_.Add(evidence);
  }

  RateTracker tracker_;
};

TEST_F(RateTrackerTest, TellsTheOnlyRate) {
  VIGIL_VERIFIES("REQ-PULSE-001");
  for (const int rate : {30, 31, 72, 239, 240}) {
    tracker_.Clear();
    Windows(rate, 1);
    EXPECT_EQ(tracker_.RateQ4(), rate * 16);
  }
}

TEST_F(RateTrackerTest, BeginsAtTheLowestRate) {
  VIGIL_VERIFIES("REQ-PULSE-001");
  EXPECT_EQ(tracker_.RateQ4(), kLowestRate * 16);
}

TEST_F(RateTrackerTest, ARateBetweenTwoIsFound) {
  VIGIL_VERIFIES("REQ-PULSE-001");
  std::int32_t evidence[kRates] = {};
  for (std::int32_t& one : evidence) one = kNothing;
  evidence[72 - kLowestRate] = 0;
  evidence[73 - kLowestRate] = 0;
  tracker_.Add(evidence);
  EXPECT_EQ(tracker_.RateQ4(), 72 * 16 + 8);
}

TEST_F(RateTrackerTest, AWindowThatPointsElsewhereDoesNotLeadAway) {
  VIGIL_VERIFIES("REQ-PULSE-002");
  Windows(72, 5);
  Windows(160, 1);
  EXPECT_NEAR(tracker_.RateQ4(), 72 * 16, 16);
}

TEST_F(RateTrackerTest, BeginsAnewAfterAWrongLock) {
  VIGIL_VERIFIES("REQ-PULSE-004");
  Windows(160, 30);
  Windows(72, 4);
  EXPECT_EQ(tracker_.RateQ4(), 72 * 16);
}

TEST_F(RateTrackerTest, FollowsARateThatChanges) {
  VIGIL_VERIFIES("REQ-PULSE-004");
  Windows(72, 5);
  for (int rate = 72; rate <= 150; rate += 6) {
    Windows(rate, 1);
    EXPECT_NEAR(tracker_.RateQ4(), rate * 16, 32) << rate;
  }
}

// 12 per minute cost 12 * 12 * 3 / 256 = 1.7 bits, more are no change at all.
TEST_F(RateTrackerTest, AChangeCostsByItsSquareUpToItsReach) {
  VIGIL_VERIFIES("REQ-PULSE-004");
  for (const int change : {12, -12, 13, -13}) {
    tracker_.Clear();
    std::int32_t evidence[kRates] = {};
    for (std::int32_t& one : evidence) one = -(1 << 20);
    evidence[100 - kLowestRate] = 0;
    tracker_.Add(evidence);
    evidence[100 - kLowestRate] = -433;
    evidence[100 + change - kLowestRate] = 0;
    tracker_.Add(evidence);
    const bool is_reached = change == 12 || change == -12;
    EXPECT_EQ(tracker_.RateQ4() / 16, is_reached ? 100 + change : 100) << change;
  }
}

TEST_F(RateTrackerTest, NoRateFallsFurtherThanTheFloor) {
  VIGIL_VERIFIES("REQ-PULSE-005");
  std::int32_t evidence[kRates] = {};
  for (std::int32_t& one : evidence) one = -(1 << 20);
  evidence[0] = 0;
  for (int n = 0; n < 5000; ++n) tracker_.Add(evidence);
  EXPECT_EQ(tracker_.RateQ4(), kLowestRate * 16);
  evidence[0] = -RateTracker::kFloor - 1;
  evidence[kRates - 1] = 0;
  tracker_.Add(evidence);
  EXPECT_EQ(tracker_.RateQ4(), kHighestRate * 16);
}

TEST_F(RateTrackerTest, ClearForgetsEverything) {
  VIGIL_VERIFIES("REQ-PULSE-007");
  Windows(160, 30);
  tracker_.Clear();
  EXPECT_EQ(tracker_.RateQ4(), kLowestRate * 16);
  Windows(72, 1);
  EXPECT_EQ(tracker_.RateQ4(), 72 * 16);
}

}  // namespace
}  // namespace vigil::plugins
