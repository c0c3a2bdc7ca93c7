#include "plugins/algorithm/heart_rate/heart_rate.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/heart_rate/heart_rate.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr Duration kFrame = Milliseconds(100);

// The plugin runs every 100 ms from 0.1 s on; each frame brings its block.
class HeartRateTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(rate_.Init({}), Status::kOk); }

  static Timestamp At(std::int64_t ms) { return Timestamp{ms * 1000}; }

  // The block of the frame that ends at now_.
  SampleBlock Block(std::uint16_t quality) const {
    SampleBlock block;
    block.channel = ChannelId::kEcg;
    block.unit = Unit::kMicrovolt;
    block.quality = quality;
    block.count = 25;
    block.period_us = 4000;
    block.first_sample = now_ - kFrame;
    Seal(block);
    return block;
  }

  static Observation Beat(Timestamp time, std::int32_t height_uv = 900) {
    Observation beat;
    beat.code = ObservationCode::kQrsDetected;
    beat.unit = Unit::kMicrovolt;
    beat.value = height_uv;
    beat.validity = Validity::kValid;
    beat.time = time;
    beat.valid_until = time + Seconds(1);
    Seal(beat);
    return beat;
  }

  // What is said of the ECG in each frame.
  Observation Quality() const {
    Observation quality;
    quality.code = ObservationCode::kEcgQuality;
    quality.unit = Unit::kOne;
    quality.value = readable_ ? 1 : 0;
    quality.validity = Validity::kValid;
    quality.time = now_;
    quality.valid_until = now_ + Seconds(3);
    Seal(quality);
    return quality;
  }

  // One activation; what it says, if anything.
  std::optional<Observation> Frame(const std::vector<Observation>& beats = {},
                                   std::uint16_t quality = kQualityGood) {
    now_ = now_ + kFrame;
    Inbox in;
    in.now = now_;
    EXPECT_EQ(in.blocks.Add(Block(quality)), Status::kOk);
    if (is_judged_) EXPECT_EQ(in.observations.Add(Quality()), Status::kOk);
    for (const Observation& beat : beats) {
      EXPECT_EQ(in.observations.Add(beat), Status::kOk);
    }
    Outbox out;
    EXPECT_EQ(rate_.Process(in, out), Status::kOk);
    EXPECT_LE(out.observations.size(), 1u);
    if (out.observations.empty()) return std::nullopt;
    last_ = out.observations[0];
    ++told_;
    return last_;
  }

  // Runs until `ms`, with a beat each `interval_ms`, told in its own frame.
  void RunTo(std::int64_t ms, std::int64_t interval_ms, std::int32_t height_uv = 900) {
    while (now_ < At(ms)) {
      std::vector<Observation> beats;
      if (now_ + kFrame >= next_beat_ + Milliseconds(interval_ms)) {
        next_beat_ = next_beat_ + Milliseconds(interval_ms);
        beats.push_back(Beat(next_beat_, height_uv));
      }
      Frame(beats);
    }
  }

  // Runs without beats.
  void RunSilent(std::int64_t ms) {
    const Timestamp end = now_ + Milliseconds(ms);
    while (now_ < end) Frame();
    next_beat_ = now_;
  }

  void ExpectUndeterminable(Reason reason) const {
    EXPECT_EQ(last_.validity, Validity::kUndeterminable);
    EXPECT_EQ(last_.reason, reason);
    EXPECT_EQ(last_.value, 0);
  }

  HeartRate rate_;
  Timestamp now_;
  Timestamp next_beat_;
  Observation last_;
  int told_ = 0;
  bool is_judged_ = true;  // somebody says whether the ECG can be read
  bool readable_ = true;
};

TEST_F(HeartRateTest, ManifestSaysWhatItTakesAndGives) {
  EXPECT_EQ(kHeartRateManifest.kind, PluginKind::kAlgorithm);
  EXPECT_EQ(kHeartRateManifest.safety_class, SafetyClass::kC);
  EXPECT_EQ(kHeartRateManifest.channels_in[0], ChannelId::kEcg);
  EXPECT_EQ(kHeartRateManifest.observations_in[0],
            ObservationCode::kQrsDetected);
  EXPECT_EQ(kHeartRateManifest.observations_out[0].code,
            ObservationCode::kHeartRate);
}

