#include "safety_kernel/runtime/channel_watch.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

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

constexpr ChannelAlarms kAlarms = {.silent = AlarmId::kEcgSignalLost,
                                   .max_silence_us = 2'000'000,
                                   .contact_off = AlarmId::kEcgLeadOff,
                                   .not_worn = AlarmId::kNotWorn,
                                   .contact_delay_us = 1'000'000};
constexpr Duration kMaxEcgSilence = Microseconds(kAlarms.max_silence_us);
constexpr Duration kLeadOffDelay = Microseconds(kAlarms.contact_delay_us);

class ChannelWatchTest : public testing::Test {
 protected:
  void SetUp() override { watch_.Start(kStart); }

  bool IsLost(Timestamp now) const {
    return watch_.Silent(kAlarms, now).present;
  }
  bool IsOff(Timestamp now) const {
    return watch_.ContactOff(kAlarms, now).present;
  }
  bool IsNotWorn(Timestamp now) const {
    return watch_.NotWorn(kAlarms, now).present;
  }

  ChannelWatch watch_;
};

TEST_F(ChannelWatchTest, SilenceFromTheStartIsAlarmed) {
  VIGIL_VERIFIES("REQ-RUN-009");
  EXPECT_FALSE(IsLost(kStart));
  EXPECT_FALSE(IsLost(kStart + kMaxEcgSilence));
  EXPECT_TRUE(
      IsLost(kStart + kMaxEcgSilence + Microseconds(1)));
}

TEST_F(ChannelWatchTest, SignalLostTellsSinceWhenAndAgainstWhat) {
  watch_.OnBlock(Ecg(kQualityGood), kStart + Seconds(1));
  const AlarmCondition lost = watch_.Silent(kAlarms, kStart + Seconds(4));
  EXPECT_EQ(lost.id, AlarmId::kEcgSignalLost);
  EXPECT_EQ(lost.priority, AlarmPriority::kHigh);
  EXPECT_TRUE(lost.present);
  EXPECT_EQ(lost.unit, Unit::kMillisecond);
  EXPECT_EQ(lost.value, 3000);
  EXPECT_EQ(lost.limit, 2000);
  EXPECT_EQ(lost.since, kStart + Seconds(1));
}

TEST_F(ChannelWatchTest, AUsableBlockEndsTheSilence) {
  watch_.OnBlock(Ecg(kQualityGood), kStart + Seconds(5));
  EXPECT_FALSE(IsLost(kStart + Seconds(7)));
}

TEST_F(ChannelWatchTest, ASignalOfGapsIsLost) {
  VIGIL_VERIFIES("REQ-RUN-009");
  for (int frame = 1; frame <= 20; ++frame) {
    watch_.OnBlock(Ecg(kQualityGap), kStart + Milliseconds(100) * frame);
    EXPECT_FALSE(IsLost(kStart + Milliseconds(100) * frame));
  }
  watch_.OnBlock(Ecg(kQualityGap), kStart + Milliseconds(2100));
  EXPECT_TRUE(IsLost(kStart + Milliseconds(2100)));
}

TEST_F(ChannelWatchTest, BlocksThatCannotBeUsedAreSilence) {
  VIGIL_VERIFIES("REQ-RUN-009");
  for (const std::uint16_t quality :
       {kQualityDamaged, kQualitySaturated, kQualityOutOfRange}) {
    watch_.Start(kStart);
    watch_.OnBlock(Ecg(quality), kStart + Seconds(5));
    EXPECT_TRUE(IsLost(kStart + Seconds(5))) << quality;
  }
  watch_.Start(kStart);
  watch_.OnBlock(Ecg(kQualityGood, 0), kStart + Seconds(5));
  EXPECT_TRUE(IsLost(kStart + Seconds(5)));
}

