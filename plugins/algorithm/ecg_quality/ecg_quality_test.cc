#include "plugins/algorithm/ecg_quality/ecg_quality.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/ecg_quality/ecg_quality.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/sim/patient.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr Duration kFrame = Milliseconds(100);

sim::Scene Rest(double seconds) {
  sim::Scene scene;
  scene.seconds = seconds;
  return scene;
}

class EcgQualityTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(bench_.Start(), Status::kOk); }

  static Observation Beat(Timestamp time, Validity validity = Validity::kValid, std::int32_t height_uv = 900) {
    Observation beat;
    beat.code = ObservationCode::kQrsDetected;
    beat.unit = Unit::kMicrovolt;
    beat.value = height_uv;
    beat.validity = validity;
    beat.time = time;
    beat.valid_until = time + Seconds(5);
    return beat;
  }

  SampleBlock Block(std::uint16_t quality = kQualityGood) const {
    SampleBlock block;
    block.channel = ChannelId::kEcg;
    block.unit = Unit::kMicrovolt;
    block.quality = quality;
    block.count = 25;
    block.period_us = 4000;
    block.first_sample = bench_.now();
    return block;
  }

  void Activate() {
    ASSERT_EQ(bench_.Activate(), Status::kOk);
    ASSERT_LE(bench_.said().observations.size(), 1u);
    if (bench_.said().observations.empty()) return;
    last_ = bench_.said().observations[0];
    EXPECT_EQ(last_.time, bench_.now());
    told_.push_back(last_);
  }

  // One frame of `signal`, a function of seconds.
  template <typename Signal>
  void Frame(Signal signal) {
    SampleBlock block = Block();
    for (int n = 0; n < 25; ++n) {
      const double second = static_cast<double>(block.first_sample.us) / 1e6 + 0.004 * n;
      block.samples[n] = static_cast<std::int32_t>(std::lround(signal(second)));
    }
    ASSERT_EQ(bench_.Give(block), Status::kOk);
    Activate();
  }
  template <typename Signal>
  void Run(int seconds, Signal signal) {
    for (int n = 0; n < 10 * seconds; ++n) Frame(signal);
  }

  // What a detector finds in the recording: P waves that lead to no beat are found as well.
  static std::vector<Observation> Found(const sim::Recording& recording, Timestamp begin) {
    std::vector<Observation> found;
    const auto add = [&](double second, double height_uv) {
      found.push_back(Beat(begin + Microseconds(std::llround(1e6 * second)), Validity::kValid, static_cast<std::int32_t>(height_uv)));
    };
    for (const sim::Beat& beat : recording.beats) add(beat.time, recording.plan.At(beat.time).r_uv);
    for (const double wave : recording.blocked_p_waves) {
      const sim::Scene& scene = recording.plan.At(wave);
      add(wave, scene.r_uv * scene.p_share);
    }
    std::sort(found.begin(), found.end(), [](const Observation& a, const Observation& b) { return a.time < b.time; });
    return found;
  }

  // What the patient's heart does, each beat told 400 ms late. The lead may change after
  // some seconds: from then on it has a share of its voltage. A spike of 0.43 mV is found as a beat.
  void Play(const std::vector<sim::Scene>& scenes, double changes_after = 1e9, double share = 1,
            const std::vector<double>& spikes = {}) {
    sim::Recording recording = sim::Simulate(scenes);
    for (const double second : spikes) {
      const auto peak = static_cast<std::size_t>(std::lround(250 * second));
      for (std::size_t n = 0; n < 9; ++n) recording.ecg_uv[peak + n - 4] += n == 4 ? 430 : n % 8 == 0 ? 0 : 215;
      recording.beats.push_back({.time = second});
    }
    const Timestamp begin = bench_.now();
    const auto frames = recording.ecg_uv.size() / 25;
    std::vector<Observation> found = Found(recording, begin);
    for (Observation& beat : found) {
      const double second = static_cast<double>((beat.time - begin).us) / 1e6;
      if (std::any_of(spikes.begin(), spikes.end(), [&](double spike) { return std::abs(spike - second) < 0.01; })) beat.value = 430;
    }
    for (Observation& beat : found) {
      if (static_cast<double>((beat.time - begin).us) >= 1e6 * changes_after) beat.value = static_cast<std::int32_t>(beat.value * share);
    }
    for (std::size_t n = 0; n < recording.ecg_uv.size(); ++n) {
      if (static_cast<double>(n) >= 250 * changes_after) recording.ecg_uv[n] = static_cast<std::int32_t>(recording.ecg_uv[n] * share);
    }
    std::size_t beat = 0;
    for (std::size_t frame = 0; frame < frames; ++frame) {
      SampleBlock block = Block();
      for (std::size_t n = 0; n < 25; ++n) block.samples[n] = recording.ecg_uv[25 * frame + n];
      ASSERT_EQ(bench_.Give(block), Status::kOk);
      for (; beat < found.size() && found[beat].time + Milliseconds(400) <= bench_.now(); ++beat) {
        ASSERT_EQ(bench_.Give(found[beat]), Status::kOk);
      }
      Activate();
    }
  }

  void ExpectTold(std::int32_t value) const {
    EXPECT_EQ(last_.validity, Validity::kValid);
    EXPECT_EQ(last_.reason, Reason::kNone);
    EXPECT_EQ(last_.value, value);
  }
  void ExpectUndeterminable(Reason reason) const {
    EXPECT_EQ(last_.validity, Validity::kUndeterminable);
    EXPECT_EQ(last_.reason, reason);
  }
  // Of the last seconds, how many were told as readable.
  int Readable(std::size_t seconds) const {
    int count = 0;
    for (std::size_t n = told_.size() - seconds; n < told_.size(); ++n) {
      if (told_[n].validity == Validity::kValid && told_[n].value == 1) ++count;
    }
    return count;
  }

  PluginBench<EcgQuality> bench_{kEcgQualityManifest};
  Observation last_;
  std::vector<Observation> told_;
};

