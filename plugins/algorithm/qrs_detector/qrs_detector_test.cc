#include "plugins/algorithm/qrs_detector/qrs_detector.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/qrs_detector/synthetic_ecg.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::uint16_t kPerBlock = 25;
constexpr std::int64_t kFrameUs = 100'000;
constexpr Duration kLearning = Milliseconds(2400);

// What the detector says about a lead.
struct Heard {
  std::vector<Observation> beats;
  std::vector<Timestamp> told;  // when, each of the beats
  std::vector<Observation> unknown;
  std::vector<Observation> still_there;  // nothing happened, nothing is wrong
  Duration longest_latency;
};

// Runs a detector frame by frame and keeps what it says.
class Bench {
 public:
  Bench() { EXPECT_EQ(detector_.Init(Settings()), Status::kOk); }

  SampleBlock NextBlock(const std::vector<std::int32_t>& samples,
                        std::size_t from) {
    SampleBlock block;
    block.channel = ChannelId::kEcg;
    block.unit = Unit::kMicrovolt;
    block.period_us = 4000;
    block.count = kPerBlock;
    block.sequence = frame_;
    block.first_sample = Timestamp{frame_ * kFrameUs};
    std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(from), kPerBlock,
                block.samples);
    return block;
  }

  Status Give(const SampleBlock& block) {
    Inbox in;
    EXPECT_EQ(in.blocks.Add(block), Status::kOk);
    return Activate(in);
  }
  Status GiveNothing() { return Activate(Inbox()); }

  // What it returns when the kernel has no room for what it says.
  Status GiveWithoutRoom(const SampleBlock& block) {
    Inbox in;
    EXPECT_EQ(in.blocks.Add(block), Status::kOk);
    ++frame_;
    in.now = now();
    Outbox full;
    while (full.observations.Add(Observation()) == Status::kOk) {
    }
    return detector_.Process(in, full);
  }

  // All of `samples`, each block with `quality`.
  void GiveAll(const std::vector<std::int32_t>& samples,
               std::uint16_t quality = kQualityGood) {
    for (std::size_t i = 0; i + kPerBlock <= samples.size(); i += kPerBlock) {
      SampleBlock block = NextBlock(samples, i);
      block.quality = quality;
      ASSERT_EQ(Give(block), Status::kOk);
    }
  }

  void SkipFrames(std::uint32_t frames) { frame_ += frames; }
  const Heard& heard() const { return heard_; }
  Timestamp now() const { return Timestamp{frame_ * kFrameUs}; }

 private:
  Status Activate(Inbox in) {
    ++frame_;
    in.now = now();
    Outbox out;
    const Status status = detector_.Process(in, out);
    for (const Observation& o : out.observations) {
      EXPECT_EQ(o.code, ObservationCode::kQrsDetected);
      EXPECT_EQ(o.unit, Unit::kMicrovolt);
      if (o.validity == Validity::kValid) {
        heard_.beats.push_back(o);
        heard_.told.push_back(in.now);
        // Those of the time of learning are told when it is over.
        if (in.now > Timestamp() + Seconds(4)) {
          heard_.longest_latency = std::max(heard_.longest_latency, in.now - o.time);
        }
      } else {
        EXPECT_EQ(o.validity, Validity::kUndeterminable);
        EXPECT_EQ(o.value, 0);
        auto& kind = o.reason == Reason::kNoEvent ? heard_.still_there
                                                  : heard_.unknown;
        kind.push_back(o);
      }
    }
    return status;
  }

  QrsDetector detector_;
  std::uint32_t frame_ = 0;
  Heard heard_;
};

Heard Listen(const SyntheticEcg& ecg) {
  Bench bench;
  bench.GiveAll(ecg.samples());
  return bench.heard();
}

