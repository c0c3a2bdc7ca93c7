#include "safety_kernel/alerting/signal_watch.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace vigil {
namespace {

constexpr Timestamp kStart{10'000'000};

SampleBlock Ecg(std::uint16_t quality, std::uint16_t count = 25) {
  SampleBlock block;
  block.channel = ChannelId::kEcg;
  block.quality = quality;
  block.count = count;
  return block;
}

Observation Rate(Timestamp time) {
  Observation rate;
  rate.code = ObservationCode::kHeartRate;
  rate.validity = Validity::kValid;
  rate.value = 70;
  rate.time = time;
  rate.valid_until = time + Seconds(5);
  return rate;
}

class SignalWatchTest : public testing::Test {
 protected:
  void SetUp() override { watch_.Start(kStart); }

  SignalWatch watch_;
};

TEST_F(SignalWatchTest, SilenceFromTheStartIsAlarmed) {
  EXPECT_FALSE(watch_.SignalLost(kStart).present);
  EXPECT_FALSE(watch_.SignalLost(kStart + kMaxEcgSilence).present);
  EXPECT_TRUE(
      watch_.SignalLost(kStart + kMaxEcgSilence + Microseconds(1)).present);
}

TEST_F(SignalWatchTest, SignalLostTellsSinceWhenAndAgainstWhat) {
  watch_.OnEcg(Ecg(kQualityGood), kStart + Seconds(1));
  const AlarmCondition lost = watch_.SignalLost(kStart + Seconds(4));
  EXPECT_EQ(lost.id, AlarmId::kEcgSignalLost);
  EXPECT_EQ(lost.priority, AlarmPriority::kHigh);
  EXPECT_TRUE(lost.present);
  EXPECT_EQ(lost.unit, Unit::kMillisecond);
  EXPECT_EQ(lost.value, 3000);
  EXPECT_EQ(lost.limit, 2000);
  EXPECT_EQ(lost.since, kStart + Seconds(1));
}

TEST_F(SignalWatchTest, AUsableBlockEndsTheSilence) {
  for (const std::uint16_t quality : {kQualityGood, kQualityGap}) {
    watch_.Start(kStart);
    watch_.OnEcg(Ecg(quality), kStart + Seconds(5));
    EXPECT_FALSE(watch_.SignalLost(kStart + Seconds(7)).present) << quality;
  }
}

TEST_F(SignalWatchTest, BlocksThatCannotBeUsedAreSilence) {
  for (const std::uint16_t quality :
       {kQualityDamaged, kQualityStuck, kQualitySaturated}) {
    watch_.Start(kStart);
    watch_.OnEcg(Ecg(quality), kStart + Seconds(5));
    EXPECT_TRUE(watch_.SignalLost(kStart + Seconds(5)).present) << quality;
  }
  watch_.Start(kStart);
  watch_.OnEcg(Ecg(kQualityGood, 0), kStart + Seconds(5));
  EXPECT_TRUE(watch_.SignalLost(kStart + Seconds(5)).present);
}

TEST_F(SignalWatchTest, ALeadOffIsAlarmedAfterItsDelay) {
  watch_.OnEcg(Ecg(kQualityGood), kStart);
  watch_.OnEcg(Ecg(kQualityLeadOff), kStart + kLeadOffDelay);
  EXPECT_FALSE(watch_.LeadOff(kStart + kLeadOffDelay).present);
  const AlarmCondition off =
      watch_.LeadOff(kStart + kLeadOffDelay + Milliseconds(100));
  EXPECT_EQ(off.id, AlarmId::kEcgLeadOff);
  EXPECT_EQ(off.priority, AlarmPriority::kMedium);
  EXPECT_TRUE(off.present);
  EXPECT_EQ(off.value, 1100);
  EXPECT_EQ(off.limit, 1000);
  EXPECT_EQ(off.since, kStart);
}

TEST_F(SignalWatchTest, ALeadOffIsNoLostSignal) {
  watch_.OnEcg(Ecg(kQualityLeadOff | kQualitySaturated | kQualityStuck),
               kStart + Seconds(5));
  EXPECT_FALSE(watch_.SignalLost(kStart + Seconds(5)).present);
  EXPECT_TRUE(watch_.LeadOff(kStart + Seconds(5)).present);
}

TEST_F(SignalWatchTest, AContactEndsTheLeadOffThoughTheSignalIsUnusable) {
  watch_.OnEcg(Ecg(kQualityLeadOff), kStart + Seconds(5));
  watch_.OnEcg(Ecg(kQualitySaturated), kStart + Seconds(6));
  EXPECT_FALSE(watch_.LeadOff(kStart + Seconds(6)).present);
  // and the next one has its delay again
  watch_.OnEcg(Ecg(kQualityLeadOff), kStart + Seconds(7));
  EXPECT_FALSE(watch_.LeadOff(kStart + Seconds(7)).present);
  EXPECT_TRUE(watch_.LeadOff(kStart + Milliseconds(7001)).present);
}

TEST_F(SignalWatchTest, WhatIsDamagedSaysNothingOfTheLeads) {
  watch_.OnEcg(Ecg(kQualityLeadOff), kStart + Seconds(5));
  watch_.OnEcg(Ecg(kQualityDamaged), kStart + Seconds(5));
  EXPECT_TRUE(watch_.LeadOff(kStart + Seconds(6)).present);
  watch_.Start(kStart);
  watch_.OnEcg(Ecg(kQualityDamaged | kQualityLeadOff), kStart + Seconds(5));
  EXPECT_FALSE(watch_.LeadOff(kStart + Seconds(6)).present);
}

TEST_F(SignalWatchTest, SilenceAloneIsNoLeadOff) {
  EXPECT_FALSE(watch_.LeadOff(kStart + Seconds(100)).present);
}

TEST_F(SignalWatchTest, ALeadOffThatFallsSilentIsBoth) {
  watch_.OnEcg(Ecg(kQualityLeadOff), kStart);
  const Timestamp later = kStart + Seconds(3);
  EXPECT_TRUE(watch_.LeadOff(later).present);
  EXPECT_TRUE(watch_.SignalLost(later).present);
}

TEST_F(SignalWatchTest, NoHeartRateFromTheStartIsAlarmed) {
  const Timestamp limit = kStart + kMaxHeartRateSilence;
  EXPECT_FALSE(watch_.HeartRateUnavailable(limit).present);
  const AlarmCondition unavailable =
      watch_.HeartRateUnavailable(limit + Milliseconds(100));
  EXPECT_EQ(unavailable.id, AlarmId::kHeartRateUnavailable);
  EXPECT_EQ(unavailable.priority, AlarmPriority::kHigh);
  EXPECT_TRUE(unavailable.present);
  EXPECT_EQ(unavailable.value, 8100);
  EXPECT_EQ(unavailable.limit, 8000);
  EXPECT_EQ(unavailable.since, kStart);
}

TEST_F(SignalWatchTest, TheSilenceCountsFromTheTimeOfTheRateNotItsArrival) {
  const Timestamp beat = kStart + Seconds(4);
  watch_.OnObservation(Rate(beat), beat + Seconds(3));
  EXPECT_FALSE(
      watch_.HeartRateUnavailable(beat + kMaxHeartRateSilence).present);
  EXPECT_TRUE(watch_
                  .HeartRateUnavailable(beat + kMaxHeartRateSilence +
                                        Microseconds(1))
                  .present);
}

TEST_F(SignalWatchTest, AnOldRateThatIsRepeatedDoesNotPutTheAlarmOff) {
  const Timestamp beat = kStart + Seconds(4);
  for (int second = 0; second < 20; ++second) {
    watch_.OnObservation(Rate(beat), beat + Seconds(second));
  }
  EXPECT_TRUE(watch_.HeartRateUnavailable(beat + Seconds(9)).present);
}

TEST_F(SignalWatchTest, OnlyACurrentValidHeartRateCounts) {
  const Timestamp beat = kStart + Seconds(9);
  const Timestamp now = kStart + Seconds(9);
  Observation questionable = Rate(beat);
  questionable.validity = Validity::kQuestionable;
  watch_.OnObservation(questionable, now);
  Observation undeterminable = Rate(beat);
  undeterminable.validity = Validity::kUndeterminable;
  watch_.OnObservation(undeterminable, now);
  Observation other = Rate(beat);
  other.code = ObservationCode::kQrsDetected;
  watch_.OnObservation(other, now);
  watch_.OnObservation(Rate(beat), beat + Seconds(5) + Microseconds(1));
  EXPECT_TRUE(watch_.HeartRateUnavailable(now).present);
  watch_.OnObservation(Rate(beat), beat + Seconds(5));
  EXPECT_FALSE(watch_.HeartRateUnavailable(now).present);
}

TEST_F(SignalWatchTest, AnEarlierRateDoesNotTurnTheTimeBack) {
  const Timestamp beat = kStart + Seconds(4);
  watch_.OnObservation(Rate(beat), beat);
  watch_.OnObservation(Rate(beat - Seconds(2)), beat);
  EXPECT_EQ(watch_.HeartRateUnavailable(beat).since, beat);
}

TEST_F(SignalWatchTest, ASilenceOfWeeksStaysInRange) {
  const AlarmCondition lost = watch_.SignalLost(kStart + Seconds(86'400 * 60));
  EXPECT_TRUE(lost.present);
  EXPECT_EQ(lost.value, INT32_MAX);
}

TEST_F(SignalWatchTest, StartForgetsEverything) {
  watch_.OnEcg(Ecg(kQualityLeadOff), kStart);
  const Timestamp again = kStart + Seconds(100);
  watch_.Start(again);
  EXPECT_FALSE(watch_.LeadOff(again + Seconds(2)).present);
  EXPECT_EQ(watch_.LeadOff(again).since, again);
  EXPECT_EQ(watch_.SignalLost(again).since, again);
  EXPECT_EQ(watch_.HeartRateUnavailable(again).since, again);
}

}  // namespace
}  // namespace vigil