TEST_F(EcgQualityTest, ABeatingHeartIsReadableFromTheThirteenthSecondOn) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  Play({Rest(60)});
  ExpectTold(1);
  EXPECT_EQ(last_.code, ObservationCode::kEcgQuality);
  EXPECT_EQ(last_.unit, Unit::kOne);
  EXPECT_EQ(last_.valid_until, last_.time + Seconds(3));
  EXPECT_GE(Readable(60), 47);
}

sim::Scene WithPWaves(double seconds, sim::Rhythm rhythm, double p_share) {
  sim::Scene scene = Rest(seconds);
  scene.rhythm = rhythm;
  scene.rate_per_minute = rhythm == sim::Rhythm::kSinus ? 75 : 28;
  scene.p_share = p_share;
  return scene;
}

TEST_F(EcgQualityTest, PWavesAloneCannotBeRead) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-006");
  for (const double p_share : {0.1, 0.2, 0.33}) {
    SetUp();
    Play({WithPWaves(40, sim::Rhythm::kSinus, p_share), WithPWaves(5, sim::Rhythm::kVentricularStandstill, p_share)});
    ExpectTold(0);
    Play({WithPWaves(60, sim::Rhythm::kVentricularStandstill, p_share)});
    EXPECT_EQ(Readable(60), 0) << p_share;
  }
}

// The pulse is where the T wave of a beat is, and narrow as a QRS.
TEST_F(EcgQualityTest, APulseBehindEachPWaveMakesNoBeatOfIt) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-009");
  for (const double uv : {600.0, 1500.0, -3000.0}) {
    for (const double late : {0.15, 0.2}) {
      SetUp();
      sim::Scene still = WithPWaves(65, sim::Rhythm::kVentricularStandstill, 0.2);
      still.pacer = {.uv = uv, .after_p_wave = late};
      Play({WithPWaves(40, sim::Rhythm::kSinus, 0.2), still});
      EXPECT_EQ(Readable(60), 0) << uv << " " << late;
    }
  }
}

