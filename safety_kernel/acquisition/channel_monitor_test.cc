#include "safety_kernel/acquisition/channel_monitor.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

constexpr std::uint32_t kPeriodUs = 4000;
constexpr Duration kFrame = Milliseconds(100);

// Frame n arrives at (n + 1) * 100 ms with the samples of n * 100 ms on.
class ChannelMonitorTest : public testing::Test {
 protected:
  void SetUp() override { monitor_.Start(ChannelId::kEcgAdc, kPeriodUs, SignalLimits()); }

  static Timestamp Begin(std::int64_t frame) {
    return Timestamp{} + kFrame * frame;
  }

  static SampleBlock Block(std::int64_t frame, std::uint32_t sequence) {
    SampleBlock block;
    block.channel = ChannelId::kEcgAdc;
    block.unit = Unit::kAdcCount;
    block.count = 25;
    block.sequence = sequence;
    block.period_us = kPeriodUs;
    block.first_sample = Begin(frame);
    for (std::uint32_t i = 0; i < 25; ++i) {
      block.samples[i] = static_cast<std::int32_t>(100 * sequence + i);
    }
    Seal(block);
    return block;
  }

  static SampleBlock Block(std::int64_t frame) {
    return Block(frame, static_cast<std::uint32_t>(frame));
  }

  BlockVerdict Check(SampleBlock& block, std::int64_t frame) {
    return monitor_.Check(block, Begin(frame + 1));
  }

  // A good block in its frame, as most of the row is.
  void Feed(std::int64_t frame) {
    SampleBlock block = Block(frame);
    ASSERT_EQ(Check(block, frame), BlockVerdict::kGood);
  }

  void ExpectDamaged(SampleBlock block, std::int64_t frame) {
    const std::uint32_t damaged = monitor_.damaged();
    EXPECT_EQ(Check(block, frame), BlockVerdict::kDamaged);
    EXPECT_EQ(block.count, 0);
    EXPECT_EQ(block.quality, kQualityDamaged);
    EXPECT_TRUE(IsIntact(block));
    EXPECT_EQ(monitor_.damaged(), damaged + 1);
  }

  ChannelMonitor monitor_;
};

TEST_F(ChannelMonitorTest, AGoodRowPassesUnchanged) {
  for (std::int64_t frame = 0; frame < 10; ++frame) {
    SampleBlock block = Block(frame);
    const SampleBlock sent = block;
    EXPECT_EQ(Check(block, frame), BlockVerdict::kGood);
    EXPECT_EQ(block.quality, kQualityGood);
    EXPECT_EQ(block.sequence, sent.sequence);
    EXPECT_EQ(block.first_sample, sent.first_sample);
    EXPECT_EQ(block.samples[24], sent.samples[24]);
    EXPECT_TRUE(IsIntact(block));
  }
  EXPECT_EQ(monitor_.lost(), 0u);
  EXPECT_EQ(monitor_.duplicated(), 0u);
  EXPECT_EQ(monitor_.damaged(), 0u);
}

TEST_F(ChannelMonitorTest, TheRowBeginsAtZeroWhateverTheProducerCounts) {
  SampleBlock block = Block(0, 0xFFFFFFFF);
  EXPECT_EQ(Check(block, 0), BlockVerdict::kGood);
  EXPECT_EQ(block.sequence, 0u);
  EXPECT_EQ(block.quality, kQualityGood);
  block = Block(1, 0);  // the producer's number wraps
  EXPECT_EQ(Check(block, 1), BlockVerdict::kGood);
  EXPECT_EQ(block.sequence, 1u);
  EXPECT_EQ(monitor_.lost(), 0u);
}

TEST_F(ChannelMonitorTest, KeepsWhatTheProducerKnowsOfTheQuality) {
  SampleBlock block = Block(0);
  block.quality = kQualityLeadOff;
  Seal(block);
  EXPECT_EQ(Check(block, 0), BlockVerdict::kGood);
  EXPECT_EQ(block.quality, kQualityLeadOff);
}