TEST_F(ChannelWatchTest, ALeadOffIsAlarmedAfterItsDelay) {
  VIGIL_VERIFIES("REQ-RUN-010");
  watch_.OnBlock(Ecg(kQualityGood), kStart);
  watch_.OnBlock(Ecg(kQualityLeadOff), kStart + kLeadOffDelay);
  EXPECT_FALSE(IsOff(kStart + kLeadOffDelay));
  const AlarmCondition off =
      watch_.ContactOff(kAlarms, kStart + kLeadOffDelay + Milliseconds(100));
  EXPECT_EQ(off.id, AlarmId::kEcgLeadOff);
  EXPECT_EQ(off.priority, AlarmPriority::kMedium);
  EXPECT_TRUE(off.present);
  EXPECT_EQ(off.value, 1100);
  EXPECT_EQ(off.limit, 1000);
  EXPECT_EQ(off.since, kStart);
}

TEST_F(ChannelWatchTest, ALeadOffIsNoLostSignal) {
  VIGIL_VERIFIES("REQ-RUN-010");
  watch_.OnBlock(Ecg(kQualityLeadOff | kQualitySaturated | kQualityStuck),
               kStart + Seconds(5));
  EXPECT_FALSE(IsLost(kStart + Seconds(5)));
  EXPECT_TRUE(IsOff(kStart + Seconds(5)));
}

TEST_F(ChannelWatchTest, AContactEndsTheLeadOffThoughTheSignalIsUnusable) {
  watch_.OnBlock(Ecg(kQualityLeadOff), kStart + Seconds(5));
  watch_.OnBlock(Ecg(kQualitySaturated), kStart + Seconds(6));
  EXPECT_FALSE(IsOff(kStart + Seconds(6)));
  // and the next one is told at once: nothing usable came in between
  watch_.OnBlock(Ecg(kQualityLeadOff), kStart + Seconds(7));
  EXPECT_TRUE(IsOff(kStart + Seconds(7)));
}

TEST_F(ChannelWatchTest, AUsableBlockGivesTheNextLeadOffItsDelay) {
  watch_.OnBlock(Ecg(kQualityLeadOff), kStart + Seconds(5));
  watch_.OnBlock(Ecg(kQualityGood), kStart + Seconds(6));
  watch_.OnBlock(Ecg(kQualityLeadOff), kStart + Milliseconds(6100));
  EXPECT_FALSE(IsOff(kStart + Seconds(7)));
  EXPECT_TRUE(IsOff(kStart + Milliseconds(7001)));
}

TEST_F(ChannelWatchTest, WhatHasNoAlarmOfItsOwnIsSilence) {
  ChannelAlarms alarms = kAlarms;
  alarms.contact_off = AlarmId::kNone;
  alarms.not_worn = AlarmId::kNone;
  for (const QualityFlag flag : {kQualityLeadOff, kQualityNotWorn}) {
    watch_.Start(kStart);
    watch_.OnBlock(Ecg(flag), kStart + Seconds(5));
    EXPECT_TRUE(watch_.Silent(alarms, kStart + Seconds(5)).present);
    EXPECT_FALSE(watch_.Silent(kAlarms, kStart + Seconds(5)).present);
  }
}

TEST_F(ChannelWatchTest, WhatIsDamagedSaysNothingOfTheLeads) {
  watch_.OnBlock(Ecg(kQualityLeadOff), kStart + Seconds(5));
  watch_.OnBlock(Ecg(kQualityDamaged), kStart + Seconds(5));
  EXPECT_TRUE(IsOff(kStart + Seconds(6)));
  watch_.Start(kStart);
  watch_.OnBlock(Ecg(kQualityDamaged | kQualityLeadOff), kStart + Seconds(5));
  EXPECT_FALSE(IsOff(kStart + Seconds(6)));
}

TEST_F(ChannelWatchTest, SilenceAloneIsNoLeadOff) {
  EXPECT_FALSE(IsOff(kStart + Seconds(100)));
}

TEST_F(ChannelWatchTest, ALeadOffThatFallsSilentIsBoth) {
  watch_.OnBlock(Ecg(kQualityLeadOff), kStart);
  const Timestamp later = kStart + Seconds(3);
  EXPECT_TRUE(IsOff(later));
  EXPECT_TRUE(IsLost(later));
}

