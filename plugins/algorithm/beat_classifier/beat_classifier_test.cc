#include "plugins/algorithm/beat_classifier/beat_classifier.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/beat_classifier/beat_classifier.plugin.h"
#include "plugins/algorithm/beat_classifier/test_ecg.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::uint16_t kPerBlock = 25;  // 100 ms
constexpr Duration kLatency = Milliseconds(400);

Observation Beat(Timestamp time) {
  Observation beat;
  beat.code = ObservationCode::kQrsDetected;
  beat.unit = Unit::kMicrovolt;
  beat.value = 900;
  beat.validity = Validity::kValid;
  beat.time = time;
  beat.valid_until = time + Seconds(5);
  return beat;
}

Observation Unknown(Timestamp time, Reason reason) {
  Observation unknown = Beat(time);
  unknown.validity = Validity::kUndeterminable;
  unknown.reason = reason;
  unknown.value = 0;
  return unknown;
}

Observation Quality(Timestamp time, std::int32_t value, Reason reason = Reason::kNone) {
  Observation quality;
  quality.code = ObservationCode::kEcgQuality;
  quality.unit = Unit::kOne;
  quality.value = value;
  quality.validity = reason == Reason::kNone ? Validity::kValid : Validity::kUndeterminable;
  quality.reason = reason;
  quality.time = time;
  quality.valid_until = time + Seconds(3);
  return quality;
}

SampleBlock Block(Timestamp first_sample, std::uint16_t quality = kQualityGood) {
  SampleBlock block;
  block.channel = ChannelId::kEcg;
  block.unit = Unit::kMicrovolt;
  block.quality = quality;
  block.count = kPerBlock;
  block.period_us = 4000;
  block.first_sample = first_sample;
  return block;
}

// The plugin with a detector that misses nothing.
class BeatClassifierTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(bench_.Start(), Status::kOk); }

  // Plays `ecg` on, up to 3 s after its last beat.
  void Play(const TestEcg& ecg) {
    samples_ = ecg.Samples();
    while ((frame_ + 1) * kPerBlock <= samples_.size()) Frame(ecg);
  }

  // The next 100 ms of it.
  void Frame(const TestEcg& ecg, std::uint16_t quality = kQualityGood) {
    SampleBlock block = Block(bench_.now() + Microseconds(jitter_us_), quality);
    for (std::size_t n = 0; n < kPerBlock; ++n) block.samples[n] = samples_[frame_ * kPerBlock + n];
    if (frame_ % 10 == 0) ASSERT_EQ(bench_.Give(Quality(bench_.now(), readable_)), Status::kOk);
    ++frame_;
    ASSERT_EQ(bench_.Give(block), Status::kOk);
    for (; next_ < ecg.beats().size() && ecg.beats()[next_].time + kLatency < bench_.now(); ++next_) {
      Observation beat = Beat(ecg.beats()[next_].time);
      if (small_.contains(next_)) beat.value = 250;
      ASSERT_EQ(bench_.Give(beat), Status::kOk);
    }
    Activate();
  }
  void Until(const TestEcg& ecg, Duration time) {
    samples_ = ecg.Samples();
    while (bench_.now() < Timestamp() + time) Frame(ecg);
  }

  void Activate() {
    ASSERT_EQ(bench_.Activate(), Status::kOk);
    for (const Observation& o : bench_.said().observations) {
      heard_.push_back({bench_.now(), o});
      last_ = o;
    }
  }

  struct Heard {
    Timestamp now;
    Observation said;
  };
  // What was said of the beat at `time`; a code of kNone when nothing was.
  Observation Of(Timestamp time) const {
    for (const Heard& heard : heard_) {
      if (heard.said.time == time && heard.said.time < heard.now) return heard.said;
    }
    return Observation();
  }
  // That all beats from number `first` on were told as what they are.
  void ExpectAllRight(const TestEcg& ecg, std::size_t first = BeatClassifier::kLearned) const {
    for (std::size_t n = first; n < ecg.beats().size(); ++n) {
      const Observation said = Of(ecg.beats()[n].time);
      EXPECT_EQ(said.validity, Validity::kValid) << n;
      EXPECT_EQ(said.value, ecg.beats()[n].is_ventricular ? 1 : 0) << n;
    }
  }
  std::size_t Count(Reason reason) const {
    return static_cast<std::size_t>(std::count_if(
        heard_.begin(), heard_.end(), [reason](const Heard& heard) { return heard.said.reason == reason; }));
  }

  PluginBench<BeatClassifier> bench_{kBeatClassifierManifest};
  std::vector<std::int32_t> samples_;
  std::set<std::size_t> small_;  // places of beats that are told as low
  std::int64_t jitter_us_ = 0;   // of the next block
  std::vector<Heard> heard_;
  Observation last_;
  std::int32_t readable_ = 1;  // what is said of the ECG once a second
  std::size_t frame_ = 0;
  std::size_t next_ = 0;
};