TEST_F(ChannelMonitorTest, LostBlocksAreCountedAndMarkedAsAGap) {
  VIGIL_VERIFIES("REQ-ACQ-002");
  Feed(0);
  SampleBlock block = Block(4);
  EXPECT_EQ(Check(block, 4), BlockVerdict::kGood);
  EXPECT_EQ(block.quality, kQualityGap);
  EXPECT_EQ(block.sequence, 4u);
  EXPECT_TRUE(IsIntact(block));
  EXPECT_EQ(monitor_.lost(), 3u);
  block = Block(5);
  EXPECT_EQ(Check(block, 5), BlockVerdict::kGood);
  EXPECT_EQ(block.quality, kQualityGood);
}

TEST_F(ChannelMonitorTest, AMissingNumberIsAGapThoughTheTimeFits) {
  VIGIL_VERIFIES("REQ-ACQ-002");
  Feed(0);
  SampleBlock block = Block(1, 2);
  EXPECT_EQ(Check(block, 1), BlockVerdict::kGood);
  EXPECT_EQ(block.quality, kQualityGap);
  EXPECT_EQ(monitor_.lost(), 1u);
}

TEST_F(ChannelMonitorTest, MissingTimeIsAGapThoughTheNumberFits) {
  VIGIL_VERIFIES("REQ-ACQ-002");
  Feed(0);
  SampleBlock block = Block(2, 1);
  EXPECT_EQ(Check(block, 2), BlockVerdict::kGood);
  EXPECT_EQ(block.quality, kQualityGap);
  EXPECT_EQ(block.sequence, 1u);
  EXPECT_EQ(monitor_.lost(), 0u);
}

TEST_F(ChannelMonitorTest, HalfAPeriodOfJitterIsNoGap) {
  Feed(0);
  SampleBlock block = Block(1);
  block.first_sample = Begin(1) + Microseconds(kPeriodUs / 2);
  Seal(block);
  EXPECT_EQ(Check(block, 1), BlockVerdict::kGood);
  EXPECT_EQ(block.quality, kQualityGood);
}

TEST_F(ChannelMonitorTest, MoreThanHalfAPeriodLateIsAGap) {
  Feed(0);
  SampleBlock block = Block(1);
  block.first_sample = Begin(1) + Microseconds(kPeriodUs / 2 + 1);
  Seal(block);
  EXPECT_EQ(Check(block, 1), BlockVerdict::kGood);
  EXPECT_EQ(block.quality, kQualityGap);
}

TEST_F(ChannelMonitorTest, HalfAPeriodEarlyIsNoDamageAndMoreIs) {
  VIGIL_VERIFIES("REQ-ACQ-004");
  Feed(0);
  SampleBlock early = Block(1);
  early.first_sample = Begin(1) - Microseconds(kPeriodUs / 2);
  Seal(early);
  EXPECT_EQ(Check(early, 1), BlockVerdict::kGood);
  SampleBlock earlier = Block(2);
  earlier.first_sample = SampleTime(early, 25) - Microseconds(kPeriodUs / 2 + 1);
  Seal(earlier);
  ExpectDamaged(earlier, 2);
}

TEST_F(ChannelMonitorTest, ARepeatedBlockIsADuplicate) {
  VIGIL_VERIFIES("REQ-ACQ-003");
  Feed(0);
  Feed(1);
  SampleBlock again = Block(1);
  EXPECT_EQ(Check(again, 1), BlockVerdict::kDuplicate);
  SampleBlock older = Block(0);
  EXPECT_EQ(Check(older, 1), BlockVerdict::kDuplicate);
  EXPECT_EQ(monitor_.duplicated(), 2u);
  Feed(2);
}

TEST_F(ChannelMonitorTest, HalfOfTheNumbersAreAheadAndHalfAreBehind) {
  VIGIL_VERIFIES("REQ-ACQ-003");
  Feed(0);
  SampleBlock behind = Block(0, 0x80000001);
  EXPECT_EQ(Check(behind, 1), BlockVerdict::kDuplicate);
  SampleBlock ahead = Block(1, 0x80000000);
  EXPECT_EQ(Check(ahead, 1), BlockVerdict::kGood);
  EXPECT_EQ(monitor_.lost(), 0x7FFFFFFFu);
}

