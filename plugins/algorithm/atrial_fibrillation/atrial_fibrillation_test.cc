#include "plugins/algorithm/atrial_fibrillation/atrial_fibrillation.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/atrial_fibrillation/atrial_fibrillation.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr Duration kFrame = Milliseconds(100);

class AtrialFibrillationTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(bench_.Start(), Status::kOk); }

  static Observation Beat(Timestamp time) {
    Observation beat;
    beat.code = ObservationCode::kQrsDetected;
    beat.unit = Unit::kMicrovolt;
    beat.value = 900;
    beat.validity = Validity::kValid;
    beat.time = time;
    beat.valid_until = time + Seconds(1);
    return beat;
  }

  static Observation Unknown(Timestamp time, Reason reason) {
    Observation unknown = Beat(time);
    unknown.validity = Validity::kUndeterminable;
    unknown.reason = reason;
    unknown.value = 0;
    return unknown;
  }

  SampleBlock Block(std::uint16_t quality) const {
    SampleBlock block;
    block.channel = ChannelId::kEcg;
    block.unit = Unit::kMicrovolt;
    block.quality = quality;
    block.count = 25;
    block.period_us = 4000;
    block.first_sample = bench_.now();
    return block;
  }

  Observation Quality(std::int32_t value, Reason reason) const {
    Observation quality = Unknown(bench_.now(), reason);
    quality.code = ObservationCode::kEcgQuality;
    quality.unit = Unit::kOne;
    quality.value = value;
    if (reason == Reason::kNone) quality.validity = Validity::kValid;
    quality.valid_until = bench_.now() + kQualityHolds;
    return quality;
  }

  // One activation, with what was given; once a second the ECG is said to be readable.
  void Activate() {
    if (says_quality_ && bench_.now().us % 1'000'000 == 0) {
      ASSERT_EQ(bench_.Give(Quality(1, Reason::kNone)), Status::kOk);
    }
    ASSERT_EQ(bench_.Activate(), Status::kOk);
    ASSERT_LE(bench_.said().observations.size(), 1u);
    if (bench_.said().observations.empty()) return;
    last_ = bench_.said().observations[0];
    heard_ = bench_.now();
    all_.push_back(last_);
  }
  void Frame(std::uint16_t quality = kQualityGood) {
    ASSERT_EQ(bench_.Give(Block(quality)), Status::kOk);
    Activate();
  }

  // The next beat, so long after the one before, told in its own frame.
  void After(std::int64_t ms) {
    beat_ = beat_ + Milliseconds(ms);
    while (bench_.now() + kFrame < beat_) Frame();
    ASSERT_EQ(bench_.Give(Beat(beat_)), Status::kOk);
    Frame();
  }
  void Silent(std::int64_t ms) {
    const Timestamp end = bench_.now() + Milliseconds(ms);
    while (bench_.now() < end) Frame();
    beat_ = bench_.now();
  }
  void Regular(int beats) {
    for (int n = 0; n < beats; ++n) After(800);
  }
  // Fibrillation: intervals without order, from a linear congruential generator.
  void Irregular(int beats) {
    for (int n = 0; n < beats; ++n) {
      random_ = random_ * 1'103'515'245u + 12'345u;
      After(450 + (random_ >> 16) % 400);
    }
  }

  void ExpectTold(std::int32_t fibrillation) const {
    EXPECT_EQ(last_.validity, Validity::kValid);
    EXPECT_EQ(last_.reason, Reason::kNone);
    EXPECT_EQ(last_.value, fibrillation);
  }
  void ExpectUndeterminable(Reason reason) const {
    EXPECT_EQ(last_.validity, Validity::kUndeterminable);
    EXPECT_EQ(last_.reason, reason);
    EXPECT_EQ(last_.value, 0);
    EXPECT_EQ(last_.time, heard_);
  }

  PluginBench<AtrialFibrillation> bench_{kAtrialFibrillationManifest};
  static constexpr Duration kQualityHolds = Seconds(3);
  bool says_quality_ = true;
  Timestamp beat_;
  Timestamp heard_;
  std::uint32_t random_ = 1;
  Observation last_;
  std::vector<Observation> all_;
};

TEST_F(AtrialFibrillationTest, ARegularRhythmIsNone) {
  VIGIL_VERIFIES("REQ-AF-001");
  Regular(60);
  ExpectTold(0);
  EXPECT_EQ(last_.code, ObservationCode::kAtrialFibrillation);
  EXPECT_EQ(last_.unit, Unit::kOne);
  EXPECT_EQ(last_.valid_until, heard_ + Seconds(2));
}

TEST_F(AtrialFibrillationTest, IntervalsWithoutOrderAreFibrillation) {
  VIGIL_VERIFIES("REQ-AF-001");
  Irregular(60);
  ExpectTold(1);
}

TEST_F(AtrialFibrillationTest, EctopicBeatsInARowOfTheirOwnAreNone) {
  VIGIL_VERIFIES("REQ-AF-001");
  Regular(50);
  for (int n = 0; n < 30; ++n) {  // trigeminy
    Regular(1);
    After(500);
    After(1100);
    ExpectTold(0);
  }
}