TestEcg Premature(const BeatForm& normal, const BeatForm& early, int count) {
  TestEcg ecg;
  ecg.Beats(12, Milliseconds(800), normal);
  for (int n = 0; n < count; ++n) {
    ecg.Beats(4, Milliseconds(800), normal);
    ecg.Beat(Milliseconds(500), early);
    ecg.Beat(Milliseconds(1100), normal);
  }
  return ecg;
}

TEST_F(BeatClassifierTest, PrematureWideBeatsAreVentricular) {
  VIGIL_VERIFIES("REQ-BEAT-001");
  const TestEcg ecg = Premature(kNarrow, kWide, 6);
  Play(ecg);
  ExpectAllRight(ecg);
}

TEST_F(BeatClassifierTest, SoAreThoseOfTheOtherPolarity) {
  VIGIL_VERIFIES("REQ-BEAT-001");
  const TestEcg ecg = Premature(kNarrow, kWideDown, 6);
  Play(ecg);
  ExpectAllRight(ecg);
}

TEST_F(BeatClassifierTest, EachBeatOfABigeminyIsToldAsWhatItIs) {
  VIGIL_VERIFIES("REQ-BEAT-001");
  TestEcg ecg;
  ecg.Beats(12, Milliseconds(800), kNarrow);
  for (int n = 0; n < 20; ++n) {
    ecg.Beat(Milliseconds(520), kWide);
    ecg.Beat(Milliseconds(1080), kNarrow);
  }
  Play(ecg);
  ExpectAllRight(ecg);
}

TEST_F(BeatClassifierTest, BothBeatsOfAPairAreVentricular) {
  VIGIL_VERIFIES("REQ-BEAT-001");
  TestEcg ecg;
  ecg.Beats(12, Milliseconds(800), kNarrow);
  for (int n = 0; n < 4; ++n) {
    ecg.Beats(4, Milliseconds(800), kNarrow);
    ecg.Beats(2, Milliseconds(480), kWide);
    ecg.Beat(Milliseconds(1100), kNarrow);
  }
  Play(ecg);
  ExpectAllRight(ecg);
}

// Each second beat is nearly as the normal one: it waits for the next, and is told in its order.
TEST_F(BeatClassifierTest, EachBeatOfABidirectionalTachycardiaIsVentricular) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  TestEcg ecg;
  ecg.Beats(80, Milliseconds(800), kNarrow);
  for (int n = 0; n < 3; ++n) {
    ecg.Beat(Milliseconds(520), kWide);
    ecg.Beat(Milliseconds(640), kNearlyNarrow);
  }
  ecg.Beat(Milliseconds(520), kWide);
  ecg.Beats(5, Milliseconds(800), kNarrow);
  Play(ecg);
  ExpectAllRight(ecg);
  Timestamp before;
  for (const Heard& heard : heard_) {
    if (heard.said.time >= heard.now) continue;
    EXPECT_GT(heard.said.time, before);
    before = heard.said.time;
  }
}

TEST_F(BeatClassifierTest, NormalBeatsOfAFastBigeminyAreNone) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  TestEcg ecg;
  ecg.Beats(80, Milliseconds(560), kNarrow);
  for (int n = 0; n < 20; ++n) {
    ecg.Beat(Milliseconds(440), kWide);
    ecg.Beat(Milliseconds(640), kNarrow);
  }
  Play(ecg);
  ExpectAllRight(ecg);
}

// Its beats become the usual ones. One that is missing ends nothing.
TEST_F(BeatClassifierTest, ALongTachycardiaStaysVentricular) {
  VIGIL_VERIFIES("REQ-BEAT-011");
  TestEcg ecg;
  ecg.Beats(40, Milliseconds(800), kNarrow);
  for (int n = 0; n < 4; ++n) {
    ecg.Beats(100, Milliseconds(460), kWide);
    ecg.Beat(Milliseconds(920), kWide);
  }
  Play(ecg);
  ExpectAllRight(ecg);
}

TEST_F(BeatClassifierTest, NormalBeatsAtThePaceOfALongTachycardiaAreNone) {
  VIGIL_VERIFIES("REQ-BEAT-011");
  TestEcg ecg;
  ecg.Beats(40, Milliseconds(800), kNarrow);
  ecg.Beats(200, Milliseconds(460), kWide);
  ecg.Beats(60, Milliseconds(460), kNarrow);
  Play(ecg);
  ExpectAllRight(ecg);
}