TEST_F(EcgQualityTest, AHeartThatAnswersItsPacemakerIsReadable) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-009");
  for (const double uv : {600.0, 3000.0, 30'000.0}) {
    SetUp();
    sim::Scene paced = Rest(60);
    paced.rhythm = sim::Rhythm::kVentricularTachycardia;
    paced.pacer.uv = uv;
    Play({paced});
    EXPECT_EQ(Readable(40), 40) << uv;
  }
}

TEST_F(EcgQualityTest, TwoBeatsOfTheUsualHeightEndTheQuestion) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-006");
  Play({WithPWaves(40, sim::Rhythm::kSinus, 0.2), WithPWaves(20, sim::Rhythm::kVentricularStandstill, 0.2),
        WithPWaves(1, sim::Rhythm::kSinus, 0.2)});
  ExpectTold(0);
  Play({WithPWaves(3, sim::Rhythm::kSinus, 0.2)});
  ExpectTold(1);
}

TEST_F(EcgQualityTest, EscapeBeatsAmongPWavesCanBeRead) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-006");
  Play({WithPWaves(40, sim::Rhythm::kSinus, 0.2), WithPWaves(60, sim::Rhythm::kCompleteBlock, 0.2)});
  EXPECT_EQ(Readable(60), 60);
}

TEST_F(EcgQualityTest, BeatsThatBecameSmallAndLookAsBeforeStayReadable) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-006");
  Play({Rest(100)}, 40, 0.45);
  EXPECT_EQ(Readable(60), 60);
}

// An electrode that moved: small, and upside down.
TEST_F(EcgQualityTest, SmallBeatsOfAnotherShapeAreBeatsWhenTheyHaveATWave) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-007");
  Play({Rest(100)}, 40, -0.4);
  ExpectTold(1);
  EXPECT_GE(Readable(60), 58);
}

sim::Scene Wide(double seconds, double rate, double height_uv) {
  sim::Scene scene = Rest(seconds);
  scene.rhythm = sim::Rhythm::kVentricularTachycardia;
  scene.rate_per_minute = rate;
  scene.r_uv = height_uv / 1.4;  // so high are the wide beats of the simulation
  return scene;
}

TEST_F(EcgQualityTest, SmallWideBeatsThatAreHigherThanPWavesStayReadable) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-008");
  for (const double rate : {35.0, 60.0, 110.0}) {
    SetUp();
    Play({Rest(40), Wide(60, rate, 450)});
    EXPECT_GE(Readable(60), 57) << rate;
    ExpectTold(1);
  }
}

TEST_F(EcgQualityTest, SmallWideBeatsAreInQuestionWhereNoPWaveWasSeen) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-008");
  sim::Scene rest = Rest(40);
  rest.p_share = 0;
  Play({rest, Wide(60, 60, 450)});
  EXPECT_LE(Readable(60), 10);
  ExpectTold(0);
}

TEST_F(EcgQualityTest, TheBeatsAfterATachycardiaOfTwiceTheHeightStayReadable) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-008");
  Play({Rest(40), Wide(60, 110, 2800), Rest(60)});
  EXPECT_GE(Readable(60), 57);
  ExpectTold(1);
}

TEST_F(EcgQualityTest, PWavesAreNoneAlsoWhenTheBeatsBecameSmall) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-008");
  sim::Scene small = Rest(30);
  small.r_uv = 400;
  sim::Scene waves = small;
  waves.seconds = 60;
  waves.rhythm = sim::Rhythm::kVentricularStandstill;
  small.p_share = 0.3;
  waves.p_share = 0.3;
  Play({Rest(40), small, waves});
  EXPECT_LE(Readable(54), 0);
  ExpectTold(0);
}

// The lead turned upside down with an artefact that is more than twice as high as its beats.
TEST_F(EcgQualityTest, AHighArtefactDoesNotHideSmallBeatsForEver) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-007");
  Play({Rest(42)}, 40.5, -0.45);
  Play({Rest(90)}, 0, -0.2);
  ExpectTold(1);
  EXPECT_EQ(Readable(50), 50);
}

