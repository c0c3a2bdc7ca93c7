#include "plugins/alerting/limit_crossing/value_limit.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr LimitRule kLow = {.code = ObservationCode::kSpo2,
                            .id = AlarmId::kSpo2Low,
                            .upper = false,
                            .extreme = 85,
                            .priority = AlarmPriority::kMedium,
                            .extreme_priority = AlarmPriority::kHigh};
constexpr LimitRule kHigh = {.code = ObservationCode::kRespirationRate,
                             .id = AlarmId::kRespirationRateHigh,
                             .upper = true,
                             .extreme = 40,
                             .priority = AlarmPriority::kMedium,
                             .extreme_priority = AlarmPriority::kHigh};
constexpr Timestamp kStart{100'000'000};

// Valid for 5 s.
Observation Value(const LimitRule& rule, std::int32_t value, Timestamp time) {
  Observation observation;
  observation.code = rule.code;
  observation.value = value;
  observation.unit = UnitOf(rule.code);
  observation.validity = Validity::kValid;
  observation.time = time;
  observation.valid_until = time + Seconds(5);
  Seal(observation);
  return observation;
}

// What is said after values that last for so many seconds.
AlarmCondition After(const LimitRule& rule, std::int32_t limit, std::int32_t value, int seconds) {
  ValueLimit watched;
  watched.Start(limit);
  AlarmCondition said;
  for (int second = 0; second <= seconds; ++second) {
    const Timestamp now = kStart + Seconds(second);
    watched.Take(rule, Value(rule, value, now));
    said = watched.ConditionOf(rule, now);
  }
  return said;
}

TEST(ValueLimitTest, ALowAndAHighLimitAreCrossedFromTheirSides) {
  VIGIL_VERIFIES("REQ-VIL-001");
  EXPECT_TRUE(After(kLow, 90, 89, 10).present);
  EXPECT_FALSE(After(kLow, 90, 90, 10).present);
  EXPECT_TRUE(After(kHigh, 30, 31, 10).present);
  EXPECT_FALSE(After(kHigh, 30, 30, 10).present);
}

TEST(ValueLimitTest, ItSaysWhatLedToItAfterTenSeconds) {
  VIGIL_VERIFIES("REQ-VIL-002");
  EXPECT_FALSE(After(kLow, 90, 86, 9).present);
  const AlarmCondition said = After(kLow, 90, 86, 10);
  EXPECT_TRUE(said.present);
  EXPECT_EQ(said.id, AlarmId::kSpo2Low);
  EXPECT_EQ(said.unit, Unit::kPercent);
  EXPECT_EQ(said.value, 86);
  EXPECT_EQ(said.limit, 90);
  EXPECT_EQ(said.since, kStart);
}

TEST(ValueLimitTest, BeyondTheSecondLineThePriorityIsTheExtremeOne) {
  VIGIL_VERIFIES("REQ-VIL-004");
  EXPECT_EQ(After(kLow, 90, 85, 10).priority, AlarmPriority::kMedium);
  EXPECT_EQ(After(kLow, 90, 84, 10).priority, AlarmPriority::kHigh);
  EXPECT_EQ(After(kHigh, 30, 40, 10).priority, AlarmPriority::kMedium);
  EXPECT_EQ(After(kHigh, 30, 41, 10).priority, AlarmPriority::kHigh);
}

TEST(ValueLimitTest, ValuesOfOthersAndDamagedOnesChangeNothing) {
  VIGIL_VERIFIES("REQ-VIL-003");
  ValueLimit watched;
  watched.Start(90);
  Observation damaged = Value(kLow, 95, kStart);
  damaged.value = 70;
  watched.Take(kLow, damaged);
  watched.Take(kLow, Value(kHigh, 50, kStart));
  const AlarmCondition said = watched.ConditionOf(kLow, kStart + Seconds(1));
  EXPECT_FALSE(said.present);
  EXPECT_EQ(said.value, 0);
}

TEST(ValueLimitTest, ThirtySecondsAfterItsLastValueItEndsUnlessThatWentBeyondWhatCanBeTold) {
  VIGIL_VERIFIES("REQ-VIL-003");
  for (const bool is_out_of_range : {false, true}) {
    ValueLimit watched;
    watched.Start(90);
    for (int second = 0; second <= 10; ++second) {
      watched.Take(kLow, Value(kLow, 80, kStart + Seconds(second)));
    }
    EXPECT_TRUE(watched.ConditionOf(kLow, kStart + Seconds(10)).present);
    Observation none = Value(kLow, 0, kStart + Seconds(40));
    none.validity = Validity::kUndeterminable;
    none.reason = is_out_of_range ? Reason::kOutOfRange : Reason::kNoise;
    Seal(none);
    watched.Take(kLow, none);
    EXPECT_TRUE(watched.ConditionOf(kLow, kStart + Seconds(45)).present);
    EXPECT_EQ(watched.ConditionOf(kLow, kStart + Seconds(46)).present, is_out_of_range);
  }
}

TEST(ValueLimitTest, StartForgets) {
  VIGIL_VERIFIES("REQ-VIL-003");
  ValueLimit watched;
  watched.Start(90);
  watched.Take(kLow, Value(kLow, 80, kStart));
  EXPECT_EQ(watched.ConditionOf(kLow, kStart).value, 80);
  watched.Start(80);
  const AlarmCondition said = watched.ConditionOf(kLow, kStart + Seconds(11));
  EXPECT_FALSE(said.present);
  EXPECT_EQ(said.value, 0);
  EXPECT_EQ(said.limit, 80);
}

}  // namespace
}  // namespace vigil::plugins
