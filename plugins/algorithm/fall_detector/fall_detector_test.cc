#include "plugins/algorithm/fall_detector/fall_detector.h"

#include <cstdint>
#include <optional>

#include "gtest/gtest.h"
#include "plugins/algorithm/fall_detector/fall_detector.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr Acceleration kUpright = {.x = 0, .y = -1000, .z = 0};
constexpr Acceleration kOnTheBack = {.x = 0, .y = 0, .z = 1000};
constexpr Acceleration kImpact = {.x = 0, .y = -3000, .z = 0};
constexpr std::uint16_t kMoments = 5;
// Frames of motion until it says that it watches: from the 36th on it does, 10 s long.
constexpr int kWatched = 135;

class FallDetectorTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(bench_.Start(), Status::kOk); }

  // The block of the frame that ends with the next activation.
  SampleBlock Block(const Acceleration& moment, std::uint16_t quality = kQualityGood) const {
    SampleBlock block;
    block.channel = ChannelId::kAcceleration;
    block.unit = Unit::kMilliG;
    block.quality = quality;
    block.period_us = 20'000;
    block.count = kMoments * 3;
    block.first_sample = bench_.now();
    for (std::uint32_t at = 0; at < block.count; at += 3) {
      block.samples[at] = moment.x;
      block.samples[at + 1] = moment.y;
      block.samples[at + 2] = moment.z;
    }
    return block;
  }

  // One frame; the fall that was told in it.
  std::optional<Observation> Frame(const SampleBlock& block) {
    EXPECT_EQ(bench_.Give(block), Status::kOk);
    return Activate();
  }
  std::optional<Observation> Frame(const Acceleration& moment) { return Frame(Block(moment)); }

  std::optional<Observation> Activate() {
    EXPECT_EQ(bench_.Activate(), Status::kOk);
    std::optional<Observation> fall;
    for (const Observation& said : bench_.said().observations) {
      if (said.validity == Validity::kValid) fall = said;
      last_ = said;
    }
    return fall;
  }

  // Falls in so many frames.
  int Frames(const Acceleration& moment, int frames) {
    int falls = 0;
    for (int n = 0; n < frames; ++n) {
      if (Frame(moment)) ++falls;
    }
    return falls;
  }

  PluginBench<FallDetector> bench_{kFallDetectorManifest};
  Observation last_;
};

TEST_F(FallDetectorTest, TellsAFallAtItsImpact) {
  VIGIL_VERIFIES("REQ-FALL-001");
  EXPECT_EQ(Frames(kUpright, 40), 0);
  const Timestamp impact = bench_.now();
  EXPECT_FALSE(Frame(kImpact));
  std::optional<Observation> fall;
  for (int n = 0; n < 30 && !fall; ++n) fall = Frame(kOnTheBack);
  ASSERT_TRUE(fall);
  EXPECT_EQ(fall->code, ObservationCode::kFallDetected);
  EXPECT_EQ(fall->unit, Unit::kMilliG);
  EXPECT_EQ(fall->value, 3000);
  EXPECT_EQ(fall->time, impact + Milliseconds(80));  // the end of the impact's slice
  EXPECT_EQ(fall->valid_until, fall->time + Seconds(30));
}

TEST_F(FallDetectorTest, TellsAFallWithinTwoSecondsAndAFrame) {
  VIGIL_VERIFIES("REQ-FALL-002");
  EXPECT_EQ(Frames(kUpright, 40), 0);
  const Timestamp impact = bench_.now();
  EXPECT_FALSE(Frame(kImpact));
  while (!Frame(kOnTheBack)) ASSERT_LT(bench_.now() - impact, Seconds(3));
  EXPECT_LE(bench_.now() - impact, Milliseconds(2100));
}

TEST_F(FallDetectorTest, SaysAtLeastOnceASecondThatItWatches) {
  VIGIL_VERIFIES("REQ-FALL-006");
  Timestamp heard = bench_.now();
  for (int n = 0; n < 200; ++n) {
    EXPECT_FALSE(Frame(kUpright));
    if (!bench_.said().observations.empty()) heard = bench_.now();
    EXPECT_LE(bench_.now() - heard, Seconds(1));
  }
  EXPECT_EQ(last_.reason, Reason::kNoEvent);
}

TEST_F(FallDetectorTest, SaysThatItStarts) {
  VIGIL_VERIFIES("REQ-FALL-004");
  EXPECT_FALSE(Frame(kUpright));
  EXPECT_EQ(last_.reason, Reason::kStarting);
  EXPECT_EQ(Frames(kUpright, kWatched - 2), 0);
  EXPECT_EQ(last_.reason, Reason::kStarting);
  EXPECT_FALSE(Frame(kUpright));
  EXPECT_EQ(last_.reason, Reason::kNoEvent);
}

TEST_F(FallDetectorTest, TellsAFallBeforeItSaysThatItWatches) {
  VIGIL_VERIFIES("REQ-FALL-004");
  EXPECT_EQ(Frames(kUpright, 20) + Frames(kImpact, 1) + Frames(kOnTheBack, 40), 1);
  EXPECT_EQ(last_.reason, Reason::kStarting);
}

