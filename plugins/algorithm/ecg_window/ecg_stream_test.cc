#include "plugins/algorithm/ecg_window/ecg_stream.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "plugins/algorithm/ecg_window/ecg_blocks.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/time.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr Timestamp At(std::int64_t ms) { return Timestamp() + Milliseconds(ms); }

SampleBlock Block(std::int64_t begin_ms, std::uint16_t quality = kQualityGood) {
  SampleBlock block;
  block.channel = ChannelId::kEcg;
  block.unit = Unit::kMicrovolt;
  block.quality = quality;
  block.count = 25;
  block.period_us = 4000;
  block.first_sample = At(begin_ms);
  for (std::int32_t n = 0; n < 25; ++n) block.samples[n] = 100 + n;
  return block;
}

class EcgStreamTest : public testing::Test {
 protected:
  void SetUp() override { stream_.Clear(); }

  // Blocks without a break between them.
  void Run(std::int64_t from_ms, std::int64_t to_ms) {
    for (std::int64_t begin = from_ms; begin < to_ms; begin += 100) stream_.Take(Block(begin));
  }
  // The leads are off for so many blocks.
  void LeadOff(std::int64_t from_ms, std::int64_t blocks, std::uint16_t quality = kQualityLeadOff) {
    for (std::int64_t n = 0; n < blocks; ++n) {
      EXPECT_EQ(stream_.Take(Block(from_ms + 100 * n, quality)), Continuity::kUnusable);
    }
  }

  EcgStream stream_;
};

TEST_F(EcgStreamTest, OnlyAnEcgLeadIsOne) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-004");
  SampleBlock block = Block(0);
  EXPECT_TRUE(IsEcg(block));
  block.channel = ChannelId::kEcgAdc;
  EXPECT_FALSE(IsEcg(block));
  block = Block(0);
  block.unit = Unit::kAdcCount;
  EXPECT_FALSE(IsEcg(block));
  block = Block(0);
  block.period_us = 2000;
  EXPECT_FALSE(IsEcg(block));
}

TEST_F(EcgStreamTest, TheFirstBlockIsOfANewHeartAndTheOthersGoOn) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-004");
  EXPECT_FALSE(stream_.has_signal());
  EXPECT_EQ(stream_.reason(), Reason::kStarting);
  EXPECT_EQ(stream_.Take(Block(1000)), Continuity::kNew);
  EXPECT_TRUE(stream_.has_signal());
  EXPECT_EQ(stream_.due(), At(1100));
  EXPECT_EQ(stream_.missing(), 0u);
  EXPECT_EQ(stream_.Take(Block(1100)), Continuity::kNext);
  EXPECT_EQ(stream_.missing(), 0u);
}

TEST_F(EcgStreamTest, JitterOfUpToHalfASampleIsNoBreak) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-004");
  Run(0, 1000);
  for (const std::int64_t jitter_us : {-2000, -1, 0, 1, 2000}) {
    SampleBlock block = Block(1000);
    stream_.Clear();
    Run(0, 1000);
    block.first_sample = block.first_sample + Microseconds(jitter_us);
    EXPECT_EQ(stream_.Take(block), Continuity::kNext) << jitter_us;
    EXPECT_EQ(stream_.missing(), 0u) << jitter_us;
    EXPECT_EQ(stream_.Take(Block(1100)), Continuity::kNext) << jitter_us;
  }
  SampleBlock early = Block(1200);
  early.first_sample = early.first_sample - Microseconds(2001);
  EXPECT_EQ(stream_.Take(early), Continuity::kNew);
}

TEST_F(EcgStreamTest, WhatIsMissingIsCountedInWholeSamplesAlsoWithJitter) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-004");
  for (const std::int64_t jitter_us : {-1999, -1, 1, 1999}) {
    stream_.Clear();
    Run(0, 1000);
    SampleBlock block = Block(1100, kQualityGap);
    block.first_sample = block.first_sample + Microseconds(jitter_us);
    EXPECT_EQ(stream_.Take(block), Continuity::kNext) << jitter_us;
    EXPECT_EQ(stream_.missing(), 25u) << jitter_us;
  }
}

TEST_F(EcgStreamTest, HalfASecondIsBridgedWithTheLastSample) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-004");
  Run(0, 1000);
  EXPECT_EQ(stream_.Take(Block(1100, kQualityGap)), Continuity::kNext);
  EXPECT_EQ(stream_.missing(), 25u);
  EXPECT_EQ(stream_.held(), 124);
  EXPECT_EQ(stream_.Take(Block(1200)), Continuity::kNext);
  EXPECT_EQ(stream_.missing(), 0u);
  stream_.Clear();
  Run(0, 1000);
  EXPECT_EQ(stream_.Take(Block(1500)), Continuity::kNext);
  EXPECT_EQ(stream_.missing(), 125u);
}