TEST_F(EcgQualityTest, TwoNarrowArtefactsMakeNoBeatsOfPWaves) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-007");
  Play({WithPWaves(40, sim::Rhythm::kSinus, 0.15), WithPWaves(60, sim::Rhythm::kVentricularStandstill, 0.15)}, 1e9, 1, {60, 76});
  EXPECT_EQ(Readable(50), 0);
}

TEST_F(EcgQualityTest, SmallBeatsThatAreNarrowAreBeatsAtAnyRate) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-007");
  sim::Scene fast = Rest(100);
  fast.rate_per_minute = 130;
  Play({fast}, 40, -0.4);
  ExpectTold(1);
  EXPECT_GE(Readable(60), 38);
}

TEST_F(EcgQualityTest, AHeartOutOfOrderIsReadable) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  for (const sim::Rhythm rhythm : {sim::Rhythm::kAtrialFibrillation, sim::Rhythm::kPrematureBeats,
                                   sim::Rhythm::kBigeminy, sim::Rhythm::kVentricularTachycardia}) {
    sim::Scene scene = Rest(60);
    scene.rhythm = rhythm;
    SetUp();
    Play({Rest(20), scene});
    EXPECT_EQ(Readable(60), 60) << static_cast<int>(rhythm);
  }
}

TEST_F(EcgQualityTest, FibrillationAfterAHeartIsNoNoise) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-003");
  for (const sim::Rhythm rhythm : {sim::Rhythm::kVentricularFibrillation, sim::Rhythm::kVentricularFlutter}) {
    sim::Scene scene = Rest(20);
    scene.rhythm = rhythm;
    scene.rate_per_minute = 250;
    SetUp();
    Play({Rest(30), scene});
    EXPECT_EQ(Readable(20), 20) << static_cast<int>(rhythm);
  }
}

TEST_F(EcgQualityTest, AnOscillationAloneIsNoHeart) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-003");
  Run(60, [](double t) { return 500 * std::sin(2 * std::numbers::pi * 5 * t); });
  ExpectTold(0);
  EXPECT_EQ(Readable(60), 0);
}

TEST_F(EcgQualityTest, NoiseAfterAHeartIsToldWithinSevenSeconds) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-002");
  sim::Scene muscle = Rest(10);
  muscle.noise.muscle_uv = 1500;
  Play({Rest(30), muscle});
  ExpectTold(0);
  EXPECT_LE(Readable(10), 8);
}

TEST_F(EcgQualityTest, AHeartOfWhichNoBeatIsFoundAnyLongerCannotBeRead) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-002");
  const sim::Recording heart = sim::Simulate({Rest(60)});
  const std::vector<Observation> found = Found(heart, Timestamp());
  std::size_t beat = 0;
  while (bench_.now() < Timestamp() + Seconds(60)) {
    ASSERT_EQ(bench_.Give(sim::BlockOf(heart, ChannelId::kEcg, bench_.now())), Status::kOk);
    const bool is_found = bench_.now() < Timestamp() + Seconds(30);
    for (; is_found && found[beat].time + Milliseconds(400) <= bench_.now(); ++beat) {
      ASSERT_EQ(bench_.Give(found[beat]), Status::kOk);
    }
    Activate();
    if (bench_.now() == Timestamp() + Seconds(30)) ExpectTold(1);
  }
  ExpectTold(0);
}

TEST_F(EcgQualityTest, AHeartThatStandsStillCannotBeRead) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-002");
  sim::Scene stop = Rest(20);
  stop.rhythm = sim::Rhythm::kAsystole;
  stop.noise.wander_uv = 0;
  Play({Rest(30), stop});
  ExpectTold(0);
}

TEST_F(EcgQualityTest, WhatIsTooHighIsNoHeart) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-002");
  sim::Scene giant = Rest(40);
  giant.r_uv = 30'000;
  Play({giant});
  ExpectTold(0);
}

