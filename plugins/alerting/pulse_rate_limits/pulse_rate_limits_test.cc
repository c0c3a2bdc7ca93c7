#include "plugins/alerting/pulse_rate_limits/pulse_rate_limits.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "plugins/alerting/pulse_rate_limits/pulse_rate_limits.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class PulseRateLimitsTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(bench_.Start(), Status::kOk); }

  Observation Rate(std::int32_t per_minute) const {
    Observation rate;
    rate.code = ObservationCode::kPulseRate;
    rate.value = per_minute;
    rate.unit = Unit::kPerMinute;
    rate.validity = Validity::kValid;
    rate.time = bench_.now();
    rate.valid_until = rate.time + Seconds(6);
    return rate;
  }
  void Run() {
    ASSERT_EQ(bench_.Activate(), Status::kOk);
    ASSERT_EQ(bench_.said().conditions.size(), 2u);
  }
  void Give(const Observation& rate) { ASSERT_EQ(bench_.Give(rate), Status::kOk); }
  void Tell(std::int32_t per_minute, int seconds) {
    for (int second = 0; second < seconds; ++second) {
      Give(Rate(per_minute));
      for (int frame = 0; frame < 10; ++frame) Run();
    }
  }
  void TellNothing(int seconds) {
    for (int second = 0; second < seconds; ++second) {
      Observation nothing = Rate(0);
      nothing.validity = Validity::kUndeterminable;
      nothing.reason = Reason::kNoise;
      Give(nothing);
      for (int frame = 0; frame < 10; ++frame) Run();
    }
  }
  void Alarm(std::int32_t per_minute) {
    ASSERT_EQ(bench_.Start(), Status::kOk);
    Tell(per_minute, 11);
  }
  const AlarmCondition& Low() const { return bench_.said().conditions[0]; }
  const AlarmCondition& High() const { return bench_.said().conditions[1]; }

  PluginBench<PulseRateLimits> bench_{kPulseRateLimitsManifest};
};

TEST_F(PulseRateLimitsTest, WithoutARateNothingIsPresent) {
  VIGIL_VERIFIES("REQ-PUL-002");
  TellNothing(60);
  EXPECT_EQ(Low().id, AlarmId::kPulseRateLow);
  EXPECT_EQ(High().id, AlarmId::kPulseRateHigh);
  EXPECT_FALSE(Low().present);
  EXPECT_FALSE(High().present);
}

TEST_F(PulseRateLimitsTest, ARateAtItsLimitIsNoAlarmAndOneBeyondItIs) {
  VIGIL_VERIFIES("REQ-PUL-001");
  Alarm(50);
  EXPECT_FALSE(Low().present);
  EXPECT_FALSE(High().present);
  Alarm(49);
  EXPECT_TRUE(Low().present);
  EXPECT_FALSE(High().present);
  Alarm(120);
  EXPECT_FALSE(High().present);
  EXPECT_FALSE(Low().present);
  Alarm(121);
  EXPECT_TRUE(High().present);
  EXPECT_FALSE(Low().present);
}

TEST_F(PulseRateLimitsTest, AConditionSaysWhatLedToIt) {
  VIGIL_VERIFIES("REQ-PUL-001");
  const Timestamp begin = bench_.now();
  Tell(45, 11);
  EXPECT_EQ(Low().value, 45);
  EXPECT_EQ(Low().limit, 50);
  EXPECT_EQ(Low().unit, Unit::kPerMinute);
  EXPECT_EQ(Low().since, begin);
  EXPECT_EQ(High().value, 45);
  EXPECT_EQ(High().limit, 120);
}

TEST_F(PulseRateLimitsTest, ItBeginsAfterTenSecondsAndEndsInsideOfTheLimit) {
  VIGIL_VERIFIES("REQ-PUL-002");
  const Timestamp begin = bench_.now();
  while (bench_.now() + Milliseconds(100) - begin < Seconds(10)) {
    Give(Rate(130));
    Run();
    EXPECT_FALSE(High().present);
  }
  Give(Rate(130));
  Run();
  EXPECT_TRUE(High().present);
  Tell(120, 1);
  EXPECT_TRUE(High().present);
  Tell(119, 1);
  EXPECT_FALSE(High().present);
}

TEST_F(PulseRateLimitsTest, WhatCannotBeToldNowAndThenDoesNotKeepItSilent) {
  VIGIL_VERIFIES("REQ-PUL-002");
  for (int window = 0; window < 10; ++window) {
    Tell(35, 8);
    TellNothing(6);
    EXPECT_EQ(Low().present, window > 0) << window;
  }
}

TEST_F(PulseRateLimitsTest, FarBeyondALimitThePriorityIsHigh) {
  VIGIL_VERIFIES("REQ-PUL-003");
  Alarm(40);
  EXPECT_TRUE(Low().present);
  EXPECT_EQ(Low().priority, AlarmPriority::kMedium);
  Alarm(39);
  EXPECT_EQ(Low().priority, AlarmPriority::kHigh);
  Alarm(150);
  EXPECT_TRUE(High().present);
  EXPECT_EQ(High().priority, AlarmPriority::kMedium);
  Alarm(151);
  EXPECT_EQ(High().priority, AlarmPriority::kHigh);
}

TEST_F(PulseRateLimitsTest, WhatIsPromptDoesNotMoveWithTheLimit) {
  VIGIL_VERIFIES("REQ-PUL-003");
  Settings settings;
  ASSERT_EQ(settings.Add({SettingId::kPulseRateLowLimit, 35}), Status::kOk);
  ASSERT_EQ(settings.Add({SettingId::kPulseRateHighLimit, 180}), Status::kOk);
  ASSERT_EQ(bench_.Start(settings), Status::kOk);
  Tell(34, 11);
  EXPECT_TRUE(Low().present);
  EXPECT_EQ(Low().priority, AlarmPriority::kHigh);
  ASSERT_EQ(bench_.Start(settings), Status::kOk);
  Tell(180, 11);
  EXPECT_FALSE(High().present);
  Tell(181, 11);
  EXPECT_TRUE(High().present);
  EXPECT_EQ(High().priority, AlarmPriority::kHigh);
}

TEST_F(PulseRateLimitsTest, LimitsThatCouldNeverAlarmAreRefused) {
  VIGIL_VERIFIES("REQ-PUL-004");
  const struct {
    std::int32_t low;
    std::int32_t high;
    Status status;
  } cases[] = {{31, 239, Status::kOk},
               {30, 239, Status::kInvalidArgument},
               {31, 240, Status::kInvalidArgument},
               {90, 91, Status::kOk},
               {90, 90, Status::kInvalidArgument}};
  for (const auto& of : cases) {
    Settings settings;
    ASSERT_EQ(settings.Add({SettingId::kPulseRateLowLimit, of.low}), Status::kOk);
    ASSERT_EQ(settings.Add({SettingId::kPulseRateHighLimit, of.high}), Status::kOk);
    PulseRateLimits limits;
    EXPECT_EQ(limits.Init(settings), of.status) << of.low << " " << of.high;
  }
}

}  // namespace
}  // namespace vigil::plugins