TEST_F(AtrialFibrillationTest, TheFirstAnswerSpeaksForAllBeats) {
  VIGIL_VERIFIES("REQ-AF-003");
  Regular(1);
  const Timestamp first = beat_;
  Regular(47);
  ExpectUndeterminable(Reason::kStarting);
  Regular(1);
  Silent(1000);
  ExpectTold(0);
  EXPECT_EQ(last_.time, first);
}

TEST_F(AtrialFibrillationTest, OnsetAndEndAreNearToTheirTimes) {
  VIGIL_VERIFIES("REQ-AF-002");
  Regular(100);
  const Timestamp onset = beat_;
  Irregular(100);
  const Timestamp end = beat_;
  Regular(100);
  int changes = 0;
  std::int32_t rhythm = 0;
  for (const Observation& said : all_) {
    if (said.validity != Validity::kValid || said.value == rhythm) continue;
    rhythm = said.value;
    ++changes;
    const Duration off = said.time - (rhythm == 1 ? onset : end);
    EXPECT_LE(off, Seconds(15));
    EXPECT_GE(off, Seconds(-15));
  }
  EXPECT_EQ(changes, 2);
}

TEST_F(AtrialFibrillationTest, SaysSomethingOnceASecond) {
  VIGIL_VERIFIES("REQ-AF-006");
  for (int n = 0; n < 200; ++n) {
    Frame();
    EXPECT_LE(bench_.now() - heard_, Seconds(1));
  }
  EXPECT_EQ(all_.size(), 21u);  // kStarting at once, then kNoBeats between two seconds
  beat_ = bench_.now();
  Regular(80);
  for (std::size_t at = 1; at < all_.size(); ++at) {
    EXPECT_GE(all_[at].valid_until, all_[at - 1].valid_until);
  }
}

TEST_F(AtrialFibrillationTest, UnusableSamplesEndItAtOnce) {
  VIGIL_VERIFIES("REQ-AF-005");
  Regular(60);
  ExpectTold(0);
  Frame(kQualityLeadOff);
  ExpectUndeterminable(Reason::kLeadOff);
  Frame();
  ExpectUndeterminable(Reason::kStarting);
}

TEST_F(AtrialFibrillationTest, AfterAShortBreakThreeBeatsAreEnough) {
  VIGIL_VERIFIES("REQ-AF-003");
  Irregular(80);
  ExpectTold(1);
  Frame(kQualityLeadOff);
  Silent(500);
  const Timestamp broken = last_.time;
  Irregular(2);
  Silent(500);
  ExpectUndeterminable(Reason::kStarting);
  beat_ = beat_ - Milliseconds(500);
  Irregular(2);
  ExpectTold(1);
  EXPECT_LE(broken - last_.time, Seconds(1));
}

TEST_F(AtrialFibrillationTest, AGapEndsItAndItsBlockCounts) {
  VIGIL_VERIFIES("REQ-AF-005");
  Regular(60);
  Frame(kQualityGap);
  ExpectUndeterminable(Reason::kDataGap);
}

TEST_F(AtrialFibrillationTest, ADetectorThatCannotTellEndsIt) {
  VIGIL_VERIFIES("REQ-AF-005");
  Regular(60);
  ASSERT_EQ(bench_.Give(Unknown(bench_.now(), Reason::kNoise)), Status::kOk);
  Activate();
  ExpectUndeterminable(Reason::kNoise);
}

TEST_F(AtrialFibrillationTest, WhoCannotTellAndDoesNotSayWhyIsNoise) {
  VIGIL_VERIFIES("REQ-AF-005");
  Regular(60);
  ASSERT_EQ(bench_.Give(Unknown(bench_.now(), Reason::kNone)), Status::kOk);
  Activate();
  ExpectUndeterminable(Reason::kNoise);
  Regular(60);
  ExpectTold(0);
  says_quality_ = false;
  Observation quality = Quality(0, Reason::kNone);
  quality.validity = Validity::kUndeterminable;
  ASSERT_EQ(bench_.Give(quality), Status::kOk);
  Activate();
  ExpectUndeterminable(Reason::kNoise);
}

TEST_F(AtrialFibrillationTest, ADetectorThatHearsNoBeatForAWhileChangesNothing) {
  VIGIL_VERIFIES("REQ-AF-005");
  Regular(60);
  ASSERT_EQ(bench_.Give(Unknown(bench_.now(), Reason::kNoEvent)), Status::kOk);
  Activate();
  Silent(1000);
  ExpectTold(0);
}