// As the beats of a bundle branch block that began in a fast rhythm.
TEST_F(BeatClassifierTest, AHeldShapeThatGoesOnSlowlyBecomesThePatientsOwn) {
  VIGIL_VERIFIES("REQ-BEAT-011");
  TestEcg ecg;
  ecg.Beats(40, Milliseconds(800), kNarrow);
  ecg.Beats(200, Milliseconds(460), kWide);
  ecg.Beats(40, Milliseconds(800), kWide);
  ecg.Beats(60, Milliseconds(460), kWide);
  Play(ecg);
  for (std::size_t n = 300; n < ecg.beats().size(); ++n) EXPECT_EQ(Of(ecg.beats()[n].time).value, 0) << n;
}

// By their odds its beats are the usual ones for minutes: it is told by its shape alone.
TEST_F(BeatClassifierTest, ATachycardiaThatComesBackIsTold) {
  VIGIL_VERIFIES("REQ-BEAT-011");
  TestEcg ecg;
  ecg.Beats(40, Milliseconds(800), kNarrow);
  ecg.Beats(200, Milliseconds(460), kWide);
  ecg.Beats(24, Milliseconds(800), kNarrow);
  ecg.Beats(60, Milliseconds(460), kWide);
  Play(ecg);
  ExpectAllRight(ecg);
}

// A beat that asks for the next one, which stays away or has no class.
TEST_F(BeatClassifierTest, ABeatThatAsksForTheNextIsToldWithoutItAfter2200Ms) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  TestEcg ecg;
  ecg.Beats(80, Milliseconds(800), kNarrow);
  ecg.Beat(Milliseconds(520), kWide);
  ecg.Beat(Milliseconds(560), kNearlyNarrow);
  ecg.Beat(Milliseconds(640), kWide);
  ecg.Beat(Milliseconds(1700), kNarrow);
  const Timestamp asks = ecg.beats()[81].time;
  Until(ecg, asks - Timestamp() + Milliseconds(2100));
  EXPECT_EQ(Of(asks).code, ObservationCode::kNone);
  for (int n = 0; n < 2; ++n) Frame(ecg);
  EXPECT_EQ(Of(asks).validity, Validity::kValid);
  EXPECT_EQ(Of(asks).value, 0);
  Play(ecg);
  EXPECT_EQ(Of(ecg.beats()[82].time).value, 1);
}

TEST_F(BeatClassifierTest, ABeatThatAsksForTheNextIsUnknownWhenSamplesFail) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  TestEcg ecg;
  ecg.Beats(80, Milliseconds(800), kNarrow);
  ecg.Beat(Milliseconds(520), kWide);
  ecg.Beat(Milliseconds(560), kNearlyNarrow);
  ecg.Beats(4, Milliseconds(640), kWide);
  const Timestamp asks = ecg.beats()[81].time;
  Until(ecg, asks - Timestamp() + Milliseconds(1200));  // judged, with the shape of the next
  EXPECT_EQ(Of(ecg.beats()[80].time).value, 1);
  EXPECT_EQ(Of(asks).code, ObservationCode::kNone);
  Frame(ecg, kQualityLeadOff);
  EXPECT_EQ(Of(asks).reason, Reason::kLeadOff);
}

// The detector is late with the beats after it: they come when it is told.
TEST_F(BeatClassifierTest, ABeatThatIsToldWithoutTheNextIsNoCompany) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  TestEcg ecg;
  ecg.Beats(80, Milliseconds(800), kNarrow);
  ecg.Beat(Milliseconds(520), kWide);
  ecg.Beat(Milliseconds(560), kNearlyNarrow);
  ecg.Beat(Milliseconds(640), kWide);
  const TestEcg until_then = ecg;
  ecg.Beat(Milliseconds(560), kNearlyNarrow);
  ecg.Beats(3, Milliseconds(1100), kNarrow);
  samples_ = ecg.Samples();
  const Timestamp asks = ecg.beats()[81].time;
  while (bench_.now() <= asks + Milliseconds(2300)) Frame(until_then);
  EXPECT_EQ(Of(asks).validity, Validity::kValid);
  EXPECT_EQ(Of(asks).value, 0);
  Play(ecg);
  EXPECT_EQ(Of(ecg.beats()[82].time).value, 1);
  EXPECT_EQ(Of(ecg.beats()[83].time).validity, Validity::kValid);
  EXPECT_EQ(Of(ecg.beats()[83].time).value, 0) << "behind one, not two";
}

