#include "safety_kernel/alerting/alarm_limits.h"

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

TEST(AlarmLimits, EachGroupHasDefaultsThatMayBeSet) {
  VIGIL_VERIFIES("REQ-ALM-011");
  for (const PatientGroup group : {PatientGroup::kAdult, PatientGroup::kPaediatric,
                                   PatientGroup::kNeonate}) {
    const AlarmLimits limits = HeartRateDefaults(group);
    EXPECT_EQ(CheckLimits(limits, kHeartRateRange), Status::kOk);
    EXPECT_FALSE(AreUnusual(limits, limits));
  }
  EXPECT_EQ(HeartRateDefaults(PatientGroup::kAdult).low, 50);
  EXPECT_EQ(HeartRateDefaults(PatientGroup::kPaediatric).low, 75);
  EXPECT_EQ(HeartRateDefaults(PatientGroup::kNeonate).high, 200);
  EXPECT_EQ(HeartRateDefaults(static_cast<PatientGroup>(77)).high, 120);
}

TEST(AlarmLimits, LowStaysBelowHighAndBothWithinTheRange) {
  VIGIL_VERIFIES("REQ-ALM-011");
  EXPECT_EQ(CheckLimits({20, 300}, kHeartRateRange), Status::kOk);
  EXPECT_EQ(CheckLimits({19, 300}, kHeartRateRange), Status::kInvalidArgument);
  EXPECT_EQ(CheckLimits({20, 301}, kHeartRateRange), Status::kInvalidArgument);
  EXPECT_EQ(CheckLimits({60, 60}, kHeartRateRange), Status::kInvalidArgument);
  EXPECT_EQ(CheckLimits({61, 60}, kHeartRateRange), Status::kInvalidArgument);
  EXPECT_EQ(CheckLimits({60, 61}, kHeartRateRange), Status::kOk);
}

TEST(AlarmLimits, WhatAlarmsLessThanUsualIsUnusual) {
  const AlarmLimits usual = {50, 120};
  EXPECT_TRUE(AreUnusual({49, 120}, usual));
  EXPECT_TRUE(AreUnusual({50, 121}, usual));
  EXPECT_FALSE(AreUnusual({55, 110}, usual));
}

}  // namespace
}  // namespace vigil
