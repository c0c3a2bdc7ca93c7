#include "plugins/alerting/vital_limits/vital_limits.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "plugins/alerting/vital_limits/vital_limits.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kSaturationLow = 0;
constexpr std::uint32_t kBreathingLow = 1;
constexpr std::uint32_t kBreathingHigh = 2;

class VitalLimitsTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(bench_.Start(), Status::kOk); }

  Observation Value(ObservationCode code, std::int32_t value) const {
    Observation observation;
    observation.code = code;
    observation.value = value;
    observation.unit = UnitOf(code);
    observation.validity = Validity::kValid;
    observation.time = bench_.now();
    observation.valid_until = observation.time + Seconds(5);
    return observation;
  }
  void Give(const Observation& value) { ASSERT_EQ(bench_.Give(value), Status::kOk); }
  void Run() {
    ASSERT_EQ(bench_.Activate(), Status::kOk);
    ASSERT_EQ(bench_.said().conditions.size(), 3u);
  }
  void Tell(ObservationCode code, std::int32_t value, std::uint32_t seconds) {
    for (std::uint32_t second = 0; second < seconds; ++second) {
      Give(Value(code, value));
      for (std::uint32_t frame = 0; frame < 10; ++frame) Run();
    }
  }
  void TellNothing(ObservationCode code, Reason reason, std::uint32_t seconds) {
    for (std::uint32_t second = 0; second < seconds; ++second) {
      Observation nothing = Value(code, 0);
      nothing.validity = Validity::kUndeterminable;
      nothing.reason = reason;
      Give(nothing);
      for (std::uint32_t frame = 0; frame < 10; ++frame) Run();
    }
  }
  const AlarmCondition& Of(std::uint32_t place) const {
    return bench_.said().conditions[place];
  }
  bool IsAlarmed(ObservationCode code, std::int32_t value, std::uint32_t place) {
    EXPECT_EQ(bench_.Start(), Status::kOk);
    Tell(code, value, 11);
    return Of(place).present;
  }

  PluginBench<VitalLimits> bench_{kVitalLimitsManifest};
};

TEST_F(VitalLimitsTest, WithoutAValueNothingIsPresent) {
  VIGIL_VERIFIES("REQ-VIL-003");
  Run();
  EXPECT_EQ(Of(kSaturationLow).id, AlarmId::kSpo2Low);
  EXPECT_EQ(Of(kBreathingLow).id, AlarmId::kRespirationRateLow);
  EXPECT_EQ(Of(kBreathingHigh).id, AlarmId::kRespirationRateHigh);
  for (const AlarmCondition& condition : bench_.said().conditions) {
    EXPECT_FALSE(condition.present);
  }
}

TEST_F(VitalLimitsTest, AValueAtItsLimitIsNoAlarmAndOneBeyondItIs) {
  VIGIL_VERIFIES("REQ-VIL-001");
  EXPECT_FALSE(IsAlarmed(ObservationCode::kSpo2, 90, kSaturationLow));
  EXPECT_TRUE(IsAlarmed(ObservationCode::kSpo2, 89, kSaturationLow));
  EXPECT_FALSE(IsAlarmed(ObservationCode::kRespirationRate, 8, kBreathingLow));
  EXPECT_TRUE(IsAlarmed(ObservationCode::kRespirationRate, 7, kBreathingLow));
  EXPECT_FALSE(Of(kBreathingHigh).present);
  EXPECT_FALSE(IsAlarmed(ObservationCode::kRespirationRate, 30, kBreathingHigh));
  EXPECT_TRUE(IsAlarmed(ObservationCode::kRespirationRate, 31, kBreathingHigh));
  EXPECT_FALSE(Of(kBreathingLow).present);
  EXPECT_FALSE(Of(kSaturationLow).present);
}

TEST_F(VitalLimitsTest, AConditionSaysWhatLedToIt) {
  VIGIL_VERIFIES("REQ-VIL-001");
  Run();
  const Timestamp begin = bench_.now();
  Tell(ObservationCode::kSpo2, 87, 11);
  EXPECT_EQ(Of(kSaturationLow).value, 87);
  EXPECT_EQ(Of(kSaturationLow).limit, 90);
  EXPECT_EQ(Of(kSaturationLow).unit, Unit::kPercent);
  EXPECT_EQ(Of(kSaturationLow).since, begin);
  EXPECT_EQ(Of(kBreathingHigh).limit, 30);
  EXPECT_EQ(Of(kBreathingHigh).unit, Unit::kPerMinute);
}