// The beats are told when the samples after them have begun anew.
TEST_F(BeatClassifierTest, ABeatThatAsksForOneWithoutSamplesIsNone) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  TestEcg ecg;
  ecg.Beats(80, Milliseconds(800), kNarrow);
  const TestEcg until_then = ecg;
  ecg.Beat(Milliseconds(520), kWide);
  ecg.Beat(Milliseconds(560), kNearlyNarrow);
  ecg.Beat(Milliseconds(640), kWide);
  ecg.Beat(Milliseconds(200), kNarrow);
  samples_ = ecg.Samples();
  const Timestamp asks = ecg.beats()[81].time;
  while (bench_.now() <= asks + Milliseconds(900)) Frame(until_then);
  Frame(until_then, kQualityLeadOff);
  for (std::size_t n = 80; n < 84; ++n) ASSERT_EQ(bench_.Give(Beat(ecg.beats()[n].time)), Status::kOk);
  next_ = 84;
  ++frame_;
  Activate();  // without samples: the ventricular one is judged with those from before
  for (int n = 0; n < 4; ++n) Frame(ecg);
  EXPECT_EQ(Of(ecg.beats()[80].time).value, 1);
  EXPECT_EQ(Of(asks).validity, Validity::kValid);
  EXPECT_EQ(Of(asks).value, 0);
  EXPECT_EQ(Of(ecg.beats()[82].time).reason, Reason::kDataGap);
}

TEST_F(BeatClassifierTest, BehindABreakThereIsNoCompany) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  TestEcg ecg;
  ecg.Beats(24, Milliseconds(800), kNarrow);
  small_ = {24, 26};
  ecg.Beat(Milliseconds(500), kWide);
  ecg.Beat(Milliseconds(1100), kNarrow);
  ecg.Beat(Milliseconds(1500), kWide);
  ecg.Beats(3, Milliseconds(1100), kNarrow);
  Until(ecg, ecg.beats()[25].time - Timestamp() + Milliseconds(700));
  Frame(ecg, kQualityLeadOff);
  Play(ecg);
  EXPECT_EQ(Of(ecg.beats()[24].time).value, 1);
  EXPECT_EQ(Of(ecg.beats()[26].time).value, 1) << "the small one before the break is forgotten";
}

TEST_F(BeatClassifierTest, SmallBeatsAmongVentricularOnesAreNotVentricular) {
  VIGIL_VERIFIES("REQ-BEAT-009");
  TestEcg ecg;
  ecg.Beats(24, Milliseconds(800), kNarrow);
  for (std::size_t n = 0; n < 10; ++n) {  // a complete block: escape beats, and P waves told as beats
    ecg.Beat(Milliseconds(700), kWide);
    for (int wave = 0; wave < 2; ++wave) {
      small_.insert(ecg.beats().size());
      ecg.Beat(Milliseconds(500), kWide);
    }
  }
  Play(ecg);
  for (std::size_t n = 26; n < ecg.beats().size(); ++n) {
    const Observation said = Of(ecg.beats()[n].time);
    EXPECT_EQ(said.validity, Validity::kValid) << n;
    EXPECT_EQ(said.value, small_.contains(n) ? 0 : 1) << n;
  }
}

TEST_F(BeatClassifierTest, ASmallBeatAmongOthersMayBeVentricular) {
  VIGIL_VERIFIES("REQ-BEAT-009");
  TestEcg ecg;
  ecg.Beats(24, Milliseconds(800), kNarrow);
  for (int n = 0; n < 10; ++n) {  // a bigeminy of small ones
    small_.insert(ecg.beats().size());
    ecg.Beat(Milliseconds(500), kWide);
    ecg.Beat(Milliseconds(1100), kNarrow);
  }
  Play(ecg);
  ExpectAllRight(ecg);
}

TEST_F(BeatClassifierTest, JitterOfLessThanHalfASampleIsNoGap) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  TestEcg ecg;
  ecg.Beats(30, Milliseconds(800), kNarrow);
  samples_ = ecg.Samples();
  while ((frame_ + 1) * kPerBlock <= samples_.size()) {
    jitter_us_ = static_cast<std::int64_t>(frame_ % 5) * 250 - 500;
    Frame(ecg);
  }
  EXPECT_EQ(Count(Reason::kDataGap), 0u);
  ExpectAllRight(ecg);
}

TEST_F(BeatClassifierTest, WideBeatsThatAreThePatientsNormalOnesAreNotVentricular) {
  VIGIL_VERIFIES("REQ-BEAT-002");
  TestEcg ecg;
  ecg.Beats(60, Milliseconds(800), kBlocked);
  Play(ecg);
  ExpectAllRight(ecg);
}

TEST_F(BeatClassifierTest, EarlyBeatsOfTheNormalShapeAreNotVentricular) {
  VIGIL_VERIFIES("REQ-BEAT-002");
  const TestEcg ecg = Premature(kNarrow, kNarrow, 6);
  Play(ecg);
  ExpectAllRight(ecg);
}