// It would miss most falls: a gap goes before one block of so many.
TEST_F(FallDetectorTest, WhoIsBrokenOffAgainAndAgainDoesNotWatch) {
  VIGIL_VERIFIES("REQ-FALL-004");
  for (const int unbroken : {40, 60, kWatched - 1, kWatched}) {
    SCOPED_TRACE(unbroken);
    SetUp();
    bool is_watching = false;
    for (int n = 0; n < 5 * unbroken; ++n) {
      EXPECT_FALSE(Frame(Block(kUpright, n % unbroken == 0 ? kQualityGap : kQualityGood)));
      is_watching = is_watching || last_.reason == Reason::kNoEvent;
    }
    EXPECT_EQ(is_watching, unbroken == kWatched);
  }
}

TEST_F(FallDetectorTest, SaysAtOnceWhyItCannotTell) {
  VIGIL_VERIFIES("REQ-FALL-007");
  EXPECT_EQ(Frames(kUpright, kWatched), 0);
  EXPECT_EQ(last_.reason, Reason::kNoEvent);
  EXPECT_FALSE(Frame(Block(kUpright, kQualityNotWorn)));
  EXPECT_EQ(last_.validity, Validity::kUndeterminable);
  EXPECT_EQ(last_.reason, Reason::kNotWorn);
  EXPECT_FALSE(Frame(Block(kUpright, kQualityStuck)));
  EXPECT_EQ(last_.reason, Reason::kStuck);
}

TEST_F(FallDetectorTest, WhatWasBeforeUnusableSamplesIsForgotten) {
  VIGIL_VERIFIES("REQ-FALL-007");
  EXPECT_EQ(Frames(kUpright, 40), 0);
  EXPECT_FALSE(Frame(Block(kUpright, kQualityDamaged)));
  EXPECT_EQ(Frames(kOnTheBack, 10) + Frames(kImpact, 1) + Frames(kOnTheBack, 40), 0);
}

TEST_F(FallDetectorTest, AnImpactBeyondTheRangeOfTheSensorIsOne) {
  VIGIL_VERIFIES("REQ-FALL-008");
  EXPECT_EQ(Frames(kUpright, 40), 0);
  EXPECT_FALSE(Frame(Block(kImpact, kQualitySaturated)));
  EXPECT_EQ(Frames(kOnTheBack, 40), 1);
}

TEST_F(FallDetectorTest, AGapThatIsMarkedStartsAnew) {
  VIGIL_VERIFIES("REQ-FALL-007");
  EXPECT_EQ(Frames(kUpright, 40), 0);
  EXPECT_FALSE(Frame(kImpact));
  EXPECT_FALSE(Frame(Block(kOnTheBack, kQualityGap)));
  EXPECT_EQ(last_.reason, Reason::kDataGap);
  EXPECT_EQ(Frames(kOnTheBack, kWatched), 0);
  EXPECT_EQ(last_.reason, Reason::kNoEvent);
}

TEST_F(FallDetectorTest, AGapIsSeenByTheTimeOfTheSamples) {
  VIGIL_VERIFIES("REQ-FALL-007");
  EXPECT_EQ(Frames(kUpright, 40), 0);
  SampleBlock late = Block(kUpright);
  late.first_sample = late.first_sample + Milliseconds(20);
  late.count = 12;
  EXPECT_FALSE(Frame(late));
  EXPECT_EQ(last_.reason, Reason::kDataGap);
}

TEST_F(FallDetectorTest, SilenceOfTheSensorIsAGap) {
  VIGIL_VERIFIES("REQ-FALL-007");
  EXPECT_EQ(Frames(kUpright, kWatched), 0);
  for (int n = 0; n < 5; ++n) EXPECT_FALSE(Activate());
  EXPECT_EQ(last_.reason, Reason::kNoEvent);
  EXPECT_FALSE(Activate());
  EXPECT_EQ(last_.reason, Reason::kDataGap);
}

TEST_F(FallDetectorTest, AnEmptyBlockChangesNothing) {
  VIGIL_VERIFIES("REQ-FALL-005");
  EXPECT_EQ(Frames(kUpright, kWatched), 0);
  SampleBlock empty = Block(kUpright);
  empty.count = 0;
  ASSERT_EQ(bench_.Give(empty), Status::kOk);
  EXPECT_FALSE(Frame(kUpright));
  EXPECT_EQ(last_.reason, Reason::kNoEvent);
}

TEST_F(FallDetectorTest, RefusesWhatItDidNotAskFor) {
  VIGIL_VERIFIES("REQ-FALL-005");
  const SampleBlock good = Block(kUpright);
  SampleBlock other = good;
  other.unit = Unit::kMicrovolt;
  SampleBlock slow = good;
  slow.period_us = 40'000;
  SampleBlock part = good;
  part.count = 14;
  SampleBlock many = good;
  many.count = kMaxSamplesPerBlock + 1;
  SampleBlock channel = good;
  channel.channel = ChannelId::kEcg;
  for (const SampleBlock& block : {other, slow, part, many, channel}) {
    FallDetector detector;
    ASSERT_EQ(detector.Init({}), Status::kOk);
    Inbox in;
    ASSERT_EQ(in.blocks.Add(block), Status::kOk);
    Outbox out;
    EXPECT_EQ(detector.Process(in, out), Status::kInvalidArgument);
  }
}

}  // namespace
}  // namespace vigil::plugins