TEST_F(ChannelMonitorTest, AProducerThatCountsAnewIsHeardAfterAGap) {
  for (int frame = 0; frame < 5; ++frame) Feed(frame);
  SampleBlock anew = Block(5, 0);
  ASSERT_EQ(Check(anew, 5), BlockVerdict::kGood);
  EXPECT_EQ(anew.quality, kQualityGap);
  EXPECT_EQ(anew.sequence, 5u);
  SampleBlock next = Block(6, 1);
  ASSERT_EQ(Check(next, 6), BlockVerdict::kGood);
  EXPECT_EQ(next.quality, kQualityGood);
  EXPECT_EQ(monitor_.duplicated(), 0u);
}

TEST_F(ChannelMonitorTest, ADamagedBlockLosesItsContentAndKeepsItsPlace) {
  VIGIL_VERIFIES("REQ-ACQ-001");
  Feed(0);
  SampleBlock block = Block(1);
  block.samples[3] ^= 1;
  EXPECT_EQ(Check(block, 1), BlockVerdict::kDamaged);
  EXPECT_EQ(block.channel, ChannelId::kEcgAdc);
  EXPECT_EQ(block.unit, Unit::kAdcCount);
  EXPECT_EQ(block.quality, kQualityDamaged);
  EXPECT_EQ(block.count, 0);
  EXPECT_EQ(block.samples[3], 0);
  EXPECT_EQ(block.sequence, 1u);
  EXPECT_EQ(block.period_us, kPeriodUs);
  EXPECT_EQ(block.first_sample, Begin(1));
  EXPECT_TRUE(IsIntact(block));
  EXPECT_EQ(monitor_.damaged(), 1u);
}

TEST_F(ChannelMonitorTest, AfterADamagedBlockTheRowGoesOnWithAGap) {
  Feed(0);
  ExpectDamaged(SampleBlock(), 1);
  SampleBlock block = Block(2);
  EXPECT_EQ(Check(block, 2), BlockVerdict::kGood);
  EXPECT_EQ(block.quality, kQualityGap);
  EXPECT_EQ(block.sequence, 2u);
  EXPECT_EQ(monitor_.lost(), 0u);
  block = Block(3);
  EXPECT_EQ(Check(block, 3), BlockVerdict::kGood);
  EXPECT_EQ(block.quality, kQualityGood);
  EXPECT_EQ(block.sequence, 3u);
}

// Or the one who passes it on would be blamed for its age.
TEST_F(ChannelMonitorTest, ADamagedBlockIsNeverOlderThanWhatIsAccepted) {
  SampleBlock good = Block(0);
  ASSERT_EQ(Check(good, 0), BlockVerdict::kGood);
  for (int frame = 1; frame < 50; ++frame) {
    SampleBlock block;
    ASSERT_EQ(Check(block, frame), BlockVerdict::kDamaged);
    EXPECT_GE(block.first_sample, Begin(frame + 1) - kMaxBlockAge) << frame;
    EXPECT_LE(block.first_sample, Begin(frame + 1)) << frame;
  }
  SampleBlock back = Block(50);
  EXPECT_EQ(Check(back, 50), BlockVerdict::kGood);
}

TEST_F(ChannelMonitorTest, WhatItsSamplesEarnIsWrittenIntoTheBlock) {
  monitor_.Start(ChannelId::kEcgAdc, kPeriodUs,
                 {.least = -10, .greatest = 10'000, .max_unmoved_us = 90'000});
  SampleBlock good = Block(0);
  ASSERT_EQ(Check(good, 0), BlockVerdict::kGood);
  EXPECT_EQ(good.quality, kQualityGood);
  SampleBlock beyond = Block(1);
  beyond.samples[7] = 10'001;
  Seal(beyond);
  ASSERT_EQ(Check(beyond, 1), BlockVerdict::kGood);
  EXPECT_EQ(beyond.quality, kQualityOutOfRange);
  EXPECT_TRUE(IsIntact(beyond));
}