TEST_F(BeatClassifierTest, EachBeatIsToldOnceAndInOrder) {
  VIGIL_VERIFIES("REQ-BEAT-003");
  const TestEcg ecg = Premature(kNarrow, kWide, 3);
  Play(ecg);
  std::vector<Timestamp> told;
  for (const Heard& heard : heard_) {
    if (heard.said.time < heard.now) told.push_back(heard.said.time);
  }
  ASSERT_EQ(told.size(), ecg.beats().size());
  for (std::size_t n = 0; n < told.size(); ++n) EXPECT_EQ(told[n], ecg.beats()[n].time);
}

TEST_F(BeatClassifierTest, ABeatIsToldSoonAfterTheNextOrAfter2200Ms) {
  VIGIL_VERIFIES("REQ-BEAT-003");
  TestEcg ecg;
  ecg.Beats(20, Milliseconds(800), kNarrow);
  Play(ecg);
  for (const Heard& heard : heard_) {
    if (heard.said.time == heard.now) continue;
    const bool is_last = heard.said.time == ecg.beats().back().time;
    EXPECT_LE((heard.now - heard.said.time).us, is_last ? 2'300'000 : 1'400'000);
    if (is_last) EXPECT_GE((heard.now - heard.said.time).us, 2'200'000);
  }
}

TEST_F(BeatClassifierTest, ABeatWhoseNextIsFarIsJudgedWithoutIt) {
  VIGIL_VERIFIES("REQ-BEAT-003");
  TestEcg ecg;
  ecg.Beats(12, Milliseconds(1000), kNarrow);
  ecg.Beat(Milliseconds(600), kWide);
  ecg.Beats(3, Milliseconds(1620), kNarrow);  // told in the frame in which the wait is over
  ecg.Beats(3, Milliseconds(2600), kNarrow);
  Play(ecg);
  ExpectAllRight(ecg);
}

TEST_F(BeatClassifierTest, WhenSamplesAreLateABeatIsJudgedWithoutTheNext) {
  VIGIL_VERIFIES("REQ-BEAT-003");
  TestEcg ecg;
  ecg.Beats(12, Milliseconds(800), kNarrow);
  ecg.Beats(3, Milliseconds(1560), kNarrow);
  // The beat of 11.16 s is near enough to that of 9.6 s; its shape is not complete.
  Until(ecg, Milliseconds(11500));
  ASSERT_EQ(bench_.Give(Beat(ecg.beats()[12].time)), Status::kOk);
  for (int n = 0; n < 2; ++n) Activate();
  EXPECT_EQ(Of(ecg.beats()[11].time).code, ObservationCode::kNone);
  Activate();
  EXPECT_EQ(Of(ecg.beats()[11].time).validity, Validity::kValid);
  EXPECT_EQ(Of(ecg.beats()[11].time).value, 0);
}

TEST_F(BeatClassifierTest, ASecondDetectionWithin160MsIsOfTheSameBeat) {
  VIGIL_VERIFIES("REQ-BEAT-003");
  TestEcg ecg;
  ecg.Beats(12, Milliseconds(800), kNarrow);
  const Timestamp beat = ecg.beats().back().time;
  Until(ecg, Milliseconds(10200));
  ASSERT_EQ(bench_.Give(Beat(beat + Milliseconds(156))), Status::kOk);
  ASSERT_EQ(bench_.Give(Beat(beat + Milliseconds(160))), Status::kOk);
  Play(ecg);
  EXPECT_EQ(Of(beat + Milliseconds(156)).code, ObservationCode::kNone);
  EXPECT_EQ(Of(beat + Milliseconds(160)).code, ObservationCode::kVentricularBeat);
}

TEST_F(BeatClassifierTest, TheFirstEightBeatsAreForLearning) {
  VIGIL_VERIFIES("REQ-BEAT-004");
  TestEcg ecg;
  ecg.Beats(12, Milliseconds(800), kNarrow);
  Play(ecg);
  for (std::size_t n = 0; n < ecg.beats().size(); ++n) {
    EXPECT_EQ(Of(ecg.beats()[n].time).reason, n < 8 ? Reason::kStarting : Reason::kNone) << n;
  }
}

TEST_F(BeatClassifierTest, AfterAShortBreakWhatWasLearnedHolds) {
  VIGIL_VERIFIES("REQ-BEAT-004");
  TestEcg ecg;
  ecg.Beats(14, Milliseconds(800), kNarrow);
  ecg.Beats(6, Milliseconds(10000), kNarrow);
  ecg.Beats(3, Milliseconds(800), kNarrow);
  Until(ecg, Seconds(14));
  for (int n = 0; n < 99; ++n) Frame(ecg, kQualityLeadOff);
  Play(ecg);
  EXPECT_EQ(Of(ecg.beats()[15].time).validity, Validity::kValid);
}