TEST_F(VitalLimitsTest, ItBeginsAfterTenSeconds) {
  VIGIL_VERIFIES("REQ-VIL-002");
  const Timestamp begin = bench_.now();
  Give(Value(ObservationCode::kSpo2, 80));
  while (bench_.now() + Milliseconds(100) - begin < Seconds(10)) {
    Run();
    EXPECT_FALSE(Of(kSaturationLow).present);
    Give(Value(ObservationCode::kSpo2, 80));
  }
  Run();
  EXPECT_TRUE(Of(kSaturationLow).present);
}

TEST_F(VitalLimitsTest, ItEndsOnlyInsideOfTheLimit) {
  VIGIL_VERIFIES("REQ-VIL-002");
  Tell(ObservationCode::kSpo2, 89, 11);
  Tell(ObservationCode::kSpo2, 90, 1);
  EXPECT_TRUE(Of(kSaturationLow).present);
  Tell(ObservationCode::kSpo2, 91, 1);
  EXPECT_FALSE(Of(kSaturationLow).present);
}

TEST_F(VitalLimitsTest, OneValueInsideBeginsTheDelayAnew) {
  VIGIL_VERIFIES("REQ-VIL-002");
  Tell(ObservationCode::kRespirationRate, 40, 9);
  Tell(ObservationCode::kRespirationRate, 20, 1);
  Tell(ObservationCode::kRespirationRate, 40, 9);
  EXPECT_FALSE(Of(kBreathingHigh).present);
}

TEST_F(VitalLimitsTest, FarBeyondALimitThePriorityIsHigh) {
  VIGIL_VERIFIES("REQ-VIL-004");
  const struct {
    ObservationCode code;
    std::uint32_t place;
    std::int32_t beyond;
    std::int32_t far_beyond;
  } limits[] = {
      {ObservationCode::kSpo2, kSaturationLow, 85, 84},
      {ObservationCode::kRespirationRate, kBreathingLow, 5, 4},
      {ObservationCode::kRespirationRate, kBreathingHigh, 40, 41},
  };
  for (const auto& limit : limits) {
    EXPECT_TRUE(IsAlarmed(limit.code, limit.beyond, limit.place));
    EXPECT_EQ(Of(limit.place).priority, AlarmPriority::kMedium);
    EXPECT_TRUE(IsAlarmed(limit.code, limit.far_beyond, limit.place));
    EXPECT_EQ(Of(limit.place).priority, AlarmPriority::kHigh);
  }
}

TEST_F(VitalLimitsTest, WhatCannotBeToldNowAndThenDoesNotKeepAnAlarmSilent) {
  VIGIL_VERIFIES("REQ-VIL-003");
  for (std::uint32_t window = 0; window < 20; ++window) {
    Tell(ObservationCode::kSpo2, 80, 8);
    TellNothing(ObservationCode::kSpo2, Reason::kNoise, 2);
    EXPECT_EQ(Of(kSaturationLow).present, window > 0) << window;
  }
}

TEST_F(VitalLimitsTest, ItTakesACurrentValueToBegin) {
  VIGIL_VERIFIES("REQ-VIL-003");
  Tell(ObservationCode::kSpo2, 80, 9);
  TellNothing(ObservationCode::kSpo2, Reason::kNoise, 20);
  EXPECT_FALSE(Of(kSaturationLow).present);
  Tell(ObservationCode::kSpo2, 80, 1);
  EXPECT_TRUE(Of(kSaturationLow).present);
}

TEST_F(VitalLimitsTest, AnAlarmEndsHalfAMinuteAfterTheValidityOfItsLastValue) {
  VIGIL_VERIFIES("REQ-VIL-003");
  for (const Validity validity : {Validity::kUndeterminable, Validity::kQuestionable}) {
    SetUp();
    Tell(ObservationCode::kSpo2, 80, 11);
    Observation value = Value(ObservationCode::kSpo2, 99);
    value.validity = validity;
    value.reason = Reason::kNoise;
    Give(value);
    for (std::uint32_t frame = 0; frame < 340; ++frame) Run();  // 4 s and 30 s
    EXPECT_TRUE(Of(kSaturationLow).present);
    EXPECT_EQ(Of(kSaturationLow).value, 80);
    Run();
    EXPECT_FALSE(Of(kSaturationLow).present);
  }
}