TEST_F(ChannelWatchTest, ASilenceOfWeeksStaysInRange) {
  const AlarmCondition lost = watch_.Silent(kAlarms, kStart + Seconds(86'400 * 60));
  EXPECT_TRUE(lost.present);
  EXPECT_EQ(lost.value, INT32_MAX);
}

TEST_F(ChannelWatchTest, StartForgetsEverything) {
  watch_.OnBlock(Ecg(kQualityLeadOff), kStart);
  const Timestamp again = kStart + Seconds(100);
  watch_.Start(again);
  EXPECT_FALSE(IsOff(again + Seconds(2)));
  EXPECT_EQ(watch_.ContactOff(kAlarms, again).since, again);
  EXPECT_EQ(watch_.Silent(kAlarms, again).since, again);
}

TEST_F(ChannelWatchTest, WhatTookItsTimeToFindIsAlarmedAtOnce) {
  VIGIL_VERIFIES("REQ-RUN-011");
  for (const std::uint16_t quality : {kQualityStuck, kQualityWrongRate}) {
    watch_.Start(kStart);
    watch_.OnBlock(Ecg(quality), kStart + Milliseconds(100));
    EXPECT_TRUE(IsLost(kStart + Milliseconds(100))) << quality;
    watch_.OnBlock(Ecg(kQualityGood), kStart + Milliseconds(200));
    EXPECT_FALSE(IsLost(kStart + Milliseconds(200))) << quality;
  }
}

TEST_F(ChannelWatchTest, NotWornIsItsOwnAlarmAfterTheDelayOfContact) {
  VIGIL_VERIFIES("REQ-RUN-010");
  watch_.OnBlock(Ecg(kQualityGood), kStart);
  watch_.OnBlock(Ecg(kQualityNotWorn | kQualityStuck), kStart + Seconds(1));
  EXPECT_FALSE(IsNotWorn(kStart + Seconds(1)));
  EXPECT_TRUE(IsNotWorn(kStart + Milliseconds(1001)));
  EXPECT_FALSE(IsOff(kStart + Milliseconds(1001)));
  EXPECT_FALSE(IsLost(kStart + Milliseconds(1001)));
  const AlarmCondition condition =
      watch_.NotWorn(kAlarms, kStart + Milliseconds(1001));
  EXPECT_EQ(condition.id, AlarmId::kNotWorn);
  EXPECT_EQ(condition.priority, AlarmPriority::kMedium);
  EXPECT_EQ(condition.since, kStart);
  watch_.OnBlock(Ecg(kQualityGood), kStart + Seconds(2));
  EXPECT_FALSE(IsNotWorn(kStart + Seconds(10)));
  // The delay counts from the last time that it was worn, or from the start.
  watch_.OnBlock(Ecg(kQualityNotWorn), kStart + Seconds(3));
  EXPECT_FALSE(IsNotWorn(kStart + Seconds(3)));
  EXPECT_EQ(watch_.NotWorn(kAlarms, kStart + Seconds(4)).since, kStart + Seconds(2));
  watch_.Start(kStart + Seconds(50));
  EXPECT_EQ(watch_.NotWorn(kAlarms, kStart + Seconds(50)).since, kStart + Seconds(50));
}

TEST_F(ChannelWatchTest, AStartForgetsWhatWasSeen) {
  watch_.OnBlock(Ecg(kQualityLeadOff | kQualityNotWorn), kStart + Seconds(5));
  watch_.OnBlock(Ecg(kQualityStuck), kStart + Seconds(5));
  watch_.Start(kStart + Seconds(6));
  EXPECT_FALSE(IsLost(kStart + Seconds(6)));
  watch_.OnBlock(Ecg(kQualityNotWorn), kStart + Seconds(9));
  EXPECT_FALSE(IsOff(kStart + Seconds(9)));
}

TEST_F(ChannelWatchTest, ALeadOffOfBeforeAUsableBlockIsOver) {
  watch_.OnBlock(Ecg(kQualityLeadOff), kStart);
  watch_.OnBlock(Ecg(kQualityGood), kStart + Seconds(1));
  watch_.OnBlock(Ecg(kQualityNotWorn), kStart + Seconds(4));
  EXPECT_FALSE(IsOff(kStart + Seconds(4)));
  EXPECT_TRUE(watch_.NotWorn(kAlarms, kStart + Seconds(4)).present);
}

}  // namespace
}  // namespace vigil