TEST_F(BeatClassifierTest, AfterALongBreakItLearnsAnew) {
  VIGIL_VERIFIES("REQ-BEAT-004");
  TestEcg ecg;
  ecg.Beats(14, Milliseconds(800), kNarrow);
  ecg.Beats(30, Milliseconds(800), kWide);
  Until(ecg, Milliseconds(11900));
  for (int n = 0; n < 101; ++n) Frame(ecg, kQualityLeadOff);
  Play(ecg);
  // Nothing is known of the narrow beats any longer.
  EXPECT_EQ(Of(ecg.beats()[30].time).reason, Reason::kStarting);
  EXPECT_EQ(Of(ecg.beats()[42].time).validity, Validity::kValid);
  EXPECT_EQ(Of(ecg.beats()[42].time).value, 0);
}

TEST_F(BeatClassifierTest, UnusableSamplesMakeBeatsThatWaitUnknownAtOnce) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  TestEcg ecg;
  ecg.Beats(30, Milliseconds(800), kNarrow);
  // The beat of 9.6 s is known and waits for that of 10.4 s.
  Until(ecg, Milliseconds(10200));
  EXPECT_EQ(Of(ecg.beats()[11].time).code, ObservationCode::kNone);
  Frame(ecg, kQualityLeadOff);
  EXPECT_EQ(Of(ecg.beats()[11].time).reason, Reason::kLeadOff);
  EXPECT_EQ(last_.reason, Reason::kLeadOff);
}

TEST_F(BeatClassifierTest, AGapMakesBeatsThatWaitUnknown) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  TestEcg ecg;
  ecg.Beats(30, Milliseconds(800), kNarrow);
  Until(ecg, Milliseconds(10200));
  Frame(ecg, kQualityGap);
  EXPECT_EQ(Of(ecg.beats()[11].time).reason, Reason::kDataGap);
  Play(ecg);
  // Its samples are on both sides of the gap.
  EXPECT_EQ(Of(ecg.beats()[12].time).reason, Reason::kDataGap);
  EXPECT_EQ(Of(ecg.beats()[13].time).validity, Validity::kValid);
}

TEST_F(BeatClassifierTest, ABlockThatComesTooLateIsAGap) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  TestEcg ecg;
  ecg.Beats(30, Milliseconds(800), kNarrow);
  Until(ecg, Milliseconds(10200));
  Activate();
  ++frame_;
  Frame(ecg);
  EXPECT_EQ(Of(ecg.beats()[11].time).reason, Reason::kDataGap);
}

TEST_F(BeatClassifierTest, SamplesThatStopAreAGapAfterHalfASecond) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  TestEcg ecg;
  ecg.Beats(30, Milliseconds(800), kNarrow);
  Until(ecg, Milliseconds(10200));
  for (int n = 0; n < 5; ++n) Activate();
  EXPECT_EQ(Of(ecg.beats()[11].time).code, ObservationCode::kNone);
  Activate();
  EXPECT_EQ(Of(ecg.beats()[11].time).reason, Reason::kDataGap);
  EXPECT_EQ(last_.reason, Reason::kDataGap);
}

TEST_F(BeatClassifierTest, ADetectorThatCannotTellMakesBeatsUnknown) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  TestEcg ecg;
  ecg.Beats(30, Milliseconds(800), kNarrow);
  Until(ecg, Milliseconds(10200));
  ASSERT_EQ(bench_.Give(Unknown(bench_.now(), Reason::kNoEvent)), Status::kOk);
  Frame(ecg);
  EXPECT_EQ(Of(ecg.beats()[11].time).code, ObservationCode::kNone);
  ASSERT_EQ(bench_.Give(Unknown(bench_.now(), Reason::kNoBeats)), Status::kOk);
  Frame(ecg);
  EXPECT_EQ(Of(ecg.beats()[11].time).reason, Reason::kNoBeats);
  EXPECT_EQ(last_.reason, Reason::kNoBeats);
  Play(ecg);
  ExpectAllRight(ecg, 12);
}

TEST_F(BeatClassifierTest, ADamagedBeatIsABreak) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  BeatClassifier plugin;
  ASSERT_EQ(plugin.Init(Settings()), Status::kOk);
  Inbox in;
  in.now = Timestamp{2'000'000};
  Observation beat = Beat(Timestamp{1'000'000});
  Seal(beat);
  ASSERT_EQ(in.observations.Add(beat), Status::kOk);
  beat.time = Timestamp{1'500'000};
  ASSERT_EQ(in.observations.Add(beat), Status::kOk);
  Outbox out;
  ASSERT_EQ(plugin.Process(in, out), Status::kOk);
  ASSERT_EQ(out.observations.size(), 2u);
  EXPECT_EQ(out.observations[0].time, Timestamp{1'000'000});
  EXPECT_EQ(out.observations[0].reason, Reason::kDamaged);
  EXPECT_EQ(out.observations[1].reason, Reason::kStarting);
}

