#include "plugins/alerting/heart_rate_limits/heart_rate_limits.h"

#include <cstdint>
#include <initializer_list>

#include "gtest/gtest.h"
#include "plugins/alerting/heart_rate_limits/heart_rate_limits.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class HeartRateLimitsTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(limits_.Init({}), Status::kOk); }

  static Timestamp At(std::int64_t ms) { return Timestamp{ms * 1000}; }

  static Settings Limits(std::int32_t low, std::int32_t high) {
    Settings settings;
    EXPECT_EQ(settings.Add({SettingId::kHeartRateLowLimit, low}), Status::kOk);
    EXPECT_EQ(settings.Add({SettingId::kHeartRateHighLimit, high}),
              Status::kOk);
    return settings;
  }

  static Observation Rate(std::int32_t value, Timestamp time) {
    Observation rate;
    rate.code = ObservationCode::kHeartRate;
    rate.value = value;
    rate.unit = Unit::kPerMinute;
    rate.validity = Validity::kValid;
    rate.time = time;
    rate.valid_until = time + Seconds(5);
    Seal(rate);
    return rate;
  }

  static Observation Undeterminable(Timestamp time) {
    Observation rate = Rate(0, time);
    rate.validity = Validity::kUndeterminable;
    rate.reason = Reason::kNoBeats;
    Seal(rate);
    return rate;
  }

  // One activation; both conditions have to be told.
  void Run(std::int64_t ms, std::initializer_list<Observation> rates = {}) {
    Inbox in;
    in.now = At(ms);
    for (const Observation& rate : rates) {
      EXPECT_EQ(in.observations.Add(rate), Status::kOk);
    }
    Outbox out;
    EXPECT_EQ(limits_.Process(in, out), Status::kOk);
    ASSERT_EQ(out.conditions.size(), 2u);
    low_ = out.conditions[0];
    high_ = out.conditions[1];
    EXPECT_EQ(low_.id, AlarmId::kHeartRateLow);
    EXPECT_EQ(high_.id, AlarmId::kHeartRateHigh);
  }

  // A value that came at this time, and the activation of this time.
  void Tell(std::int64_t ms, std::int32_t value) {
    Run(ms, {Rate(value, At(ms))});
  }

  // The value holds until the delay of the conditions is over.
  void Hold(std::int64_t ms, std::int32_t value) {
    for (std::int64_t passed = 0; passed <= 3000; passed += 500) {
      Tell(ms + passed, value);
    }
  }

  HeartRateLimits limits_;
  AlarmCondition low_;
  AlarmCondition high_;
};

TEST_F(HeartRateLimitsTest, ManifestSaysWhatItTakesAndGives) {
  EXPECT_EQ(kHeartRateLimitsManifest.kind, PluginKind::kAlerting);
  EXPECT_EQ(kHeartRateLimitsManifest.safety_class, SafetyClass::kC);
  EXPECT_EQ(kHeartRateLimitsManifest.observations_in[0],
            ObservationCode::kHeartRate);
  EXPECT_EQ(kHeartRateLimitsManifest.conditions_out[0], AlarmId::kHeartRateLow);
  EXPECT_EQ(kHeartRateLimitsManifest.conditions_out[1],
            AlarmId::kHeartRateHigh);
}

TEST_F(HeartRateLimitsTest, WithoutARateBothAreAbsent) {
  Run(100);
  EXPECT_FALSE(low_.present);
  EXPECT_FALSE(high_.present);
}