TEST_F(AtrialFibrillationTest, WithoutBeatsThereIsNoRhythm) {
  VIGIL_VERIFIES("REQ-AF-005");
  Regular(60);
  Silent(4800);
  ExpectTold(0);
  Silent(300);
  ExpectUndeterminable(Reason::kNoBeats);
  Silent(20'000);
  ExpectUndeterminable(Reason::kNoBeats);
  Regular(1);
  ExpectUndeterminable(Reason::kStarting);
}

TEST_F(AtrialFibrillationTest, APauseIsNoInterval) {
  VIGIL_VERIFIES("REQ-AF-004");
  Regular(60);
  After(3000);
  Silent(1000);
  ExpectTold(0);
}

TEST_F(AtrialFibrillationTest, BeatsOfLongAgoSayNothing) {
  VIGIL_VERIFIES("REQ-AF-003");
  Irregular(60);
  ExpectTold(1);
  Silent(110'000);
  Regular(20);
  ExpectUndeterminable(Reason::kStarting);
  Regular(40);
  ExpectTold(0);
}

TEST_F(AtrialFibrillationTest, ABeatFromBeforeABreakDoesNotCount) {
  VIGIL_VERIFIES("REQ-AF-005");
  Regular(60);
  Frame(kQualityLeadOff);
  for (const std::int64_t ago : {1700, 900, 100}) {
    ASSERT_EQ(bench_.Give(Beat(bench_.now() - Milliseconds(ago))), Status::kOk);
  }
  Frame();
  ExpectUndeterminable(Reason::kStarting);
}

TEST_F(AtrialFibrillationTest, BeatsOfAnEcgThatCannotBeReadDoNotCount) {
  VIGIL_VERIFIES("REQ-AF-007");
  says_quality_ = false;
  const auto say = [this](std::int32_t value, Reason reason) {
    ASSERT_EQ(bench_.Give(Quality(value, reason)), Status::kOk);
  };
  for (int n = 0; n < 50; ++n) {
    say(0, Reason::kStarting);
    Irregular(2);
    ExpectUndeterminable(Reason::kStarting);
  }
  for (int n = 0; n < 50; ++n) {
    say(1, Reason::kNone);
    Irregular(2);
  }
  ExpectTold(1);
  for (int n = 0; n < 60; ++n) {
    say(0, Reason::kNone);
    Irregular(2);
    ExpectUndeterminable(Reason::kNoise);
  }
  for (int n = 0; n < 50; ++n) {
    say(1, Reason::kNone);
    Regular(2);
  }
  ExpectTold(0);
}

TEST_F(AtrialFibrillationTest, NoBeatCountsWhenNobodySaysThatTheEcgCanBeRead) {
  VIGIL_VERIFIES("REQ-AF-007");
  says_quality_ = false;
  Irregular(100);
  ExpectUndeterminable(Reason::kStarting);
}

TEST_F(AtrialFibrillationTest, AWordOnTheQualityCountsAsLongAsItIsValid) {
  VIGIL_VERIFIES("REQ-AF-007");
  Irregular(100);
  ExpectTold(1);
  says_quality_ = false;
  ASSERT_EQ(bench_.Give(Quality(1, Reason::kNone)), Status::kOk);
  const Timestamp end = bench_.now() + kQualityHolds;
  while (bench_.now() <= end) {
    ExpectTold(1);
    Frame();
  }
  Silent(100);
  ExpectUndeterminable(Reason::kStale);
  Irregular(100);
  ExpectUndeterminable(Reason::kStale);
}

TEST_F(AtrialFibrillationTest, ADamagedBeatEndsIt) {
  VIGIL_VERIFIES("REQ-AF-005");
  AtrialFibrillation plugin;
  ASSERT_EQ(plugin.Init({}), Status::kOk);
  Inbox in;
  in.now = Timestamp() + Seconds(1);
  Observation damaged = Beat(in.now);
  Seal(damaged);
  damaged.time = in.now + Seconds(1'000'000);
  ASSERT_EQ(in.observations.Add(damaged), Status::kOk);
  Outbox out;
  ASSERT_EQ(plugin.Process(in, out), Status::kOk);
  ASSERT_EQ(out.observations.size(), 1u);
  EXPECT_EQ(out.observations[0].reason, Reason::kDamaged);
}

TEST_F(AtrialFibrillationTest, ADamagedBeatEndsItAlsoWhenTheQualityIsToldAfterIt) {
  VIGIL_VERIFIES("REQ-AF-005");
  AtrialFibrillation plugin;
  ASSERT_EQ(plugin.Init({}), Status::kOk);
  Inbox in;
  in.now = Timestamp() + Seconds(1);
  Observation damaged = Beat(in.now);
  Seal(damaged);
  damaged.time = in.now + Seconds(1'000'000);
  ASSERT_EQ(in.observations.Add(damaged), Status::kOk);
  Observation quality = Quality(1, Reason::kNone);
  Seal(quality);
  ASSERT_EQ(in.observations.Add(quality), Status::kOk);
  Outbox out;
  ASSERT_EQ(plugin.Process(in, out), Status::kOk);
  ASSERT_EQ(out.observations.size(), 1u);
  EXPECT_EQ(out.observations[0].reason, Reason::kDamaged);
}

}  // namespace
}  // namespace vigil::plugins