TEST_F(BeatClassifierTest, ABeatWithoutItsSamplesIsUnknown) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  TestEcg ecg;
  ecg.Beat(Milliseconds(208), kNarrow);
  ecg.Beats(12, Milliseconds(800), kNarrow);
  Play(ecg);
  EXPECT_EQ(Of(ecg.beats()[0].time).reason, Reason::kDataGap);
  EXPECT_EQ(Of(ecg.beats()[8].time).reason, Reason::kStarting);
  ExpectAllRight(ecg, 9);
}

TEST_F(BeatClassifierTest, ABeatOfLongAgoIsUnknown) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  for (int n = 0; n < 120; ++n) {
    ASSERT_EQ(bench_.Give(Block(bench_.now())), Status::kOk);
    Activate();
  }
  ASSERT_EQ(bench_.Give(Beat(Timestamp{2'000'000})), Status::kOk);
  ASSERT_EQ(bench_.Give(Block(bench_.now())), Status::kOk);
  Activate();
  EXPECT_EQ(Of(Timestamp{2'000'000}).reason, Reason::kDataGap);
}

TEST_F(BeatClassifierTest, OfSevenBeatsThatWaitTheFirstIsUnknown) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  for (int n = 0; n < 10; ++n) {
    ASSERT_EQ(bench_.Give(Block(bench_.now())), Status::kOk);
    Activate();
  }
  // They are as near together as the detector allows, and the samples stay away.
  for (int n = 0; n < 7; ++n) ASSERT_EQ(bench_.Give(Beat(Timestamp{(200 + n * 160) * 1000})), Status::kOk);
  heard_.clear();
  Activate();
  ASSERT_FALSE(heard_.empty());
  EXPECT_EQ(heard_[0].said.time, Timestamp{200'000});
  EXPECT_EQ(heard_[0].said.reason, Reason::kNoise);
}

TEST_F(BeatClassifierTest, ADetectorThatCannotTellAndDoesNotSayWhyIsABreak) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  TestEcg ecg;
  ecg.Beats(30, Milliseconds(800), kNarrow);
  Until(ecg, Milliseconds(10200));
  ASSERT_EQ(bench_.Give(Unknown(bench_.now(), Reason::kNone)), Status::kOk);
  Frame(ecg);
  EXPECT_EQ(Of(ecg.beats()[11].time).reason, Reason::kNoise);
}

TEST_F(BeatClassifierTest, OfAnEcgThatCannotBeReadNoBeatIsTold) {
  VIGIL_VERIFIES("REQ-BEAT-008");
  const TestEcg ecg = Premature(kNarrow, kWide, 6);
  readable_ = 0;
  Play(ecg);
  for (std::size_t n = BeatClassifier::kLearned; n < ecg.beats().size(); ++n) {
    const Observation said = Of(ecg.beats()[n].time);
    EXPECT_EQ(said.validity, Validity::kUndeterminable) << n;
    EXPECT_EQ(said.reason, Reason::kNoise) << n;
    EXPECT_EQ(said.value, 0) << n;
  }
}

TEST_F(BeatClassifierTest, WhatCouldBeReadIsToldForTenSecondsMore) {
  VIGIL_VERIFIES("REQ-BEAT-008");
  TestEcg ecg;
  ecg.Beats(60, Milliseconds(800), kNarrow);
  Until(ecg, Milliseconds(20050));  // the last word, of 20 s, is that it can be read
  readable_ = 0;
  Play(ecg);
  for (std::size_t n = BeatClassifier::kLearned; n < ecg.beats().size(); ++n) {
    const double second = static_cast<double>(ecg.beats()[n].time.us) / 1e6;
    if (second < 28.5) EXPECT_EQ(Of(ecg.beats()[n].time).validity, Validity::kValid) << second;
    if (second > 30) EXPECT_EQ(Of(ecg.beats()[n].time).reason, Reason::kNoise) << second;
  }
  EXPECT_EQ(last_.reason, Reason::kNoise);
}

TEST_F(BeatClassifierTest, AnEcgOfWhichNobodyCanTellIsNotReadAtOnce) {
  VIGIL_VERIFIES("REQ-BEAT-008");
  TestEcg ecg;
  ecg.Beats(30, Milliseconds(800), kNarrow);
  Until(ecg, Milliseconds(10200));
  ASSERT_EQ(bench_.Give(Quality(bench_.now(), 0, Reason::kLeadOff)), Status::kOk);
  Frame(ecg);
  EXPECT_EQ(last_.reason, Reason::kLeadOff);
  Until(ecg, Milliseconds(11000));
  EXPECT_EQ(Of(ecg.beats()[11].time).reason, Reason::kLeadOff);
}