TEST_F(HeartRateLimitsTest, ARateWithinItsLimitsIsNoAlarm) {
  for (const std::int32_t value : {50, 72, 120}) {
    Hold(10'000, value);
    EXPECT_FALSE(low_.present) << value;
    EXPECT_FALSE(high_.present) << value;
  }
}

TEST_F(HeartRateLimitsTest, ALowRateAlarmsAfterTheDelay) {
  VIGIL_VERIFIES("REQ-HRL-004");
  Tell(10'000, 49);
  Tell(11'999, 49);
  EXPECT_FALSE(low_.present);
  Tell(12'000, 48);
  EXPECT_TRUE(low_.present);
  EXPECT_EQ(low_.priority, AlarmPriority::kMedium);
  EXPECT_EQ(low_.unit, Unit::kPerMinute);
  EXPECT_EQ(low_.value, 48);
  EXPECT_EQ(low_.limit, 50);
  EXPECT_EQ(low_.since, At(10'000));
  EXPECT_FALSE(high_.present);
}

TEST_F(HeartRateLimitsTest, AHighRateAlarmsAfterTheDelay) {
  Tell(10'000, 121);
  Tell(12'999, 121);
  EXPECT_FALSE(high_.present);
  Tell(13'000, 122);
  EXPECT_TRUE(high_.present);
  EXPECT_EQ(high_.priority, AlarmPriority::kMedium);
  EXPECT_EQ(high_.value, 122);
  EXPECT_EQ(high_.limit, 120);
  EXPECT_EQ(high_.since, At(10'000));
  EXPECT_FALSE(low_.present);
}

TEST_F(HeartRateLimitsTest, TheDelayPassesBetweenTwoValues) {
  Tell(10'000, 45);
  Run(12'000);
  EXPECT_TRUE(low_.present);
}

TEST_F(HeartRateLimitsTest, TheDelayCountsFromTheTimeOfTheValue) {
  Run(11'900, {Rate(45, At(10'000))});
  EXPECT_FALSE(low_.present);
  Run(12'000);
  EXPECT_TRUE(low_.present);
}

TEST_F(HeartRateLimitsTest, ASingleValueBeyondIsNoAlarm) {
  VIGIL_VERIFIES("REQ-HRL-004");
  Tell(10'000, 40);
  Tell(11'000, 70);
  for (int ms = 12'000; ms < 20'000; ms += 1000) {
    Tell(ms, 70);
    EXPECT_FALSE(low_.present);
  }
}

TEST_F(HeartRateLimitsTest, AnInterruptedCrossingHasItsDelayAgain) {
  VIGIL_VERIFIES("REQ-HRL-004");
  Tell(10'000, 45);
  Tell(11'500, 70);
  Tell(12'000, 45);
  Tell(13'500, 45);
  EXPECT_FALSE(low_.present);
  Tell(14'000, 45);
  EXPECT_TRUE(low_.present);
  EXPECT_EQ(low_.since, At(12'000));
}

TEST_F(HeartRateLimitsTest, ALowAlarmEndsBeyondTheHysteresis) {
  VIGIL_VERIFIES("REQ-HRL-005");
  Hold(10'000, 45);
  ASSERT_TRUE(low_.present);
  Tell(14'000, 51);
  EXPECT_TRUE(low_.present);
  Tell(15'000, 52);
  EXPECT_FALSE(low_.present);
}

TEST_F(HeartRateLimitsTest, AHighAlarmEndsBeyondTheHysteresis) {
  VIGIL_VERIFIES("REQ-HRL-005");
  Hold(10'000, 130);
  ASSERT_TRUE(high_.present);
  Tell(14'000, 119);
  EXPECT_TRUE(high_.present);
  Tell(15'000, 118);
  EXPECT_FALSE(high_.present);
}

TEST_F(HeartRateLimitsTest, FarBeyondALimitThePriorityIsHigh) {
  VIGIL_VERIFIES("REQ-HRL-006");
  Hold(10'000, 40);
  EXPECT_EQ(low_.priority, AlarmPriority::kMedium);
  Tell(14'000, 39);
  EXPECT_EQ(low_.priority, AlarmPriority::kHigh);
  Hold(20'000, 140);
  EXPECT_EQ(high_.priority, AlarmPriority::kMedium);
  Tell(24'000, 141);
  EXPECT_EQ(high_.priority, AlarmPriority::kHigh);
}

TEST_F(HeartRateLimitsTest, TheSecondLineIsTwentyFromTheLimit) {
  VIGIL_VERIFIES("REQ-HRL-006");
  ASSERT_EQ(limits_.Init(Limits(70, 170)), Status::kOk);
  Hold(10'000, 50);
  EXPECT_EQ(low_.priority, AlarmPriority::kMedium);
  Tell(14'000, 49);
  EXPECT_EQ(low_.priority, AlarmPriority::kHigh);
  Hold(20'000, 190);
  EXPECT_EQ(high_.priority, AlarmPriority::kMedium);
  Tell(24'000, 191);
  EXPECT_EQ(high_.priority, AlarmPriority::kHigh);
}

TEST_F(HeartRateLimitsTest, TheSecondLineIsClamped) {
  VIGIL_VERIFIES("REQ-HRL-006");
  ASSERT_EQ(limits_.Init(Limits(45, 190)), Status::kOk);
  Hold(10'000, 39);
  EXPECT_EQ(low_.priority, AlarmPriority::kHigh);
  Hold(20'000, 200);
  EXPECT_EQ(high_.priority, AlarmPriority::kMedium);
  Tell(24'000, 201);
  EXPECT_EQ(high_.priority, AlarmPriority::kHigh);
}

TEST_F(HeartRateLimitsTest, TheSecondLineNeverLiesWithinTheLimit) {
  VIGIL_VERIFIES("REQ-HRL-006");
  ASSERT_EQ(limits_.Init(Limits(30, 250)), Status::kOk);
  Hold(10'000, 29);
  EXPECT_EQ(low_.priority, AlarmPriority::kHigh);
  Hold(20'000, 251);
  EXPECT_EQ(high_.priority, AlarmPriority::kHigh);
  // back within the limit, but not beyond the hysteresis
  Tell(24'000, 250);
  EXPECT_TRUE(high_.present);
  EXPECT_EQ(high_.priority, AlarmPriority::kMedium);
}

TEST_F(HeartRateLimitsTest, UsesTheLimitsOfItsSettings) {
  VIGIL_VERIFIES("REQ-HRL-008");
  ASSERT_EQ(limits_.Init(Limits(60, 100)), Status::kOk);
  Hold(10'000, 59);
  EXPECT_TRUE(low_.present);
  EXPECT_EQ(low_.limit, 60);
  Hold(20'000, 101);
  EXPECT_TRUE(high_.present);
  EXPECT_EQ(high_.limit, 100);
}

TEST_F(HeartRateLimitsTest, RefusesLimitsThatCannotBeKept) {
  VIGIL_VERIFIES("REQ-HRL-008");
  EXPECT_EQ(limits_.Init(Limits(100, 100)), Status::kInvalidArgument);
  EXPECT_EQ(limits_.Init(Limits(120, 50)), Status::kInvalidArgument);
  EXPECT_EQ(limits_.Init(Limits(19, 100)), Status::kInvalidArgument);
  EXPECT_EQ(limits_.Init(Limits(50, 301)), Status::kInvalidArgument);
  EXPECT_EQ(limits_.Init(Limits(99, 100)), Status::kOk);
  EXPECT_EQ(limits_.Init(Limits(20, 300)), Status::kOk);
}

TEST_F(HeartRateLimitsTest, AnUndeterminableRateEndsTheAlarm) {
  Hold(10'000, 45);
  ASSERT_TRUE(low_.present);
  Run(14'000, {Undeterminable(At(14'000))});
  EXPECT_FALSE(low_.present);
  EXPECT_FALSE(high_.present);
}

TEST_F(HeartRateLimitsTest, AHeartThatBecomesTooSlowToTellEndsNoAlarm) {
  VIGIL_VERIFIES("REQ-HRL-009");
  Hold(0, 25);
  ASSERT_TRUE(low_.present);
  Observation slow = Undeterminable(At(4000));
  slow.reason = Reason::kOutOfRange;
  slow.valid_until = At(5000);
  Seal(slow);
  Run(4000, {slow});
  EXPECT_TRUE(low_.present);
  EXPECT_EQ(low_.value, 25);
  EXPECT_EQ(low_.priority, AlarmPriority::kHigh);
  Run(5000);
  EXPECT_TRUE(low_.present);
  Run(5001);
  EXPECT_FALSE(low_.present);
}

TEST_F(HeartRateLimitsTest, AHighRateIsNotKeptByAHeartThatIsTooSlowToTell) {
  VIGIL_VERIFIES("REQ-HRL-009");
  Hold(0, 180);
  ASSERT_TRUE(high_.present);
  Observation slow = Undeterminable(At(4000));
  slow.reason = Reason::kOutOfRange;
  Seal(slow);
  Run(4000, {slow});
  EXPECT_FALSE(high_.present);
  EXPECT_FALSE(low_.present);
}

TEST_F(HeartRateLimitsTest, AfterAnUndeterminableRateTheDelayBeginsAgain) {
  Hold(10'000, 45);
  Run(14'000, {Undeterminable(At(14'000))});
  Tell(15'000, 45);
  EXPECT_FALSE(low_.present);
  Tell(18'000, 45);
  EXPECT_TRUE(low_.present);
  EXPECT_EQ(low_.since, At(15'000));
}

TEST_F(HeartRateLimitsTest, AnOldRateIsNoRate) {
  VIGIL_VERIFIES("REQ-HRL-007");
  Hold(10'000, 45);  // the last value is of 13 s, valid until 18 s
  Run(18'000);
  EXPECT_TRUE(low_.present);
  Run(18'001);
  EXPECT_FALSE(low_.present);
}

TEST_F(HeartRateLimitsTest, ARateThatArrivesOldIsNoRate) {
  VIGIL_VERIFIES("REQ-HRL-007");
  Run(20'000, {Rate(45, At(10'000))});
  EXPECT_FALSE(low_.present);
  Run(20'100, {Rate(150, At(10'000))});
  EXPECT_FALSE(high_.present);
}

TEST_F(HeartRateLimitsTest, AQuestionableRateAloneDecidesNothing) {
  VIGIL_VERIFIES("REQ-HRL-007");
  Observation questionable = Rate(30, At(10'000));
  questionable.validity = Validity::kQuestionable;
  Seal(questionable);
  Run(13'000, {questionable});
  EXPECT_FALSE(low_.present);
}

TEST_F(HeartRateLimitsTest, ADamagedRateIsNoRate) {
  VIGIL_VERIFIES("REQ-HRL-007");
  Observation damaged = Rate(72, At(10'000));
  damaged.value = 30;
  Run(13'500, {damaged});
  EXPECT_FALSE(low_.present);
  Hold(20'000, 45);
  ASSERT_TRUE(low_.present);
  Run(24'000, {damaged});
  EXPECT_FALSE(low_.present);
}

TEST_F(HeartRateLimitsTest, OfSeveralRatesInOneActivationTheLastCounts) {
  Hold(10'000, 45);
  Run(14'000, {Rate(45, At(13'500)), Rate(80, At(14'000))});
  EXPECT_FALSE(low_.present);
}

}  // namespace
}  // namespace vigil::plugins
