#include "plugins/algorithm/spo2/calibration.h"

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

TEST(CalibrationTest, FollowsTheLineOfTheTextbook) {
  VIGIL_VERIFIES("REQ-SPO2-001");
  for (int percent = 60; percent <= 100; ++percent) {
    EXPECT_EQ(SaturationOf((110 - percent) * 1000 / 25), percent);
  }
  EXPECT_EQ(SaturationOf(425), 99);  // 99.4
  EXPECT_EQ(SaturationOf(415), 100);
}

TEST(CalibrationTest, ATableThatIsNoFunctionIsSeen) {
  VIGIL_VERIFIES("REQ-SPO2-004");
  EXPECT_TRUE(IsCalibration(kCalibration, kCalibrationPoints));
  constexpr CalibrationPoint kSameRatio[] = {{.ratio_milli = 400, .spo2_permille = 990}, {.ratio_milli = 400, .spo2_permille = 980}};
  EXPECT_FALSE(IsCalibration(kSameRatio, 2));
  constexpr CalibrationPoint kRising[] = {{.ratio_milli = 400, .spo2_permille = 980}, {.ratio_milli = 500, .spo2_permille = 981}};
  EXPECT_FALSE(IsCalibration(kRising, 2));
}

TEST(CalibrationTest, ALittleBelowTheLeastRatioIsSaturated) {
  VIGIL_VERIFIES("REQ-SPO2-001");
  EXPECT_EQ(SaturationOf(399), 100);
  EXPECT_EQ(SaturationOf(300), 100);
}

TEST(CalibrationTest, BeyondItsPointsNothingIsKnown) {
  VIGIL_VERIFIES("REQ-SPO2-004");
  EXPECT_EQ(SaturationOf(299), kNotCalibrated);
  EXPECT_EQ(SaturationOf(0), kNotCalibrated);
  EXPECT_EQ(SaturationOf(2000), 60);
  EXPECT_EQ(SaturationOf(2001), kNotCalibrated);
  EXPECT_EQ(SaturationOf(9999), kNotCalibrated);
}

}  // namespace
}  // namespace vigil::plugins