TEST_F(VitalLimitsTest, ASaturationThatFallsBelowWhatCanBeToldStaysAlarmed) {
  VIGIL_VERIFIES("REQ-VIL-006");
  for (std::int32_t percent = 95; percent >= 60; --percent) {
    Tell(ObservationCode::kSpo2, percent, 3);
  }
  TellNothing(ObservationCode::kSpo2, Reason::kOutOfRange, 600);
  EXPECT_TRUE(Of(kSaturationLow).present);
  EXPECT_EQ(Of(kSaturationLow).value, 60);
  EXPECT_EQ(Of(kSaturationLow).priority, AlarmPriority::kHigh);
}

class LimitsOfVitals : public testing::Test {
 protected:
  static Status With(SettingId id, std::int32_t value) {
    Settings settings;
    EXPECT_EQ(settings.Add({id, value}), Status::kOk);
    VitalLimits limits;
    return limits.Init(settings);
  }
};

TEST_F(LimitsOfVitals, ThoseThatWouldNeverAlarmAreRefused) {
  VIGIL_VERIFIES("REQ-VIL-005");
  EXPECT_EQ(With(SettingId::kSpo2LowLimit, 60), Status::kInvalidArgument);
  EXPECT_EQ(With(SettingId::kSpo2LowLimit, 61), Status::kOk);
  EXPECT_EQ(With(SettingId::kSpo2LowLimit, 99), Status::kOk);
  EXPECT_EQ(With(SettingId::kSpo2LowLimit, 100), Status::kInvalidArgument);
  EXPECT_EQ(With(SettingId::kRespirationRateLowLimit, 4), Status::kInvalidArgument);
  EXPECT_EQ(With(SettingId::kRespirationRateLowLimit, 5), Status::kOk);
  EXPECT_EQ(With(SettingId::kRespirationRateLowLimit, 30), Status::kInvalidArgument);
  EXPECT_EQ(With(SettingId::kRespirationRateHighLimit, 60), Status::kInvalidArgument);
  EXPECT_EQ(With(SettingId::kRespirationRateHighLimit, 59), Status::kOk);
}

TEST_F(VitalLimitsTest, WhatIsPromptDoesNotMoveWithTheLimit) {
  VIGIL_VERIFIES("REQ-VIL-004");
  const struct {
    std::int32_t limit;
    std::int32_t saturation;
    AlarmPriority priority;
  } cases[] = {{95, 85, AlarmPriority::kMedium}, {95, 84, AlarmPriority::kHigh},
               {70, 69, AlarmPriority::kHigh}};
  for (const auto& of : cases) {
    Settings settings;
    ASSERT_EQ(settings.Add({SettingId::kSpo2LowLimit, of.limit}), Status::kOk);
    ASSERT_EQ(bench_.Start(settings), Status::kOk);
    Tell(ObservationCode::kSpo2, of.saturation, 11);
    EXPECT_TRUE(Of(kSaturationLow).present);
    EXPECT_EQ(Of(kSaturationLow).priority, of.priority) << of.limit;
  }
}

TEST_F(VitalLimitsTest, TheLimitsOfTheOperatorCount) {
  VIGIL_VERIFIES("REQ-VIL-005");
  Settings settings;
  ASSERT_EQ(settings.Add({SettingId::kSpo2LowLimit, 94}), Status::kOk);
  ASSERT_EQ(bench_.Start(settings), Status::kOk);
  Tell(ObservationCode::kSpo2, 93, 11);
  EXPECT_TRUE(Of(kSaturationLow).present);
  EXPECT_EQ(Of(kSaturationLow).limit, 94);
}

TEST(VitalLimitsAloneTest, ADamagedValueChangesNothing) {
  VIGIL_VERIFIES("REQ-VIL-003");
  VitalLimits limits;
  ASSERT_EQ(limits.Init({}), Status::kOk);
  Observation value;
  value.code = ObservationCode::kSpo2;
  value.value = 70;
  value.validity = Validity::kValid;
  value.valid_until = Timestamp{60'000'000};
  Inbox in;
  in.now = Timestamp{20'000'000};
  ASSERT_EQ(in.observations.Add(value), Status::kOk);  // never sealed
  Outbox out;
  ASSERT_EQ(limits.Process(in, out), Status::kOk);
  EXPECT_FALSE(out.conditions[kSaturationLow].present);
}

}  // namespace
}  // namespace vigil::plugins