TEST_F(ChannelMonitorTest, AValueThatIsTheSameAfterAGapHasNotMoved) {
  monitor_.Start(ChannelId::kEcgAdc, kPeriodUs, {.max_unmoved_us = 110'000});
  const auto still = [](std::int64_t frame) {
    SampleBlock block = Block(frame);
    for (std::int32_t& sample : block.samples) sample = 5;
    Seal(block);
    return block;
  };
  SampleBlock first = still(0);
  ASSERT_EQ(Check(first, 0), BlockVerdict::kGood);
  SampleBlock after_gap = still(2);
  ASSERT_EQ(Check(after_gap, 2), BlockVerdict::kGood);
  EXPECT_EQ(after_gap.quality, kQualityGap | kQualityStuck);
}

TEST_F(ChannelMonitorTest, ADamagedBlockExcusesNoLaterLoss) {
  Feed(0);
  ExpectDamaged(SampleBlock(), 1);
  SampleBlock back = Block(2);
  ASSERT_EQ(Check(back, 2), BlockVerdict::kGood);
  EXPECT_EQ(monitor_.lost(), 0u);
  SampleBlock after_loss = Block(4);
  ASSERT_EQ(Check(after_loss, 4), BlockVerdict::kGood);
  EXPECT_EQ(monitor_.lost(), 1u);
}

TEST_F(ChannelMonitorTest, DamagedAndLostBlocksAreToldApart) {
  Feed(0);
  ExpectDamaged(SampleBlock(), 1);
  SampleBlock block = Block(5);  // 2, 3 and 4 never came
  EXPECT_EQ(Check(block, 5), BlockVerdict::kGood);
  EXPECT_EQ(monitor_.lost(), 3u);
  EXPECT_EQ(block.sequence, 5u);
  ASSERT_EQ(monitor_.damaged(), 1u);
}

TEST_F(ChannelMonitorTest, AProducerThatDoesNotCountItsDamagedBlocksLosesNone) {
  Feed(0);
  SampleBlock block;
  EXPECT_EQ(monitor_.Damaged(block, Begin(2)), BlockVerdict::kDamaged);
  EXPECT_EQ(block.sequence, 1u);
  block = Block(2, 1);
  EXPECT_EQ(Check(block, 2), BlockVerdict::kGood);
  EXPECT_EQ(block.quality, kQualityGap);
  EXPECT_EQ(block.sequence, 2u);
  EXPECT_EQ(monitor_.lost(), 0u);
}

TEST_F(ChannelMonitorTest, DamageBeforeTheFirstBlockHasTheTimeOfNow) {
  SampleBlock block;
  EXPECT_EQ(Check(block, 0), BlockVerdict::kDamaged);
  EXPECT_EQ(block.first_sample, Begin(1));
  EXPECT_EQ(block.sequence, 0u);
  block = Block(1);
  EXPECT_EQ(Check(block, 1), BlockVerdict::kGood);
  EXPECT_EQ(block.quality, kQualityGap);
  EXPECT_EQ(block.sequence, 1u);
}

TEST_F(ChannelMonitorTest, AnotherChannelUnitOrPeriodIsDamage) {
  VIGIL_VERIFIES("REQ-ACQ-005");
  SampleBlock block = Block(0);
  block.channel = ChannelId::kEcg;
  Seal(block);
  ExpectDamaged(block, 0);
  block = Block(1);
  block.unit = Unit::kMicrovolt;
  Seal(block);
  ExpectDamaged(block, 1);
  block = Block(2);
  block.period_us = kPeriodUs + 1;
  Seal(block);
  ExpectDamaged(block, 2);
  EXPECT_EQ(monitor_.duplicated(), 0u);
}

TEST_F(ChannelMonitorTest, NoSampleComesFromTheFuture) {
  VIGIL_VERIFIES("REQ-ACQ-004");
  // given: a block whose last sample was taken just now, or later
  SampleBlock block = Block(0);
  SampleBlock newer = Block(0);
  const Timestamp last = SampleTime(block, 24);
  // then
  EXPECT_EQ(monitor_.Check(newer, last - Microseconds(1)),
            BlockVerdict::kDamaged);
  EXPECT_EQ(monitor_.Check(block, last), BlockVerdict::kGood);
}

TEST_F(ChannelMonitorTest, WhatIsTooOldIsDamage) {
  VIGIL_VERIFIES("REQ-ACQ-004");
  SampleBlock block = Block(0);
  SampleBlock older = block;
  const Timestamp end = SampleTime(block, 25);
  EXPECT_EQ(monitor_.Check(older, end + kMaxBlockAge + Microseconds(1)),
            BlockVerdict::kDamaged);
  EXPECT_EQ(monitor_.Check(block, end + kMaxBlockAge), BlockVerdict::kGood);
}

TEST_F(ChannelMonitorTest, ARestartedProducerMayCountAnewAndLeavesAGap) {
  for (std::int64_t frame = 0; frame < 5; ++frame) Feed(frame);
  monitor_.Restart();
  SampleBlock block = Block(5, 0);
  EXPECT_EQ(Check(block, 5), BlockVerdict::kGood);
  EXPECT_EQ(block.quality, kQualityGap);
  EXPECT_EQ(block.sequence, 5u);
  block = Block(6, 1);
  EXPECT_EQ(Check(block, 6), BlockVerdict::kGood);
  EXPECT_EQ(block.quality, kQualityGood);
  EXPECT_EQ(monitor_.lost(), 0u);
}

TEST_F(ChannelMonitorTest, ARestartedProducerCannotGoBackInTime) {
  for (std::int64_t frame = 0; frame < 5; ++frame) Feed(frame);
  monitor_.Restart();
  ExpectDamaged(Block(4, 0), 5);
}

TEST_F(ChannelMonitorTest, StartForgetsEverything) {
  Feed(0);
  ExpectDamaged(SampleBlock(), 1);
  SampleBlock again = Block(0);
  EXPECT_EQ(Check(again, 1), BlockVerdict::kDuplicate);
  monitor_.Start(ChannelId::kEcgAdc, kPeriodUs, SignalLimits());
  EXPECT_EQ(monitor_.lost() + monitor_.damaged() + monitor_.duplicated(), 0u);
  SampleBlock block = Block(0, 7);
  EXPECT_EQ(Check(block, 0), BlockVerdict::kGood);
  EXPECT_EQ(block.quality, kQualityGood);
  EXPECT_EQ(block.sequence, 0u);
}

TEST_F(ChannelMonitorTest, EverySingleBitFlipOfABlockIsCaught) {
  VIGIL_VERIFIES("REQ-ACQ-001");
  const SampleBlock good = Block(0);
  for (std::uint32_t bit = 0; bit < 8 * sizeof good; ++bit) {
    monitor_.Start(ChannelId::kEcgAdc, kPeriodUs, SignalLimits());
    SampleBlock block = good;
    reinterpret_cast<std::uint8_t*>(&block)[bit / 8] ^=
        static_cast<std::uint8_t>(1u << (bit % 8));
    const bool meaningless =  // samples beyond the count, and padding
        IsIntact(block);
    const BlockVerdict verdict = Check(block, 0);
    if (meaningless) {
      EXPECT_EQ(verdict, BlockVerdict::kGood) << "bit " << bit;
      for (std::uint32_t i = 0; i < 25; ++i) {
        EXPECT_EQ(block.samples[i], good.samples[i]);
      }
    } else {
      EXPECT_EQ(verdict, BlockVerdict::kDamaged) << "bit " << bit;
    }
  }
}

TEST_F(ChannelMonitorTest, ANumberHalfTheRangeAheadOfNewSamplesIsANewCount) {
  Feed(0);
  SampleBlock block = Block(1, 0x80000001);
  ASSERT_EQ(Check(block, 1), BlockVerdict::kGood);
  EXPECT_EQ(monitor_.lost(), 0u);
  EXPECT_EQ(block.quality, kQualityGap);
}

TEST_F(ChannelMonitorTest, AfterAGapTheSamplesMayComeLaterWithoutAWrongRate) {
  for (int frame = 0; frame < 3; ++frame) Feed(frame);
  SampleBlock block = Block(4);
  ASSERT_EQ(Check(block, 6), BlockVerdict::kGood);  // two frames later than the rest
  EXPECT_EQ(block.quality, kQualityGap);
}

}  // namespace
}  // namespace vigil