TEST_F(EcgQualityTest, ABaselineThatJumpsHidesTheHeart) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-002");
  Play({Rest(30)});
  ExpectTold(1);
  const double begin = static_cast<double>(bench_.now().us) / 1e6;
  const auto swinging = [begin](double t) {
    const double beat = std::fmod(t, 0.8) < 0.06 ? 300 : 0;
    return beat + 4000 * std::sin(2 * std::numbers::pi * 0.2 * (t - begin));
  };
  Run(20, swinging);
  ExpectTold(0);
}

TEST_F(EcgQualityTest, ASlowSwingIsNoHeart) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-002");
  Play({Rest(30)});
  Run(20, [](double t) { return 1500 * std::sin(2 * std::numbers::pi * 1.1 * t); });
  ExpectTold(0);
}

TEST_F(EcgQualityTest, ASecondOfNoiseChangesNothing) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-003");
  sim::Scene burst = Rest(2);
  burst.noise.muscle_uv = 400;
  Play({Rest(30), burst, Rest(30)});
  EXPECT_EQ(Readable(32), 32);
}

TEST_F(EcgQualityTest, UnusableSamplesAreToldWithTheirReason) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-004");
  Play({Rest(30)});
  for (int n = 0; n < 11; ++n) {
    ASSERT_EQ(bench_.Give(Block(kQualityLeadOff)), Status::kOk);
    Activate();
  }
  ExpectUndeterminable(Reason::kLeadOff);
  Play({Rest(2)});
  ExpectUndeterminable(Reason::kStarting);
  Play({Rest(30)});
  ExpectTold(1);
}

TEST_F(EcgQualityTest, ALostBlockIsBridged) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-005");
  Play({Rest(30)});
  Activate();
  Play({Rest(20)});
  EXPECT_EQ(Readable(20), 20);
}

TEST_F(EcgQualityTest, ASaturatedBlockIsBridged) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-005");
  Play({Rest(30)});
  ASSERT_EQ(bench_.Give(Block(kQualitySaturated)), Status::kOk);
  Activate();
  Play({Rest(20)});
  EXPECT_GE(Readable(20), 19);
}

TEST_F(EcgQualityTest, OfNoiseALostBlockMakesNothingReadable) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-005");
  sim::Scene muscle = Rest(20);
  muscle.noise.muscle_uv = 1500;
  for (int n = 0; n < 3; ++n) {
    Play({muscle});
    Activate();
  }
  EXPECT_EQ(Readable(50), 0);
}

TEST_F(EcgQualityTest, AfterAShortBreakItGoesOnWithWhatItKnewWhenTheWindowIsFull) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-005");
  Play({Rest(30)});
  for (int n = 0; n < 16; ++n) Activate();
  ExpectUndeterminable(Reason::kDataGap);
  Play({Rest(4)});
  ExpectUndeterminable(Reason::kStarting);
  Play({Rest(2)});
  ExpectTold(1);
}

TEST_F(EcgQualityTest, NoiseAfterAShortBreakIsNotReadable) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-005");
  sim::Scene muscle = Rest(20);
  muscle.noise.muscle_uv = 1500;
  Play({Rest(30)});
  for (int n = 0; n < 16; ++n) Activate();
  Play({muscle});
  EXPECT_EQ(Readable(20), 0);
  ExpectTold(0);
}

TEST_F(EcgQualityTest, AFibrillationThatAShockDidNotEndIsReadable) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-005");
  sim::Scene scene = Rest(20);
  scene.rhythm = sim::Rhythm::kVentricularFibrillation;
  Play({Rest(30), scene});
  for (int n = 0; n < 10; ++n) {
    ASSERT_EQ(bench_.Give(Block(kQualitySaturated)), Status::kOk);
    Activate();
  }
  Play({scene});
  EXPECT_EQ(Readable(14), 14);
}

TEST_F(EcgQualityTest, MissingSamplesAreToldAndAfterALongerBreakItBeginsAnew) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-004");
  Play({Rest(30)});
  for (int n = 0; n < 51; ++n) Activate();
  ExpectUndeterminable(Reason::kDataGap);
  Play({Rest(7)});
  ExpectUndeterminable(Reason::kStarting);
  Play({Rest(23)});
  ExpectTold(1);
}