// Each beat between the end of learning and a second before the end was found
// within 20 ms of its R peak, and nothing else was.
void ExpectExactly(const SyntheticEcg& ecg, const Heard& heard) {
  const Timestamp first = Timestamp() + kLearning;
  const Timestamp last = Timestamp{
      static_cast<std::int64_t>(ecg.samples().size()) * 4000 - 1'000'000};
  std::vector<Timestamp> expected;
  for (const Timestamp beat : ecg.beats()) {
    if (first <= beat && beat <= last) expected.push_back(beat);
  }
  std::vector<Timestamp> found;
  for (const Observation& beat : heard.beats) {
    if (beat.time >= first - Milliseconds(20) &&
        beat.time <= last + Milliseconds(20)) {
      found.push_back(beat.time);
    }
  }
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(found[i].us),
                static_cast<double>(expected[i].us), 20'000.0);
  }
}

TEST(QrsDetectorTest, FindsEachBeatOfARegularRhythm) {
  VIGIL_VERIFIES("REQ-QRS-001");
  for (const int rate : {30, 45, 60, 75, 100, 150, 200}) {
    SCOPED_TRACE(rate);
    SyntheticEcg ecg(Seconds(40));
    BeatShape shape;
    if (rate >= 150) {  // the T wave moves with the rate
      shape.rt_ms = 160;
      shape.pr_ms = 110;
    }
    ecg.AddRhythm(rate, shape);
    ExpectExactly(ecg, Listen(ecg));
  }
}

TEST(QrsDetectorTest, HeightIsThatOfTheRPeakOverTheBaseline) {
  SyntheticEcg ecg(Seconds(10));
  BeatShape shape;
  shape.r_uv = 1500;
  shape.p_uv = 0;
  ecg.AddRhythm(60, shape);
  const Heard heard = Listen(ecg);
  ASSERT_FALSE(heard.beats.empty());
  for (const Observation& beat : heard.beats) {
    EXPECT_NEAR(beat.value, 1500, 60);
  }
}

TEST(QrsDetectorTest, InvertedLeadGivesNegativeHeights) {
  SyntheticEcg ecg(Seconds(20));
  ecg.AddRhythm(70, {});
  ecg.Scale(-1, Timestamp());
  const Heard heard = Listen(ecg);
  ExpectExactly(ecg, heard);
  EXPECT_LT(heard.beats.front().value, -800);
}

TEST(QrsDetectorTest, WorksFromSmallToLargeAmplitudes) {
  for (const double factor : {0.3, 1.0, 3.0}) {
    SCOPED_TRACE(factor);
    SyntheticEcg ecg(Seconds(20));
    ecg.AddRhythm(72, {});
    ecg.Scale(factor, Timestamp());
    ExpectExactly(ecg, Listen(ecg));
  }
}

TEST(QrsDetectorTest, FollowsASuddenChangeOfAmplitude) {
  for (const double factor : {0.35, 3.0}) {
    SCOPED_TRACE(factor);
    SyntheticEcg ecg(Seconds(40));
    ecg.AddRhythm(72, {});
    ecg.Scale(factor, Timestamp{20'200'000});
    ExpectExactly(ecg, Listen(ecg));
  }
}

TEST(QrsDetectorTest, FindsBeatsAgainAfterTheAmplitudeHasCollapsed) {
  SyntheticEcg ecg(Seconds(60));
  ecg.AddRhythm(72, {});
  ecg.Scale(0.12, Timestamp{20'200'000});
  const Heard heard = Listen(ecg);
  // 8 s until the levels are given up, 2 s to learn.
  const auto late = std::count_if(
      heard.beats.begin(), heard.beats.end(),
      [](const Observation& b) { return b.time > Timestamp{31'000'000}; });
  EXPECT_GE(late, 33);
}