TEST_F(BeatClassifierTest, ItSpeaksAtLeastOnceASecond) {
  VIGIL_VERIFIES("REQ-BEAT-006");
  Activate();
  EXPECT_EQ(last_.reason, Reason::kStarting);
  TestEcg ecg;
  ecg.Beat(Milliseconds(1000), kNarrow);
  ecg.Beats(10, Milliseconds(800), kNarrow);
  ecg.Beats(5, Milliseconds(3000), kNarrow);
  ASSERT_EQ(bench_.Start(), Status::kOk);
  heard_.clear();
  Play(ecg);
  Timestamp before;
  for (const Heard& heard : heard_) {
    EXPECT_LE((heard.now - before).us, 1'100'000);
    before = heard.now;
  }
  EXPECT_GE(Count(Reason::kNoEvent), 5u);
}

TEST_F(BeatClassifierTest, WithoutRoomForBeatsThatWaitTheKernelIsTold) {
  VIGIL_VERIFIES("REQ-BEAT-006");
  BeatClassifier plugin;
  ASSERT_EQ(plugin.Init(Settings()), Status::kOk);
  Inbox in;
  in.now = Timestamp{2'000'000};
  for (const std::int64_t ms : {1000, 1300, 1600}) {
    Observation beat = Beat(Timestamp() + Milliseconds(ms));
    Seal(beat);
    ASSERT_EQ(in.observations.Add(beat), Status::kOk);
  }
  Outbox out;
  ASSERT_EQ(plugin.Process(in, out), Status::kOk);
  Inbox off;
  off.now = Timestamp{2'100'000};
  ASSERT_EQ(off.blocks.Add(Block(Timestamp{2'000'000}, kQualityLeadOff)), Status::kOk);
  ASSERT_EQ(off.observations.Add(in.observations[0]), Status::kOk);
  Outbox full;
  for (std::uint32_t n = 0; n < 7; ++n) ASSERT_EQ(full.observations.Add(Observation()), Status::kOk);
  EXPECT_EQ(plugin.Process(off, full), Status::kInternal);
}

TEST_F(BeatClassifierTest, ABlockOfAnotherKindIsAnError) {
  VIGIL_VERIFIES("REQ-BEAT-007");
  for (int wrong = 0; wrong < 5; ++wrong) {
    BeatClassifier plugin;
    ASSERT_EQ(plugin.Init(Settings()), Status::kOk);
    SampleBlock block = Block(Timestamp());
    if (wrong == 1) block.channel = ChannelId::kAcceleration;
    if (wrong == 2) block.unit = Unit::kMilliG;
    if (wrong == 3) block.period_us = 5000;
    if (wrong == 4) block.count = kMaxSamplesPerBlock + 1;
    Inbox in;
    ASSERT_EQ(in.blocks.Add(block), Status::kOk);
    ASSERT_EQ(in.blocks.Add(block), Status::kOk);
    in.now = Timestamp{100'000};
    Outbox out;
    EXPECT_EQ(plugin.Process(in, out), wrong == 0 ? Status::kOk : Status::kInvalidArgument) << wrong;
  }
}

TEST_F(BeatClassifierTest, AnEmptyBlockChangesNothing) {
  VIGIL_VERIFIES("REQ-BEAT-007");
  SampleBlock block = Block(Timestamp());
  block.count = 0;
  ASSERT_EQ(bench_.Give(block), Status::kOk);
  Activate();
  EXPECT_EQ(last_.reason, Reason::kStarting);
}

TEST_F(BeatClassifierTest, ExtremeSamplesAreHarmless) {
  VIGIL_VERIFIES("REQ-BEAT-007");
  for (int frame = 0; frame < 300; ++frame) {
    SampleBlock block = Block(bench_.now());
    for (int n = 0; n < kPerBlock; ++n) {
      block.samples[n] = (frame * kPerBlock + n) / 7 % 3 == 0   ? INT32_MIN
                         : (frame * kPerBlock + n) / 7 % 3 == 1 ? INT32_MAX
                                                                : 0;
    }
    ASSERT_EQ(bench_.Give(block), Status::kOk);
    if (frame % 2 == 1) ASSERT_EQ(bench_.Give(Beat(bench_.now())), Status::kOk);
    Activate();
  }
  EXPECT_GE(heard_.size(), 140u);
}

}  // namespace
}  // namespace vigil::plugins
