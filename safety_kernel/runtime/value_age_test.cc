#include "safety_kernel/runtime/value_age.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

constexpr Timestamp kStart{10'000'000};
constexpr ValueWatch kRate = {.code = ObservationCode::kHeartRate,
                              .max_age_us = 8'000'000,
                              .alarm = AlarmId::kHeartRateUnavailable};
constexpr Duration kMaxAge = Microseconds(kRate.max_age_us);

Observation Rate(Timestamp time) {
  Observation rate;
  rate.code = ObservationCode::kHeartRate;
  rate.validity = Validity::kValid;
  rate.value = 70;
  rate.time = time;
  rate.valid_until = time + Seconds(5);
  return rate;
}

class ValueAgeTest : public testing::Test {
 protected:
  void SetUp() override { age_.Start(kRate, kStart); }

  void OnObservation(const Observation& observation, Timestamp now) {
    age_.OnObservation(kRate, observation, now);
  }
  bool IsTooOld(Timestamp now) const { return age_.TooOld(kRate, now).present; }

  ValueAge age_;
};

TEST_F(ValueAgeTest, NoHeartRateFromTheStartIsAlarmed) {
  VIGIL_VERIFIES("REQ-RUN-008");
  const Timestamp limit = kStart + kMaxAge;
  EXPECT_FALSE(IsTooOld(limit));
  const AlarmCondition unavailable =
      age_.TooOld(kRate, limit + Milliseconds(100));
  EXPECT_EQ(unavailable.id, AlarmId::kHeartRateUnavailable);
  EXPECT_EQ(unavailable.priority, AlarmPriority::kHigh);
  EXPECT_TRUE(unavailable.present);
  EXPECT_EQ(unavailable.value, 8100);
  EXPECT_EQ(unavailable.limit, 8000);
  EXPECT_EQ(unavailable.since, kStart);
}

TEST_F(ValueAgeTest, TheSilenceCountsFromTheTimeOfTheRateNotItsArrival) {
  const Timestamp beat = kStart + Seconds(4);
  OnObservation(Rate(beat), beat + Seconds(3));
  EXPECT_FALSE(
      IsTooOld(beat + kMaxAge));
  EXPECT_TRUE(IsTooOld(beat + kMaxAge +
                                        Microseconds(1)));
}

TEST_F(ValueAgeTest, AnOldRateThatIsRepeatedDoesNotPutTheAlarmOff) {
  VIGIL_VERIFIES("REQ-RUN-008");
  const Timestamp beat = kStart + Seconds(4);
  for (int second = 0; second < 20; ++second) {
    OnObservation(Rate(beat), beat + Seconds(second));
  }
  EXPECT_TRUE(IsTooOld(beat + Seconds(9)));
}

TEST_F(ValueAgeTest, OnlyACurrentValidHeartRateCounts) {
  VIGIL_VERIFIES("REQ-RUN-008");
  const Timestamp beat = kStart + Seconds(9);
  const Timestamp now = kStart + Seconds(9);
  Observation questionable = Rate(beat);
  questionable.validity = Validity::kQuestionable;
  OnObservation(questionable, now);
  Observation undeterminable = Rate(beat);
  undeterminable.validity = Validity::kUndeterminable;
  OnObservation(undeterminable, now);
  Observation other = Rate(beat);
  other.code = ObservationCode::kQrsDetected;
  OnObservation(other, now);
  OnObservation(Rate(beat), beat + Seconds(5) + Microseconds(1));
  EXPECT_TRUE(IsTooOld(now));
  OnObservation(Rate(beat), beat + Seconds(5));
  EXPECT_FALSE(IsTooOld(now));
}

TEST_F(ValueAgeTest, AnEarlierRateDoesNotTurnTheTimeBack) {
  const Timestamp beat = kStart + Seconds(4);
  OnObservation(Rate(beat), beat);
  OnObservation(Rate(beat - Seconds(2)), beat);
  EXPECT_EQ(age_.TooOld(kRate, beat).since, beat);
}

TEST_F(ValueAgeTest, TheFirstValueMayTakeLonger) {
  ValueWatch watch = kRate;
  watch.starts_within_us = watch.max_age_us + 3'000'000;
  age_.Start(watch, kStart);
  const Timestamp due = kStart + Microseconds(watch.starts_within_us);
  EXPECT_FALSE(age_.TooOld(watch, due).present);
  EXPECT_TRUE(age_.TooOld(watch, due + Microseconds(1)).present);
  // but not shorter than the age
  watch.starts_within_us = 1;
  age_.Start(watch, kStart);
  EXPECT_FALSE(age_.TooOld(watch, kStart + Microseconds(watch.max_age_us)).present);
}

constexpr ValueWatch kFall = {.code = ObservationCode::kFallDetected,
                              .max_age_us = 8'000'000,
                              .alarm = AlarmId::kFallsUnavailable,
                              .priority = AlarmPriority::kMedium,
                              .is_event = true};

Observation NoFall(Timestamp time) {
  Observation none;
  none.code = ObservationCode::kFallDetected;
  none.validity = Validity::kUndeterminable;
  none.reason = Reason::kNoEvent;
  none.time = time;
  none.valid_until = time;
  return none;
}

TEST(EventAgeTest, AnEventThatDidNotHappenIsTold) {
  VIGIL_VERIFIES("REQ-RUN-008");
  ValueAge age;
  age.Start(kFall, kStart);
  const Timestamp later = kStart + Seconds(5);
  age.OnObservation(kFall, NoFall(later), later + Milliseconds(100));
  EXPECT_FALSE(age.TooOld(kFall, later + kMaxAge).present);
  const AlarmCondition unavailable = age.TooOld(kFall, later + kMaxAge + Microseconds(1));
  EXPECT_TRUE(unavailable.present);
  EXPECT_EQ(unavailable.id, AlarmId::kFallsUnavailable);
  EXPECT_EQ(unavailable.priority, AlarmPriority::kMedium);
}

TEST(EventAgeTest, AnEventThatCannotBeToldIsNot) {
  VIGIL_VERIFIES("REQ-RUN-008");
  ValueAge age;
  age.Start(kFall, kStart);
  const Timestamp later = kStart + Seconds(5);
  Observation gap = NoFall(later);
  gap.reason = Reason::kDataGap;
  age.OnObservation(kFall, gap, later);
  Observation questionable = NoFall(later);
  questionable.validity = Validity::kQuestionable;
  age.OnObservation(kFall, questionable, later);
  EXPECT_TRUE(age.TooOld(kFall, kStart + kMaxAge + Microseconds(1)).present);
}

TEST_F(ValueAgeTest, ThatNothingHappenedIsNoValue) {
  VIGIL_VERIFIES("REQ-RUN-008");
  Observation none = Rate(kStart + Seconds(5));
  none.validity = Validity::kUndeterminable;
  none.reason = Reason::kNoEvent;
  OnObservation(none, kStart + Seconds(5));
  EXPECT_TRUE(IsTooOld(kStart + kMaxAge + Microseconds(1)));
}

TEST_F(ValueAgeTest, StartForgetsTheLastValue) {
  OnObservation(Rate(kStart + Seconds(50)), kStart + Seconds(50));
  age_.Start(kRate, kStart);
  EXPECT_EQ(age_.TooOld(kRate, kStart).since, kStart);
}

}  // namespace
}  // namespace vigil