// A heart that was faster before, and some noise.
TEST(QrsDetectorTest, AVerySlowHeartIsToldAsLongAsItLasts) {
  VIGIL_VERIFIES("REQ-QRS-010");
  for (const int rate : {21, 22, 24, 26, 28, 30}) {
    SCOPED_TRACE(rate);
    SyntheticEcg ecg(Seconds(240));
    ecg.AddRhythm(75, {}, Timestamp{500'000}, Timestamp{30'000'000});
    ecg.AddRhythm(rate, {}, Timestamp{31'000'000}, Timestamp{240'000'000});
    ecg.AddNoise(10, Timestamp(), Timestamp{240'000'000});
    const Heard heard = Listen(ecg);
    ExpectExactly(ecg, heard);
    for (const Observation& unknown : heard.unknown) EXPECT_EQ(unknown.reason, Reason::kStarting);
  }
}

TEST(QrsDetectorTest, FindsWideBeatsAmongNarrowOnes) {
  VIGIL_VERIFIES("REQ-QRS-001");
  SyntheticEcg ecg(Seconds(40));
  for (int i = 0; i < 45; ++i) {
    const Timestamp at{500'000 + i * 850'000LL};
    if (i % 5 == 4) {
      ecg.AddBeat(at - Milliseconds(300), WideBeat());
    } else {
      ecg.AddBeat(at, {});
    }
  }
  ExpectExactly(ecg, Listen(ecg));
}

TEST(QrsDetectorTest, FindsARunOfFastWideBeats) {
  SyntheticEcg ecg(Seconds(30));
  BeatShape ventricular = WideBeat();
  ventricular.t_uv = 0;
  ecg.AddRhythm(75, {}, Timestamp{500'000}, Timestamp{10'000'000});
  ecg.AddRhythm(180, ventricular, Timestamp{10'300'000}, Timestamp{20'000'000});
  ecg.AddRhythm(75, {}, Timestamp{20'900'000}, Timestamp{30'000'000});
  const Heard heard = Listen(ecg);
  const auto fast = std::count_if(
      heard.beats.begin(), heard.beats.end(), [](const Observation& b) {
        return b.time > Timestamp{10'200'000} && b.time < Timestamp{20'100'000};
      });
  EXPECT_GE(fast, 28);
  EXPECT_LE(fast, 30);
}

TEST(QrsDetectorTest, MainsAndDriftMakeNoDifference) {
  VIGIL_VERIFIES("REQ-QRS-001");
  SyntheticEcg ecg(Seconds(30));
  ecg.AddRhythm(72, {});
  ecg.AddSine(50, 200);
  ecg.AddSine(0.3, 2000);
  ExpectExactly(ecg, Listen(ecg));
}

TEST(QrsDetectorTest, MuscleNoiseOfATenthMakesNoDifference) {
  VIGIL_VERIFIES("REQ-QRS-001");
  SyntheticEcg ecg(Seconds(60));
  ecg.AddRhythm(72, {});
  ecg.AddNoise(100, Timestamp(), Timestamp{60'000'000});
  ExpectExactly(ecg, Listen(ecg));
}

TEST(QrsDetectorTest, TallPAndTWavesAreNoBeats) {
  VIGIL_VERIFIES("REQ-QRS-002");
  SyntheticEcg ecg(Seconds(60));
  BeatShape shape;
  shape.p_uv = 400;
  shape.t_uv = 700;
  ecg.AddRhythm(60, shape);
  ExpectExactly(ecg, Listen(ecg));
}

TEST(QrsDetectorTest, TellsABeatWithin600Ms) {
  VIGIL_VERIFIES("REQ-QRS-005");
  SyntheticEcg ecg(Seconds(60));
  ecg.AddRhythm(72, {});
  ecg.AddNoise(60, Timestamp(), Timestamp{60'000'000});
  EXPECT_LE(Listen(ecg).longest_latency, Milliseconds(600));
}

TEST(QrsDetectorTest, BeatsComeInTheOrderOfTheirTimesAndStayCurrent) {
  VIGIL_VERIFIES("REQ-QRS-005");
  SyntheticEcg ecg(Seconds(60));
  ecg.AddRhythm(110, {});
  ecg.AddNoise(600, Timestamp{20'000'000}, Timestamp{40'000'000});
  Timestamp last;
  for (const Observation& beat : Listen(ecg).beats) {
    EXPECT_GT(beat.time, last);
    EXPECT_EQ(beat.valid_until, beat.time + Seconds(5));
    last = beat.time;
  }
}

TEST(QrsDetectorTest, ArrestGivesNoBeats) {
  VIGIL_VERIFIES("REQ-QRS-004");
  SyntheticEcg ecg(Seconds(40));
  ecg.AddRhythm(72, {}, Timestamp{500'000}, Timestamp{15'000'000});
  ecg.AddNoise(15, Timestamp(), Timestamp{40'000'000});
  const Heard heard = Listen(ecg);
  EXPECT_LT(heard.beats.back().time, Timestamp{15'000'000});
  ASSERT_FALSE(heard.unknown.empty());
  EXPECT_EQ(heard.unknown.back().reason, Reason::kNoBeats);
}

TEST(QrsDetectorTest, FlatLineGivesNoBeatsAndSaysSo) {
  VIGIL_VERIFIES("REQ-QRS-004");
  Bench bench;
  bench.GiveAll(std::vector<std::int32_t>(250 * 20, 1234));
  EXPECT_TRUE(bench.heard().beats.empty());
  EXPECT_EQ(bench.heard().unknown.back().reason, Reason::kNoBeats);
}

TEST(QrsDetectorTest, WhileStartingItSaysSoOnceASecond) {
  VIGIL_VERIFIES("REQ-QRS-006");
  SyntheticEcg ecg(Seconds(10));
  ecg.AddRhythm(72, {});
  const Heard heard = Listen(ecg);
  ASSERT_EQ(heard.unknown.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(heard.unknown[i].reason, Reason::kStarting);
    EXPECT_EQ(heard.unknown[i].time,
              Timestamp{100'000} + Seconds(static_cast<std::int64_t>(i)));
    EXPECT_EQ(heard.unknown[i].valid_until,
              heard.unknown[i].time + Seconds(1));
  }
  EXPECT_GT(heard.told.front(), Timestamp() + kLearning);
}

struct Unusable {
  std::uint16_t quality;
  Reason reason;
};

class QrsDetectorQualityTest : public testing::TestWithParam<Unusable> {};

TEST_P(QrsDetectorQualityTest, UnusableSamplesGiveNoBeatsAndTheReason) {
  VIGIL_VERIFIES("REQ-QRS-003");
  SyntheticEcg ecg(Seconds(10));
  ecg.AddRhythm(72, {});
  Bench bench;
  bench.GiveAll(ecg.samples());
  const std::size_t beats_before = bench.heard().beats.size();
  const std::size_t unknown_before = bench.heard().unknown.size();
  const Timestamp begin = bench.now();
  bench.GiveAll(ecg.samples(), GetParam().quality);
  EXPECT_EQ(bench.heard().beats.size(), beats_before);
  ASSERT_EQ(bench.heard().unknown.size(), unknown_before + 10);
  EXPECT_EQ(bench.heard().unknown[unknown_before].reason, GetParam().reason);
  EXPECT_EQ(bench.heard().unknown[unknown_before].time,
            begin + Milliseconds(100));
  // Afterwards it learns anew.
  const Timestamp end = bench.now();
  bench.GiveAll(ecg.samples());
  EXPECT_EQ(bench.heard().unknown.back().reason, Reason::kStarting);
  EXPECT_GT(bench.heard().beats.size(), beats_before + 5);
  EXPECT_GT(bench.heard().told[beats_before], end + kLearning);
  EXPECT_GE(bench.heard().beats[beats_before].time, end);
}

INSTANTIATE_TEST_SUITE_P(
    Reasons, QrsDetectorQualityTest,
    testing::Values(Unusable{kQualityLeadOff, Reason::kLeadOff},
                    Unusable{kQualityDamaged, Reason::kDamaged},
                    Unusable{kQualityStuck, Reason::kStuck},
                    Unusable{kQualitySaturated, Reason::kNoise},
                    Unusable{kQualityDamaged | kQualityLeadOff,
                             Reason::kDamaged}));

TEST(QrsDetectorTest, MarkedGapMakesItLearnAnew) {
  VIGIL_VERIFIES("REQ-QRS-007");
  SyntheticEcg ecg(Seconds(10));
  ecg.AddRhythm(72, {});
  Bench bench;
  bench.GiveAll(ecg.samples());
  const std::size_t before = bench.heard().beats.size();
  SampleBlock block = bench.NextBlock(ecg.samples(), 0);
  block.quality = kQualityGap;
  const Timestamp gap = block.first_sample;
  ASSERT_EQ(bench.Give(block), Status::kOk);
  EXPECT_EQ(bench.heard().unknown.back().reason, Reason::kDataGap);
  bench.GiveAll(ecg.samples());
  EXPECT_GT(bench.heard().told[before], gap + kLearning);
  EXPECT_GE(bench.heard().beats[before].time, gap);
}

TEST(QrsDetectorTest, BetweenTheBeatsOfASlowHeartItSaysThatItIsThere) {
  VIGIL_VERIFIES("REQ-QRS-006");
  SyntheticEcg ecg(Seconds(20));
  ecg.AddRhythm(30, {});
  const Heard heard = Listen(ecg);
  // One in each interval of 2 s.
  EXPECT_GE(heard.still_there.size(), 7u);
  EXPECT_LE(heard.still_there.size(), 9u);
}

// A rhythm of 75 /min from which the first `cut` samples are missing.
std::vector<std::int32_t> CutRhythm(std::size_t cut) {
  SyntheticEcg ecg(Seconds(10));
  ecg.AddRhythm(75, {});
  std::vector<std::int32_t> samples = ecg.samples();
  samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(cut));
  return samples;
}

constexpr std::size_t kFirstPeak = 125;

TEST(QrsDetectorTest, NoBeatIsOfBeforeTheFirstSample) {
  VIGIL_VERIFIES("REQ-QRS-007");
  bool is_one_of_the_first_sample = false;
  for (std::size_t after = 0; after <= 10; ++after) {
    SCOPED_TRACE(after);
    Bench bench;
    bench.GiveAll(CutRhythm(kFirstPeak + after));
    ASSERT_FALSE(bench.heard().beats.empty());
    const Timestamp first = bench.heard().beats.front().time;
    EXPECT_GE(first, Timestamp());
    if (first == Timestamp()) is_one_of_the_first_sample = true;
  }
  EXPECT_TRUE(is_one_of_the_first_sample);
}

TEST(QrsDetectorTest, NoBeatAfterAGapIsOfBeforeIt) {
  VIGIL_VERIFIES("REQ-QRS-007");
  for (std::size_t after = 0; after <= 10; ++after) {
    SCOPED_TRACE(after);
    Bench bench;
    bench.GiveAll(CutRhythm(0));
    const std::size_t before = bench.heard().beats.size();
    bench.SkipFrames(1);
    const Timestamp end_of_gap = bench.now();
    bench.GiveAll(CutRhythm(kFirstPeak + after));
    ASSERT_GT(bench.heard().beats.size(), before);
    EXPECT_GE(bench.heard().beats[before].time, end_of_gap);
  }
}

TEST(QrsDetectorTest, JitterOfLessThanHalfASampleIsNoGap) {
  VIGIL_VERIFIES("REQ-QRS-011");
  SyntheticEcg ecg(Seconds(20));
  ecg.AddRhythm(75, {});
  const std::vector<std::int32_t> samples = ecg.samples();
  Bench bench;
  for (std::size_t i = 0; i + kPerBlock <= samples.size(); i += kPerBlock) {
    SampleBlock block = bench.NextBlock(samples, i);
    constexpr std::int64_t kJitterUs[] = {0, 1, -1, 1000, 0, -1000, -1};
    block.first_sample = block.first_sample + Microseconds(kJitterUs[i / kPerBlock % 7]);
    ASSERT_EQ(bench.Give(block), Status::kOk);
  }
  EXPECT_GE(bench.heard().beats.size(), 23u);
  for (const Observation& unknown : bench.heard().unknown) EXPECT_EQ(unknown.reason, Reason::kStarting);
}

TEST(QrsDetectorTest, BlockAtAnotherTimeThanDueIsAGap) {
  VIGIL_VERIFIES("REQ-QRS-007");
  SyntheticEcg ecg(Seconds(10));
  ecg.AddRhythm(72, {});
  Bench bench;
  bench.GiveAll(ecg.samples());
  bench.SkipFrames(2);
  ASSERT_EQ(bench.Give(bench.NextBlock(ecg.samples(), 0)), Status::kOk);
  EXPECT_EQ(bench.heard().unknown.back().reason, Reason::kDataGap);
}

TEST(QrsDetectorTest, WhenBlocksStopItSaysSoAfterHalfASecond) {
  VIGIL_VERIFIES("REQ-QRS-006");
  SyntheticEcg ecg(Seconds(10));
  ecg.AddRhythm(72, {});
  Bench bench;
  bench.GiveAll(ecg.samples());
  const std::size_t before = bench.heard().unknown.size();
  for (int i = 0; i < 5; ++i) ASSERT_EQ(bench.GiveNothing(), Status::kOk);
  EXPECT_EQ(bench.heard().unknown.size(), before);
  ASSERT_EQ(bench.GiveNothing(), Status::kOk);
  ASSERT_EQ(bench.heard().unknown.size(), before + 1);
  EXPECT_EQ(bench.heard().unknown.back().reason, Reason::kDataGap);
}

TEST(QrsDetectorTest, DamagedBlockWithoutContentIsNoFailure) {
  VIGIL_VERIFIES("REQ-QRS-003");
  Bench bench;
  SampleBlock block;
  block.quality = kQualityDamaged;
  EXPECT_EQ(bench.Give(block), Status::kOk);
  EXPECT_EQ(bench.heard().unknown.back().reason, Reason::kDamaged);
}

TEST(QrsDetectorTest, EmptyBlockChangesNothing) {
  Bench bench;
  SampleBlock block = bench.NextBlock(std::vector<std::int32_t>(25, 0), 0);
  block.count = 0;
  EXPECT_EQ(bench.Give(block), Status::kOk);
}

TEST(QrsDetectorTest, BlockOfAnotherKindIsRefused) {
  const std::vector<std::int32_t> samples(25, 0);
  Bench bench;
  SampleBlock block = bench.NextBlock(samples, 0);
  block.channel = ChannelId::kEcgAdc;
  EXPECT_EQ(bench.Give(block), Status::kInvalidArgument);
  block = bench.NextBlock(samples, 0);
  block.unit = Unit::kAdcCount;
  EXPECT_EQ(bench.Give(block), Status::kInvalidArgument);
  block = bench.NextBlock(samples, 0);
  block.period_us = 2778;
  EXPECT_EQ(bench.Give(block), Status::kInvalidArgument);
  block = bench.NextBlock(samples, 0);
  block.count = kMaxSamplesPerBlock + 1;
  EXPECT_EQ(bench.Give(block), Status::kInvalidArgument);
}

TEST(QrsDetectorTest, ABeatThatFindsNoRoomIsReported) {
  SyntheticEcg ecg(Seconds(10));
  ecg.AddRhythm(72, {});
  const std::vector<std::int32_t> samples = ecg.samples();
  Bench bench;
  Bench without_room;
  for (std::size_t i = 0; bench.heard().beats.empty(); i += kPerBlock) {
    ASSERT_LT(i + kPerBlock, samples.size());
    ASSERT_EQ(bench.Give(bench.NextBlock(samples, i)), Status::kOk);
    const SampleBlock block = without_room.NextBlock(samples, i);
    if (bench.heard().beats.empty()) {
      ASSERT_EQ(without_room.Give(block), Status::kOk);
    } else {
      EXPECT_EQ(without_room.GiveWithoutRoom(block), Status::kInternal);
    }
  }
}

// The reason that is told in an activation, if any.
Reason Told(QrsDetector& detector, const Inbox& in) {
  Outbox out;
  EXPECT_EQ(detector.Process(in, out), Status::kOk);
  return out.observations.empty() ? Reason::kNone : out.observations[0].reason;
}

// An activation at the end of `count` samples of a flat line.
Inbox Flat(Timestamp first_sample, std::uint16_t count, std::int32_t microvolt = 0) {
  SampleBlock block;
  block.channel = ChannelId::kEcg;
  block.unit = Unit::kMicrovolt;
  block.period_us = 4000;
  block.count = count;
  block.first_sample = first_sample;
  std::fill_n(block.samples, count, microvolt);
  Inbox in;
  EXPECT_EQ(in.blocks.Add(block), Status::kOk);
  in.now = SampleTime(block, count);
  return in;
}

TEST(QrsDetectorTest, LearningEndsWithTheSampleAfterWhichABeatCouldBeTold) {
  VIGIL_VERIFIES("REQ-QRS-004");
  constexpr std::uint32_t kSamples = 2 * BeatDecision::kLearningTicks + 2;
  QrsDetector detector;
  ASSERT_EQ(detector.Init(Settings()), Status::kOk);
  for (std::uint32_t n = 0; n < kSamples; ++n) {
    EXPECT_NE(Told(detector, Flat(Timestamp{n * 4000}, 1)), Reason::kNoBeats);
  }
  EXPECT_EQ(Told(detector, Flat(Timestamp{kSamples * 4000}, 1)), Reason::kNoBeats);
}

TEST(QrsDetectorTest, BeatsAreLookedForFromTheSampleOnThatEndsLearning) {
  constexpr std::uint32_t kSamples = 2 * BeatDecision::kLearningTicks + 2;
  constexpr Timestamp kFirstSample{1'000'000};
  SyntheticEcg ecg(Seconds(10));
  ecg.AddRhythm(72, {});
  QrsDetector detector;
  ASSERT_EQ(detector.Init(Settings()), Status::kOk);
  // Its reason is told at such a time that it is due again, each second, with the
  // last sample of learning.
  Inbox early;
  early.now = kFirstSample + Microseconds(4000) * kSamples - Seconds(3);
  EXPECT_EQ(Told(detector, early), Reason::kStarting);
  Reason told = Reason::kNone;
  for (std::uint32_t n = 0; n < kSamples; ++n) {
    EXPECT_NE(told, Reason::kNoEvent);
    told = Told(detector, Flat(kFirstSample + Microseconds(4000) * n, 1, ecg.samples()[n]));
  }
  EXPECT_EQ(told, Reason::kNoEvent);
}

TEST(QrsDetectorTest, ABeatHasTheTimeOfItsRPeak) {
  VIGIL_VERIFIES("REQ-QRS-001");
  SyntheticEcg ecg(Seconds(10));
  ecg.AddRhythm(60, {});
  for (const Observation& beat : Listen(ecg).beats) {
    EXPECT_TRUE(std::any_of(ecg.beats().begin(), ecg.beats().end(),
                            [&beat](Timestamp at) { return at == beat.time; }))
        << beat.time.us;
  }
}

TEST(QrsDetectorTest, SamplesAreMissingWhenTheyAreLaterThanHalfASecond) {
  VIGIL_VERIFIES("REQ-QRS-006");
  QrsDetector detector;
  ASSERT_EQ(detector.Init(Settings()), Status::kOk);
  EXPECT_EQ(Told(detector, Flat(Timestamp(), 25)), Reason::kStarting);
  Inbox late;
  late.now = Timestamp{600'000};
  EXPECT_EQ(Told(detector, late), Reason::kNone);
  late.now = Timestamp{600'001};
  EXPECT_EQ(Told(detector, late), Reason::kDataGap);
}

TEST(QrsDetectorTest, AFullBlockIsTaken) {
  QrsDetector detector;
  ASSERT_EQ(detector.Init(Settings()), Status::kOk);
  EXPECT_EQ(Told(detector, Flat(Timestamp(), kMaxSamplesPerBlock)), Reason::kStarting);
}

TEST(QrsDetectorTest, ExtremeSamplesAreHarmless) {
  VIGIL_VERIFIES("REQ-QRS-008");
  std::vector<std::int32_t> samples;
  for (int i = 0; i < 250 * 20; ++i) {
    samples.push_back(i / 7 % 3 == 0   ? INT32_MIN
                      : i / 7 % 3 == 1 ? INT32_MAX
                                       : 0);
  }
  Bench bench;
  bench.GiveAll(samples);
  EXPECT_LE(bench.heard().beats.size(), 100u);  // never above 300 /min
}

TEST(QrsDetector, AHeartThatIsVeryFastFromTheStartDoesNotFailIt) {
  VIGIL_VERIFIES("REQ-QRS-008");
  for (const int per_minute : {230, 250, 265, 280, 300}) {
    SyntheticEcg ecg(Seconds(20));
    ecg.AddRhythm(per_minute, WideBeat());
    Bench bench;
    bench.GiveAll(ecg.samples());
    EXPECT_GE(bench.heard().beats.size() + bench.heard().unknown.size(), 8u) << per_minute;
  }
}

}  // namespace
}  // namespace vigil::plugins