TEST_F(HeartRateTest, TellsAtOnceThatItIsStarting) {
  VIGIL_VERIFIES("REQ-HR-006");
  const std::optional<Observation> first = Frame();
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->code, ObservationCode::kHeartRate);
  EXPECT_EQ(first->unit, Unit::kPerMinute);
  EXPECT_EQ(first->time, now_);
  EXPECT_EQ(first->valid_until, now_ + kRateRepeats);
  ExpectUndeterminable(Reason::kStarting);
}

TEST_F(HeartRateTest, WhileTheEcgCannotBeReadThereIsNoRate) {
  VIGIL_VERIFIES("REQ-HR-007");
  RunTo(10'000, 500);
  EXPECT_EQ(last_.value, 120);
  readable_ = false;
  ASSERT_TRUE(Frame().has_value());
  ExpectUndeterminable(Reason::kNoise);
  RunTo(15'000, 500);
  ExpectUndeterminable(Reason::kNoise);
  readable_ = true;
  ASSERT_TRUE(Frame().has_value());
  EXPECT_EQ(last_.validity, Validity::kValid);
  EXPECT_EQ(last_.value, 120);
}

TEST_F(HeartRateTest, WhatIsFarLowerThanTheBeatsIsNoneOfThem) {
  VIGIL_VERIFIES("REQ-HR-008");
  RunTo(20'000, 1000);
  for (int n = 0; n < 20; ++n) {
    Frame({Beat(now_, 250)});
    RunTo(20'000 + 1000 * (n + 1), 1000);
    EXPECT_EQ(last_.value, 60);
  }
}

TEST_F(HeartRateTest, PWavesThatCannotBeReadAreNoRate) {
  VIGIL_VERIFIES("REQ-HR-008");
  RunTo(20'000, 1000);
  RunTo(23'000, 800, 200);
  readable_ = false;
  RunTo(25'900, 800, 200);
  EXPECT_EQ(last_.validity, Validity::kUndeterminable);
  RunTo(60'000, 800, 200);
  ExpectUndeterminable(Reason::kNoBeats);
}

TEST_F(HeartRateTest, SmallBeatsThatCanBeReadAreCounted) {
  VIGIL_VERIFIES("REQ-HR-008");
  RunTo(20'000, 1000);
  RunTo(30'000, 500, 200);
  EXPECT_EQ(last_.validity, Validity::kValid);
  EXPECT_EQ(last_.value, 120);
}

TEST_F(HeartRateTest, ADetectorThatCannotTellAndDoesNotSayWhyEndsTheRate) {
  VIGIL_VERIFIES("REQ-HR-004");
  RunTo(10'000, 500);
  Observation unknown = Beat(now_);
  unknown.validity = Validity::kUndeterminable;
  unknown.reason = Reason::kNone;
  Seal(unknown);
  Frame({unknown});
  ExpectUndeterminable(Reason::kNoise);
}

TEST_F(HeartRateTest, WhenNobodySaysThatTheEcgCanBeReadThereIsNoRate) {
  VIGIL_VERIFIES("REQ-HR-007");
  is_judged_ = false;
  RunTo(10'000, 500);
  ExpectUndeterminable(Reason::kStarting);
  is_judged_ = true;
  RunTo(12'000, 500);
  EXPECT_EQ(last_.value, 120);
  is_judged_ = false;
  RunTo(20'000, 500);
  ExpectUndeterminable(Reason::kStale);
}

TEST_F(HeartRateTest, TwoIntervalsGiveARate) {
  Frame({Beat(At(50))});
  ExpectUndeterminable(Reason::kStarting);
  RunSilent(900);
  Frame({Beat(At(1050))});
  ExpectUndeterminable(Reason::kStarting);
  RunSilent(900);
  Frame({Beat(At(2050))});
  EXPECT_EQ(last_.validity, Validity::kValid);
  EXPECT_EQ(last_.reason, Reason::kNone);
  EXPECT_EQ(last_.value, 60);
  EXPECT_EQ(last_.time, At(2050));
  EXPECT_EQ(last_.valid_until, At(2050) + kRateHolds);
}

TEST_F(HeartRateTest, RatesFromSlowestToFastestAreWithinOnePerMinute) {
  VIGIL_VERIFIES("REQ-HR-001");
  for (const std::int64_t rate : {20, 30, 45, 60, 72, 90, 120, 180, 240, 300}) {
    SetUp();
    now_ = next_beat_ = Timestamp{};
    RunTo(30'000, 60'000 / rate);
    EXPECT_EQ(last_.validity, Validity::kValid) << rate;
    EXPECT_NEAR(last_.value, rate, 1) << rate;
  }
}

TEST_F(HeartRateTest, IsRoundedToTheNearestValue) {
  VIGIL_VERIFIES("REQ-HR-001");
  RunTo(20'000, 845);  // 71.006
  EXPECT_EQ(last_.value, 71);
  SetUp();
  now_ = next_beat_ = Timestamp{};
  RunTo(20'000, 839);  // 71.51
  EXPECT_EQ(last_.value, 72);
}

TEST_F(HeartRateTest, IsToldWithEachBeatAndAtLeastOnceASecond) {
  VIGIL_VERIFIES("REQ-HR-006");
  RunTo(10'000, 500);
  told_ = 0;
  RunTo(20'000, 500);
  EXPECT_EQ(told_, 20);
  // Three seconds between beats: the beat, and one a second until the next.
  RunTo(30'000, 3000);
  told_ = 0;
  RunTo(39'000, 3000);
  EXPECT_EQ(told_, 9);
}

TEST_F(HeartRateTest, RepeatsKeepTheTimeOfTheLastBeat) {
  VIGIL_VERIFIES("REQ-HR-005");
  RunTo(10'000, 500);
  const Timestamp beat = last_.time;
  RunSilent(2000);
  EXPECT_EQ(last_.validity, Validity::kValid);
  EXPECT_EQ(last_.time, beat);
  EXPECT_EQ(last_.valid_until, beat + kRateHolds);
}

TEST_F(HeartRateTest, WithoutBeatsItIsUndeterminableWhenItsValidityEnds) {
  VIGIL_VERIFIES("REQ-HR-005");
  RunTo(10'000, 500);
  const Timestamp beat = last_.time;
  while (now_ < beat + kRateHolds) Frame();
  EXPECT_EQ(last_.validity, Validity::kValid);
  const std::optional<Observation> told = Frame();
  ASSERT_TRUE(told.has_value());
  ExpectUndeterminable(Reason::kNoBeats);
  EXPECT_EQ(last_.time, now_);
  RunSilent(10'000);
  ExpectUndeterminable(Reason::kNoBeats);
}

TEST_F(HeartRateTest, WithoutAnyBeatFromTheStartItSaysSo) {
  Frame();
  while (now_ <= Timestamp{} + kFrame + kRateHolds) Frame();
  ExpectUndeterminable(Reason::kNoBeats);
}

TEST_F(HeartRateTest, NoBeatsIsToldOnceAndThenOnceASecond) {
  RunTo(10'000, 500);
  RunSilent(6000);
  told_ = 0;
  RunSilent(5000);
  EXPECT_EQ(told_, 5);
}

TEST_F(HeartRateTest, AfterNoBeatsTwoIntervalsGiveARateAgain) {
  RunTo(10'000, 500);
  RunSilent(8000);
  Frame({Beat(now_)});
  ExpectUndeterminable(Reason::kStarting);
  next_beat_ = now_ - kFrame;
  RunTo(22'000, 500);
  EXPECT_EQ(last_.validity, Validity::kValid);
  EXPECT_EQ(last_.value, 120);
}

TEST_F(HeartRateTest, AfterNoBeatsOneBeatAloneIsFollowedByNoBeats) {
  RunTo(10'000, 500);
  RunSilent(8000);
  Frame({Beat(now_)});
  ExpectUndeterminable(Reason::kStarting);
  RunSilent(6000);
  ExpectUndeterminable(Reason::kNoBeats);
}

TEST_F(HeartRateTest, APauseThatIsLongerThanTheMethodKnowsIsOutOfRange) {
  RunTo(10'000, 500);
  RunSilent(4000);
  Frame({Beat(now_)});
  ExpectUndeterminable(Reason::kOutOfRange);
}

TEST_F(HeartRateTest, EachUnusableSignalEndsTheRateWithItsReason) {
  VIGIL_VERIFIES("REQ-HR-004");
  struct Case {
    std::uint16_t quality;
    Reason reason;
  };
  const Case cases[] = {
      {kQualityLeadOff, Reason::kLeadOff},
      {kQualityDamaged, Reason::kDamaged},
      {kQualityStuck, Reason::kStuck},
      {kQualitySaturated, Reason::kNoise},
      {kQualityGap, Reason::kDataGap},
      // of several the gravest
      {kQualityDamaged | kQualityLeadOff, Reason::kDamaged},
      {kQualityLeadOff | kQualityStuck, Reason::kLeadOff},
      {kQualityStuck | kQualitySaturated, Reason::kStuck},
      {kQualitySaturated | kQualityGap, Reason::kNoise},
  };
  for (const Case& c : cases) {
    SetUp();
    now_ = next_beat_ = Timestamp{};
    RunTo(10'000, 500);
    ASSERT_EQ(last_.validity, Validity::kValid);
    ASSERT_TRUE(Frame({}, c.quality).has_value()) << c.quality;
    ExpectUndeterminable(c.reason);
    EXPECT_EQ(last_.time, now_);
  }
}

TEST_F(HeartRateTest, AReasonThatLastsIsRepeatedOnceASecondOnly) {
  VIGIL_VERIFIES("REQ-HR-006");
  RunTo(10'000, 500);
  Frame({}, kQualityLeadOff);
  told_ = 0;
  for (int i = 0; i < 100; ++i) Frame({}, kQualityLeadOff);
  EXPECT_EQ(told_, 10);
  ExpectUndeterminable(Reason::kLeadOff);
}

TEST_F(HeartRateTest, ANewReasonIsToldAtOnce) {
  Frame({}, kQualityLeadOff);
  Frame({}, kQualityLeadOff);
  ASSERT_TRUE(Frame({}, kQualityStuck).has_value());
  ExpectUndeterminable(Reason::kStuck);
}

TEST_F(HeartRateTest, AnIntervalOverAGapIsNoInterval) {
  VIGIL_VERIFIES("REQ-HR-004");
  RunTo(10'000, 500);
  Frame({Beat(now_)}, kQualityGap);
  RunSilent(400);
  Frame({Beat(now_)});
  ExpectUndeterminable(Reason::kStarting);  // one new interval at most
}

TEST_F(HeartRateTest, ABeatFromBeforeTheBreakThatComesLateDoesNotCount) {
  RunTo(10'000, 500);
  Frame({}, kQualityLeadOff);       // its samples end at 10.1 s
  Frame({Beat(At(9800)), Beat(At(10'099))});
  RunSilent(400);
  Frame({Beat(At(10'600))});
  RunSilent(400);
  Frame({Beat(At(11'100))});
  ExpectUndeterminable(Reason::kStarting);
  RunSilent(400);
  Frame({Beat(At(11'600))});
  EXPECT_EQ(last_.value, 120);
}

TEST_F(HeartRateTest, ABeatAtTheEndOfTheBreakCounts) {
  RunTo(10'000, 500);
  Frame({}, kQualityLeadOff);
  Frame({Beat(At(10'100))});
  RunSilent(400);
  Frame({Beat(At(10'600))});
  RunSilent(400);
  Frame({Beat(At(11'100))});
  EXPECT_EQ(last_.validity, Validity::kValid);
}

TEST_F(HeartRateTest, ABeatInTheGapBlockItselfCounts) {
  RunTo(10'000, 500);
  Frame({}, kQualityGap);  // samples from 10.0 s on
  Frame({Beat(At(10'000))});
  RunSilent(400);
  Frame({Beat(At(10'500))});
  RunSilent(400);
  Frame({Beat(At(11'000))});
  EXPECT_EQ(last_.validity, Validity::kValid);
}

TEST_F(HeartRateTest, TheBeatsOfTheTimeInWhichTheDetectorLearnedCount) {
  VIGIL_VERIFIES("REQ-HR-004");
  RunTo(10'000, 800);
  Frame({}, kQualityGap);
  for (int n = 0; n < 24; ++n) {
    Observation learning = Beat(now_);
    learning.validity = Validity::kUndeterminable;
    learning.reason = Reason::kDataGap;
    Seal(learning);
    Frame({learning});
    ExpectUndeterminable(Reason::kDataGap);
  }
  Frame({Beat(At(10'300)), Beat(At(11'100)), Beat(At(11'900))});
  EXPECT_EQ(last_.validity, Validity::kValid);
  EXPECT_EQ(last_.value, 75);
}

TEST_F(HeartRateTest, WhenTheCauseIsGoneItIsStartingAndThenWithoutBeats) {
  RunTo(10'000, 500);
  Frame({}, kQualityLeadOff);
  RunSilent(1000);
  ExpectUndeterminable(Reason::kStarting);
  RunSilent(3000);
  ExpectUndeterminable(Reason::kStarting);
  RunSilent(2000);
  ExpectUndeterminable(Reason::kNoBeats);
}

TEST_F(HeartRateTest, ALeadThatIsOffIsNotSilence) {
  RunTo(10'000, 500);
  for (int i = 0; i < 200; ++i) Frame({}, kQualityLeadOff);
  ExpectUndeterminable(Reason::kLeadOff);
}

TEST_F(HeartRateTest, ADetectorThatCannotTellEndsTheRateWithItsReason) {
  VIGIL_VERIFIES("REQ-HR-004");
  RunTo(10'000, 500);
  Observation unknown = Beat(now_);
  unknown.validity = Validity::kUndeterminable;
  unknown.reason = Reason::kNoise;
  Seal(unknown);
  Frame({unknown});
  ExpectUndeterminable(Reason::kNoise);
}

TEST_F(HeartRateTest, ADetectorThatHeardNoBeatSinceTheLastLeavesTheRateAsItIs) {
  RunTo(10'000, 1500);
  ASSERT_EQ(last_.value, 40);
  Observation between = Beat(now_);
  between.validity = Validity::kUndeterminable;
  between.reason = Reason::kNoEvent;
  between.value = 0;
  Seal(between);
  EXPECT_FALSE(Frame({between}).has_value());
  RunTo(20'000, 1500);
  EXPECT_EQ(last_.validity, Validity::kValid);
  EXPECT_EQ(last_.value, 40);
}

TEST_F(HeartRateTest, AQuestionableBeatDoesNotCount) {
  RunTo(10'000, 500);
  Observation questionable = Beat(now_);
  questionable.validity = Validity::kQuestionable;
  questionable.reason = Reason::kNoise;
  Seal(questionable);
  Frame({questionable});
  ExpectUndeterminable(Reason::kNoise);
}

TEST_F(HeartRateTest, ADamagedBeatEndsTheRateAndLeavesNoTraceOfItsTime) {
  VIGIL_VERIFIES("REQ-HR-004");
  RunTo(10'000, 500);
  Observation damaged = Beat(now_);
  damaged.time = damaged.time + Seconds(1'000'000);
  Frame({damaged});
  ExpectUndeterminable(Reason::kDamaged);
  next_beat_ = now_;
  RunTo(13'000, 500);
  EXPECT_EQ(last_.validity, Validity::kValid);
}

TEST_F(HeartRateTest, ASearchedBackBeatIsUsed) {
  // 500 ms apart, one of them told 700 ms late, after its successor.
  Frame({Beat(At(50))});
  RunSilent(400);
  Frame({Beat(At(550))});
  RunSilent(900);
  Frame({Beat(At(1550))});
  EXPECT_EQ(last_.value, 80);
  Frame({Beat(At(1050))});
  EXPECT_EQ(last_.value, 120);
  EXPECT_EQ(last_.time, At(1550));
}

TEST_F(HeartRateTest, WithoutBlocksBeatsAloneGiveARate) {
  Inbox in;
  now_ = At(1900);
  EXPECT_EQ(in.observations.Add(Quality()), Status::kOk);
  for (int i = 1; i <= 3; ++i) {
    EXPECT_EQ(in.observations.Add(Beat(At(i * 600))), Status::kOk);
  }
  in.now = At(1900);
  Outbox out;
  EXPECT_EQ(rate_.Process(in, out), Status::kOk);
  ASSERT_EQ(out.observations.size(), 1u);
  EXPECT_EQ(out.observations[0].value, 100);
}

TEST_F(HeartRateTest, SilenceIsCountedFromTheFirstActivation) {
  now_ = At(100'000);
  RunSilent(5'000);
  ExpectUndeterminable(Reason::kStarting);
}

TEST_F(HeartRateTest, ARateJustBelowTheHalfIsRoundedDown) {
  VIGIL_VERIFIES("REQ-HR-001");
  constexpr std::int64_t kIntervalUs = 433'213;  // 138.49999 per minute
  Inbox in;
  EXPECT_EQ(in.observations.Add(Quality()), Status::kOk);
  for (std::int64_t i = 1; i <= 3; ++i) {
    EXPECT_EQ(in.observations.Add(Beat(Timestamp{i * kIntervalUs})), Status::kOk);
  }
  in.now = Timestamp{4 * kIntervalUs};
  Outbox out;
  EXPECT_EQ(rate_.Process(in, out), Status::kOk);
  ASSERT_EQ(out.observations.size(), 1u);
  EXPECT_EQ(out.observations[0].value, 138);
}

TEST_F(HeartRateTest, TwoInstancesGiveTheSame) {
  RunTo(20'000, 733);
  const Observation first = last_;
  HeartRate another;
  rate_ = another;
  SetUp();
  now_ = next_beat_ = Timestamp{};
  RunTo(20'000, 733);
  EXPECT_EQ(last_.value, first.value);
  EXPECT_EQ(last_.time, first.time);
}

}  // namespace
}  // namespace vigil::plugins