TEST_F(EcgQualityTest, ABlockOfATimeThatWasBeginsItAnew) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-004");
  Play({Rest(30)});
  SampleBlock early = Block();
  early.first_sample = early.first_sample - Milliseconds(8);
  ASSERT_EQ(bench_.Give(early), Status::kOk);
  Activate();
  Play({Rest(7)});
  ExpectUndeterminable(Reason::kStarting);
}

TEST_F(EcgQualityTest, ItSpeaksEachSecondFromTheFirstActivationOn) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-004");
  Activate();
  ASSERT_EQ(told_.size(), 1u);
  ExpectUndeterminable(Reason::kStarting);
  for (int n = 0; n < 50; ++n) Activate();
  EXPECT_EQ(told_.size(), 6u);
}

TEST_F(EcgQualityTest, BeatsThatCannotBeToldAreNoEvidence) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  EcgQuality plugin;
  ASSERT_EQ(plugin.Init({}), Status::kOk);
  const sim::Recording recording = sim::Simulate({Rest(30)});
  Observation said;
  for (std::int64_t frame = 0; frame < 300; ++frame) {
    Inbox in;
    in.now = Timestamp() + kFrame * (frame + 1);
    ASSERT_EQ(in.blocks.Add(sim::BlockOf(recording, ChannelId::kEcg, Timestamp() + kFrame * frame)), Status::kOk);
    for (const sim::Beat& beat : recording.beats) {
      const Timestamp time{std::llround(1e6 * beat.time)};
      const Timestamp told = time + Milliseconds(400);
      if (told >= in.now || told < in.now - kFrame) continue;
      Observation broken = Beat(time);
      Seal(broken);
      broken.value = 901;
      ASSERT_EQ(in.observations.Add(broken), Status::kOk);
      Observation unknown = Beat(time, Validity::kUndeterminable);
      Seal(unknown);
      ASSERT_EQ(in.observations.Add(unknown), Status::kOk);
    }
    Outbox out;
    ASSERT_EQ(plugin.Process(in, out), Status::kOk);
    if (!out.observations.empty()) said = out.observations[0];
  }
  EXPECT_EQ(said.validity, Validity::kValid);
  EXPECT_EQ(said.value, 0);
}

TEST_F(EcgQualityTest, BeatsOutsideOfWhatIsKnownAreLeftOut) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-001");
  Play({Rest(30)});
  ASSERT_EQ(bench_.Give(Beat(bench_.now() - Seconds(20))), Status::kOk);
  Frame([](double) { return 0; });
  // A detector that tells more beats than a heart has.
  for (int n = 0; n < 12; ++n) ASSERT_EQ(bench_.Give(Beat(bench_.now())), Status::kOk);
  Frame([](double) { return 0; });
  Play({Rest(10)});
  ExpectTold(1);
}

TEST_F(EcgQualityTest, AnotherChannelUnitOrPeriodIsRefused) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-004");
  EcgQuality plugin;
  for (const int what : {0, 1, 2}) {
    ASSERT_EQ(plugin.Init({}), Status::kOk);
    SampleBlock block = Block();
    if (what == 0) block.channel = ChannelId::kEcgAdc;
    if (what == 1) block.unit = Unit::kAdcCount;
    if (what == 2) block.period_us = 2000;
    Inbox in;
    ASSERT_EQ(in.blocks.Add(block), Status::kOk);
    Outbox out;
    EXPECT_EQ(plugin.Process(in, out), Status::kInvalidArgument);
  }
}

TEST_F(EcgQualityTest, ALongerBlockThanThereIsRoomIsReadNoFurther) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-004");
  EcgQuality plugin;
  ASSERT_EQ(plugin.Init({}), Status::kOk);
  Inbox in;
  SampleBlock block = Block();
  block.count = 60'000;
  ASSERT_EQ(in.blocks.Add(block), Status::kOk);
  Outbox out;
  EXPECT_EQ(plugin.Process(in, out), Status::kOk);
}

}  // namespace
}  // namespace vigil::plugins