TEST_F(EcgStreamTest, NoMoreThanHalfASecondIsBridgedBeforeSixSecondsWithoutAHole) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-004");
  Run(0, 10'000);
  for (std::int64_t n = 0; n < 5; ++n) {
    EXPECT_EQ(stream_.Take(Block(10'100 + 200 * n)), Continuity::kNext);
  }
  Run(11'000, 16'800);
  EXPECT_EQ(stream_.Take(Block(16'896)), Continuity::kSameHeart);
  Run(16'996, 26'900);
  for (std::int64_t n = 0; n < 5; ++n) {
    EXPECT_EQ(stream_.Take(Block(27'096 + 200 * n)), Continuity::kNext);
  }
  Run(27'996, 33'900);
  EXPECT_EQ(stream_.Take(Block(34'096)), Continuity::kNext);
  EXPECT_EQ(stream_.missing(), 25u);
}

TEST_F(EcgStreamTest, UpToFiveSecondsLaterItIsTheSameHeart) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-004");
  Run(0, 10'000);
  EXPECT_EQ(stream_.Take(Block(10'504)), Continuity::kSameHeart);
  EXPECT_EQ(stream_.missing(), 0u);
  stream_.Clear();
  Run(0, 10'000);
  EXPECT_EQ(stream_.Take(Block(15'000)), Continuity::kSameHeart);
  stream_.Clear();
  Run(0, 10'000);
  EXPECT_EQ(stream_.Take(Block(15'004)), Continuity::kNew);
}

TEST_F(EcgStreamTest, LeadsThatWereOffForMoreThanASecondMayBeOnSomebodyElse) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-004");
  for (const std::uint16_t quality : {kQualityLeadOff, kQualityNotWorn}) {
    stream_.Clear();
    Run(0, 10'000);
    LeadOff(10'000, 10, quality);
    EXPECT_EQ(stream_.Take(Block(11'000)), Continuity::kSameHeart);
    Run(11'100, 20'000);
    LeadOff(20'000, 11, quality);
    EXPECT_EQ(stream_.Take(Block(21'100)), Continuity::kNew);
    // What was counted is of that break alone.
    Run(21'200, 30'000);
    LeadOff(30'000, 6, quality);
    EXPECT_EQ(stream_.Take(Block(30'600)), Continuity::kSameHeart);
  }
}

TEST_F(EcgStreamTest, AShockOfSeveralSecondsThatSaturatesIsOfTheSameHeart) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-004");
  Run(0, 10'000);
  LeadOff(10'000, 30, kQualitySaturated);
  EXPECT_FALSE(stream_.has_signal());
  EXPECT_EQ(stream_.reason(), Reason::kNoise);
  EXPECT_EQ(stream_.Take(Block(13'000)), Continuity::kSameHeart);
}

TEST_F(EcgStreamTest, LessThanSixSecondsBetweenTwoBreaksBelongToTheBreak) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-004");
  Run(0, 10'000);
  EXPECT_EQ(stream_.Take(Block(12'000)), Continuity::kSameHeart);
  EXPECT_EQ(stream_.Take(Block(15'000)), Continuity::kSameHeart);  // 5 s after the first loss
  EXPECT_EQ(stream_.Take(Block(15'700)), Continuity::kNew);
  EXPECT_EQ(stream_.Take(Block(20'700)), Continuity::kSameHeart);
  Run(20'800, 26'700);
  EXPECT_EQ(stream_.Take(Block(31'700)), Continuity::kSameHeart);
  Run(31'800, 37'600);
  EXPECT_EQ(stream_.Take(Block(38'200)), Continuity::kNew);
}

TEST_F(EcgStreamTest, AMarkedGapWithoutATimeIsABreak) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-004");
  Run(0, 10'000);
  EXPECT_EQ(stream_.Take(Block(10'000, kQualityGap)), Continuity::kSameHeart);
  EXPECT_EQ(stream_.missing(), 0u);
}

TEST_F(EcgStreamTest, ATimeThatWasAlreadyBeginsAnew) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-004");
  Run(0, 10'000);
  EXPECT_EQ(stream_.Take(Block(9'996)), Continuity::kNew);
}

TEST_F(EcgStreamTest, SamplesThatAreHalfASecondLateAreMissing) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-004");
  stream_.CheckSilence(At(1000));
  EXPECT_EQ(stream_.reason(), Reason::kStarting);
  Run(0, 1000);
  stream_.CheckSilence(At(1500));
  EXPECT_TRUE(stream_.has_signal());
  stream_.CheckSilence(At(1501));
  EXPECT_FALSE(stream_.has_signal());
  EXPECT_EQ(stream_.reason(), Reason::kDataGap);
}

TEST_F(EcgStreamTest, ACountBeyondTheRoomReadsNoFurther) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-004");
  SampleBlock block = Block(0);
  block.count = 60'000;
  block.samples[kMaxSamplesPerBlock - 1] = 77;
  EXPECT_EQ(stream_.Take(block), Continuity::kNew);
  EXPECT_EQ(stream_.Take(Block(240'100)), Continuity::kNext);
  EXPECT_EQ(stream_.held(), 77);
}

}  // namespace
}  // namespace vigil::plugins
