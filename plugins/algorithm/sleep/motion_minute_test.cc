#include "plugins/algorithm/sleep/motion_minute.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::int32_t kMomentsPerSecond = MotionMinute::kMomentsPerPoint * MotionMinute::kPointsPerSecond;

class MotionMinuteTest : public testing::Test {
 protected:
  void SetUp() override { minute_.Clear(); }
  void Lie(std::int32_t x, std::int32_t y, std::int32_t z, int moments = kMomentsPerSecond) {
    for (int n = 0; n < moments; ++n) minute_.Add({.x = x, .y = y, .z = z});
  }
  MotionMinute minute_;
};

TEST_F(MotionMinuteTest, StillnessHasNeither) {
  VIGIL_VERIFIES("REQ-SLEEP-001");
  EXPECT_EQ(minute_.activity_q4(), 0);
  EXPECT_EQ(minute_.drift_q4(), 0);
  for (int second = 0; second < 60; ++second) Lie(-300, 20, 950);
  EXPECT_EQ(minute_.seconds(), 60);
  EXPECT_EQ(minute_.activity_q4(), 0);
  EXPECT_EQ(minute_.drift_q4(), 0);
}

// Two fifths of each second at 50 mg more: 24 mg from the mean, on average of the second.
TEST_F(MotionMinuteTest, ActivityIsTheMeanDistanceWithinASecond) {
  VIGIL_VERIFIES("REQ-SLEEP-001");
  for (int second = 0; second < 60; ++second) {
    Lie(0, 0, 1050, 20);
    Lie(0, 0, 1000, 30);
  }
  EXPECT_EQ(minute_.activity_q4(), 24 * 16);
  EXPECT_EQ(minute_.drift_q4(), 0);
}

TEST_F(MotionMinuteTest, TheAxesAddUp) {
  VIGIL_VERIFIES("REQ-SLEEP-001");
  Lie(50, -50, 1050, 20);
  Lie(0, 0, 1000, 30);
  EXPECT_EQ(minute_.activity_q4(), 3 * 24 * 16);
}

// What is faster than a fifth of a second is the sensor's noise.
TEST_F(MotionMinuteTest, FastNoiseIsNoActivity) {
  VIGIL_VERIFIES("REQ-SLEEP-001");
  for (int n = 0; n < kMomentsPerSecond; ++n) minute_.Add({.x = n % 2 == 0 ? 40 : -40, .y = 0, .z = 1000});
  EXPECT_EQ(minute_.activity_q4(), 0);
}

TEST_F(MotionMinuteTest, DriftIsTheGreatestSpreadOfAnAxis) {
  VIGIL_VERIFIES("REQ-SLEEP-002");
  Lie(0, 10, 1000);
  Lie(-2, 3, 1004);
  Lie(-1, 8, 1003);
  EXPECT_EQ(minute_.drift_q4(), 7 * 16);
  EXPECT_EQ(minute_.activity_q4(), 0);
}

TEST_F(MotionMinuteTest, AMinuteBeginsWithoutTheOneBefore) {
  VIGIL_VERIFIES("REQ-SLEEP-002");
  Lie(0, 0, 1000);
  Lie(0, 0, 0);
  Lie(0, 0, 500, 25);
  minute_.Begin();
  EXPECT_EQ(minute_.seconds(), 0);
  EXPECT_EQ(minute_.drift_q4(), 0);
  Lie(0, 0, 500, 25);
  EXPECT_EQ(minute_.seconds(), 1);
  EXPECT_EQ(minute_.activity_q4(), 0);
  EXPECT_EQ(minute_.drift_q4(), 0);
}

TEST_F(MotionMinuteTest, ABrokenSecondIsNotKnown) {
  VIGIL_VERIFIES("REQ-SLEEP-003");
  Lie(0, 0, 1000);
  Lie(0, 0, 7000, 45);
  minute_.Break();
  Lie(0, 0, 1000);
  EXPECT_EQ(minute_.seconds(), 2);
  EXPECT_EQ(minute_.activity_q4(), 0);
}

TEST_F(MotionMinuteTest, TheGreatestAccelerationsAreCutOff) {
  VIGIL_VERIFIES("REQ-SLEEP-004");
  for (int second = 0; second < 60; ++second) {
    Lie(INT32_MAX, INT32_MIN, INT32_MAX, 20);
    Lie(INT32_MIN, INT32_MAX, INT32_MIN, 30);
  }
  EXPECT_EQ(minute_.activity_q4(), 3 * 24 * 16 * 2 * MotionMinute::kGreatestMg / 50);
  minute_.Begin();
  Lie(INT32_MAX, 0, 0);
  Lie(INT32_MIN, 0, 0);
  EXPECT_EQ(minute_.drift_q4(), 2 * 16 * MotionMinute::kGreatestMg);
}

}  // namespace
}  // namespace vigil::plugins
