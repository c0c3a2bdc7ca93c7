#include "plugins/algorithm/ventricular_rhythm/ventricular_rhythm.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/ventricular_rhythm/ventricular_rhythm.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/sim/patient.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr Duration kFrame = Milliseconds(100);

sim::Scene Rest(double seconds, sim::Rhythm rhythm = sim::Rhythm::kSinus) {
  sim::Scene scene;
  scene.seconds = seconds;
  scene.rhythm = rhythm;
  return scene;
}

// Who else works on the ECG.
struct Others {
  bool find_beats = true;
  std::int32_t height_uv = 1000;  // of the beats that are found
  int quality = 1;  // -1: cannot be told
  bool find_p_waves = false;
  std::vector<double> spikes;  // artefacts that are found as beats: seconds from the begin
};

class VentricularRhythmTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(bench_.Start(), Status::kOk); }

  static Observation Say(ObservationCode code, std::int32_t value, Timestamp time) {
    Observation said;
    said.code = code;
    said.unit = UnitOf(code);
    said.value = value;
    said.validity = Validity::kValid;
    said.time = time;
    said.valid_until = time + Seconds(5);
    return said;
  }
  static Observation Cannot(ObservationCode code, Reason reason, Timestamp time) {
    Observation said = Say(code, 0, time);
    said.validity = Validity::kUndeterminable;
    said.reason = reason;
    return said;
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
    const auto& said = bench_.said().observations;
    ASSERT_TRUE(said.empty() || said.size() == 2u);
    if (said.empty()) return;
    ++told_;
    fibrillation_ = said[0];
    asystole_ = said[1];
    fibrillations_ += fibrillation_.value;
    asystoles_ += asystole_.value;
  }

  // Beats are told 0.4 s late, the quality each second.
  void Play(const std::vector<sim::Scene>& scenes, const Others& others = Others()) {
    const sim::Recording recording = sim::Simulate(scenes);
    const Timestamp begin = bench_.now();
    std::size_t beat = 0;
    std::size_t wave = 0;
    const auto time_of = [&](std::size_t n) {
      return begin + Microseconds(std::llround(1e6 * recording.beats[n].time));
    };
    const auto time_of_wave = [&](std::size_t n) {
      return begin + Microseconds(std::llround(1e6 * recording.blocked_p_waves[n]));
    };
    for (std::size_t frame = 0; frame < recording.ecg_uv.size() / 25; ++frame) {
      SampleBlock block = Block();
      for (std::size_t n = 0; n < 25; ++n) block.samples[n] = recording.ecg_uv[25 * frame + n];
      for (const double spike : others.spikes) {
        const Timestamp time = begin + Microseconds(std::llround(1e6 * spike));
        if (time >= block.first_sample && time < block.first_sample + kFrame) {
          for (std::size_t n = 5; n < 15; ++n) block.samples[n] += 900;
        }
        if (time + Milliseconds(500) < bench_.now() || time + Milliseconds(400) >= bench_.now()) continue;
        ASSERT_EQ(bench_.Give(Say(ObservationCode::kQrsDetected, 900, time)), Status::kOk);
      }
      ASSERT_EQ(bench_.Give(block), Status::kOk);
      for (; beat < recording.beats.size() && time_of(beat) + Milliseconds(400) <= bench_.now(); ++beat) {
        if (!others.find_beats) continue;
        ASSERT_EQ(bench_.Give(Say(ObservationCode::kQrsDetected, others.height_uv, time_of(beat))), Status::kOk);
      }
      for (; wave < recording.blocked_p_waves.size() && time_of_wave(wave) + Milliseconds(600) <= bench_.now(); ++wave) {
        if (!others.find_p_waves) continue;
        const sim::Scene& scene = recording.plan.At(recording.blocked_p_waves[wave]);
        const auto height_uv = static_cast<std::int32_t>(scene.p_share * scene.r_uv);
        ASSERT_EQ(bench_.Give(Say(ObservationCode::kQrsDetected, height_uv, time_of_wave(wave))), Status::kOk);
      }
      if (frame % 10 == 0) {
        constexpr ObservationCode kQuality = ObservationCode::kEcgQuality;
        ASSERT_EQ(bench_.Give(others.quality < 0 ? Cannot(kQuality, Reason::kStarting, bench_.now())
                                                 : Say(kQuality, others.quality, bench_.now())),
                  Status::kOk);
      }
      Activate();
    }
  }

  static void ExpectTold(const Observation& said, std::int32_t value) {
    EXPECT_EQ(said.validity, Validity::kValid);
    EXPECT_EQ(said.reason, Reason::kNone);
    EXPECT_EQ(said.value, value);
  }
  static void ExpectUndeterminable(const Observation& said, Reason reason) {
    EXPECT_EQ(said.validity, Validity::kUndeterminable);
    EXPECT_EQ(said.reason, reason);
    EXPECT_EQ(said.value, 0);
  }
  void ExpectNothingTold(Reason reason) const {
    ExpectUndeterminable(fibrillation_, reason);
    ExpectUndeterminable(asystole_, reason);
  }

  PluginBench<VentricularRhythm> bench_{kVentricularRhythmManifest};
  Observation fibrillation_;
  Observation asystole_;
  int told_ = 0;
  int fibrillations_ = 0;
  int asystoles_ = 0;
};

sim::Scene PWaves(double seconds, double share) {
  sim::Scene scene = Rest(seconds, sim::Rhythm::kVentricularStandstill);
  scene.p_share = share;
  return scene;
}

// Whatever the detector makes of the P waves: kEcgQuality knows that they are no beats.
TEST_F(VentricularRhythmTest, StandstillWithPWavesIsToldAndLasts) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-007");
  for (const double share : {0.1, 0.2, 0.3}) {
    for (const bool are_found : {false, true}) {
      SetUp();
      Play({Rest(30)});
      asystoles_ = 0;
      Play({PWaves(3, share)}, {.find_p_waves = are_found});
      Play({PWaves(4, share)}, {.quality = 0, .find_p_waves = are_found});
      ExpectTold(asystole_, 1);
      Play({PWaves(60, share)}, {.quality = 0, .find_p_waves = are_found});
      EXPECT_GE(asystoles_, 61) << share << are_found;
    }
  }
}

// A detector that knows pulses tells no beat of them; the ECG is high all the time.
TEST_F(VentricularRhythmTest, PulsesOfAPacemakerDoNotHideAStandstill) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-010");
  for (const double uv : {400.0, -3000.0, 30'000.0}) {
    for (const bool has_p_waves : {false, true}) {
      SetUp();
      asystoles_ = 0;
      Play({Rest(30)});
      sim::Scene still = has_p_waves ? PWaves(60, 0.2) : Rest(60, sim::Rhythm::kAsystole);
      still.pacer.uv = uv;
      if (has_p_waves) still.pacer.after_p_wave = 0.15;
      Play({still}, {.quality = 0, .find_p_waves = true});
      EXPECT_GE(asystoles_, 54) << uv << " " << has_p_waves;
      ExpectTold(asystole_, 1);
    }
  }
}

TEST_F(VentricularRhythmTest, PulsesOfAPacemakerDoNotHideAFibrillation) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-010");
  sim::Scene scene = Rest(30, sim::Rhythm::kVentricularFibrillation);
  scene.pacer.uv = 3000;
  Play({Rest(30)});
  fibrillations_ = 0;
  Play({scene}, {.find_beats = false});
  EXPECT_GE(fibrillations_, 24);
  ExpectTold(fibrillation_, 1);
}

// Beats at these times, in s, of a scene of P waves, each with a spike in the ECG.
TEST_F(VentricularRhythmTest, AnArtefactDoesNotEndAStandstill) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-008");
  for (const std::vector<double>& spikes : {std::vector<double>{10}, {10, 10.4}, {10, 10.5, 11.9}, {10, 14, 18}}) {
    SetUp();
    Play({Rest(30)});
    Play({PWaves(20, 0.15)}, {.quality = 0, .spikes = spikes});
    asystoles_ = 0;
    Play({PWaves(20, 0.15)}, {.quality = 0, .spikes = spikes});
    EXPECT_EQ(asystoles_, 20) << spikes.size();
  }
}

TEST_F(VentricularRhythmTest, TwoArtefactsInARowAreNoBeatsThatGoOn) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-008");
  for (const double second : {12.1, 13.0, 13.5}) {
    SetUp();
    Play({Rest(30)});
    Play({PWaves(20, 0.15)}, {.quality = 0});
    asystoles_ = 0;
    Play({PWaves(20, 0.15)}, {.quality = 0, .spikes = {10, second}});
    EXPECT_GE(asystoles_, 18) << second;
    ExpectTold(asystole_, 1);
  }
}

TEST_F(VentricularRhythmTest, AStandstillIsToldAgainAfterALongerArtefact) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-008");
  Play({Rest(30)});
  Play({PWaves(20, 0.15)}, {.quality = 0});
  ExpectTold(asystole_, 1);
  sim::Scene motion = PWaves(10, 0.15);
  motion.noise.muscle_uv = 2500;
  Play({motion}, {.quality = 0});
  ExpectUndeterminable(asystole_, Reason::kNoise);
  Play({PWaves(10, 0.15)}, {.quality = 0});
  ExpectTold(asystole_, 1);
}

TEST_F(VentricularRhythmTest, BeatsThatGoOnEndAStandstill) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-008");
  Play({Rest(30)});
  Play({PWaves(20, 0.15)}, {.quality = 0});
  ExpectTold(asystole_, 1);
  Play({Rest(5)}, {.quality = 0});
  ExpectUndeterminable(asystole_, Reason::kNoise);
  Play({Rest(2)});
  ExpectTold(asystole_, 0);
}

TEST_F(VentricularRhythmTest, LargePWavesAreNoNoise) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-007");
  Play({Rest(30)});
  asystoles_ = 0;
  Play({PWaves(20, 0.4)}, {.quality = 0});
  EXPECT_GE(asystoles_, 13);
  EXPECT_LE(asystoles_, 16);
  ExpectTold(asystole_, 1);
  SetUp();
  Play({Rest(30)});
  Play({PWaves(20, 0.6)}, {.quality = 0});
  ExpectUndeterminable(asystole_, Reason::kNoise);
}

TEST_F(VentricularRhythmTest, SmallBeatsThatCanBeReadAreNoStandstill) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-007");
  Play({Rest(30)});
  Play({PWaves(60, 0.4)}, {.find_p_waves = true});  // waves of a heart, as kEcgQuality has it
  EXPECT_EQ(asystoles_, 0);
  ExpectTold(asystole_, 0);
}

TEST_F(VentricularRhythmTest, ASinusRhythmIsNoneOfThem) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-005");
  Play({Rest(60)});
  ExpectTold(fibrillation_, 0);
  ExpectTold(asystole_, 0);
  EXPECT_EQ(fibrillations_ + asystoles_, 0);
  EXPECT_EQ(fibrillation_.code, ObservationCode::kVentricularFibrillation);
  EXPECT_EQ(asystole_.code, ObservationCode::kAsystole);
  EXPECT_EQ(bench_.now() - fibrillation_.time, Milliseconds(3376));
  EXPECT_EQ(bench_.now(), asystole_.time);
  EXPECT_EQ(asystole_.valid_until, bench_.now() + Seconds(3));
  EXPECT_EQ(asystole_.unit, Unit::kOne);
}

TEST_F(VentricularRhythmTest, FibrillationAndFlutterAreToldFromBeginToEnd) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-001");
  for (const sim::Rhythm rhythm : {sim::Rhythm::kVentricularFibrillation, sim::Rhythm::kVentricularFlutter}) {
    for (const double height_uv : {150.0, 400.0, 1200.0}) {
      sim::Scene scene = Rest(30, rhythm);
      scene.rate_per_minute = 240;
      scene.fibrillation_uv = height_uv;
      SetUp();
      fibrillations_ = 0;
      asystoles_ = 0;
      Play({Rest(30), scene, Rest(30)});
      EXPECT_GE(fibrillations_, 26) << static_cast<int>(rhythm) << " " << height_uv;
      EXPECT_LE(fibrillations_, 33) << static_cast<int>(rhythm) << " " << height_uv;
      EXPECT_EQ(asystoles_, 0);
      ExpectTold(fibrillation_, 0);
    }
  }
}

// Nothing could be read for long, and the heart is known all the same.
TEST_F(VentricularRhythmTest, FibrillationAfterALongStandstillIsTold) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-009");
  for (const double half_swing_uv : {100.0, 400.0}) {
    SetUp();
    Play({Rest(30)});
    Play({Rest(30, sim::Rhythm::kAsystole)}, {.quality = 0});
    ExpectTold(asystole_, 1);
    sim::Scene fibrillation = Rest(12, sim::Rhythm::kVentricularFibrillation);
    fibrillation.fibrillation_uv = half_swing_uv;
    Play({fibrillation}, {.quality = 0});
    ExpectTold(fibrillation_, 1);
    Play({fibrillation}, {.quality = 0});
    ExpectTold(fibrillation_, 1);
    EXPECT_EQ(asystole_.value, 0) << half_swing_uv;
  }
}

TEST_F(VentricularRhythmTest, FibrillationIsToldWithinEightSeconds) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-001");
  Play({Rest(30), Rest(8, sim::Rhythm::kVentricularFibrillation)});
  ExpectTold(fibrillation_, 1);
}

TEST_F(VentricularRhythmTest, StandstillIsToldWithinFiveSecondsOfTheLastBeat) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-003");
  const sim::Recording heart = sim::Simulate({Rest(30)});
  const auto last = Timestamp{std::llround(1e6 * heart.beats.back().time)};
  Play({Rest(30)});
  sim::Scene stop = Rest(1, sim::Rhythm::kAsystole);
  Timestamp told;
  for (int n = 0; n < 40; ++n) {
    Play({stop});
    if (told == Timestamp() && asystole_.value == 1) told = bench_.now();
  }
  EXPECT_GE(told - last, Seconds(4));
  EXPECT_LE(told - last, Milliseconds(5100));
  ExpectTold(asystole_, 1);
}

TEST_F(VentricularRhythmTest, StandstillIsToldAsLongAsItLasts) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-003");
  sim::Scene stop = Rest(40, sim::Rhythm::kAsystole);
  Play({Rest(30)});
  Play({stop}, {.quality = 0});
  EXPECT_GE(asystoles_, 34);
  ExpectTold(asystole_, 1);
  ExpectTold(fibrillation_, 0);
  Play({Rest(20)});
  ExpectTold(asystole_, 0);
}

TEST_F(VentricularRhythmTest, StandstillAfterBeatsThatPointDownIsTold) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-003");
  Play({Rest(30)}, {.height_uv = -1000});
  ExpectTold(asystole_, 0);
  Play({Rest(10, sim::Rhythm::kAsystole)});
  ExpectTold(asystole_, 1);
}

TEST_F(VentricularRhythmTest, APauseOfThreeSecondsIsNoStandstill) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-003");
  Play({Rest(30), Rest(120, sim::Rhythm::kPauses)});
  EXPECT_EQ(asystoles_, 0);
}

TEST_F(VentricularRhythmTest, ASignalWithoutBeatsThatIsNotQuietCannotBeTold) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-003");
  Play({Rest(30)});
  Play({Rest(20)}, {.find_beats = false});
  EXPECT_EQ(asystoles_, 0);
  ExpectUndeterminable(asystole_, Reason::kNoise);
}

TEST_F(VentricularRhythmTest, FibrillationIsNoStandstill) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-003");
  sim::Scene fine = Rest(30, sim::Rhythm::kVentricularFibrillation);
  fine.fibrillation_uv = 110;
  Play({Rest(30), fine}, {.quality = 1});
  EXPECT_GE(fibrillations_, 15);
  ExpectTold(fibrillation_, 1);
  ExpectTold(asystole_, 0);
}

TEST_F(VentricularRhythmTest, AnElectrodeThatLostItsContactIsNoStandstillForTenSeconds) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-003");
  Play({Rest(30)});
  const int before = asystoles_;
  for (int frame = 0; frame < 250; ++frame) {
    SampleBlock block = Block();
    for (int n = 0; n < 25; ++n) block.samples[n] = 3000;
    ASSERT_EQ(bench_.Give(block), Status::kOk);
    Activate();
    if (frame < 130) EXPECT_EQ(asystoles_, before) << frame;
  }
  ExpectTold(asystole_, 1);
}

TEST_F(VentricularRhythmTest, NothingIsToldOfAHeartThatNobodySaw) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-004");
  Play({Rest(10)}, {.quality = -1});
  ExpectNothingTold(Reason::kStarting);
  for (const sim::Rhythm rhythm : {sim::Rhythm::kVentricularFibrillation, sim::Rhythm::kVentricularTachycardia,
                                   sim::Rhythm::kAsystole}) {
    Play({Rest(30, rhythm)}, {.quality = 0});
    ExpectUndeterminable(fibrillation_, Reason::kNoise);
  }
  ExpectUndeterminable(asystole_, Reason::kNoise);
  EXPECT_EQ(fibrillations_ + asystoles_, 0);
}

TEST_F(VentricularRhythmTest, TenSecondsAfterTheLastReadableOneNothingBegins) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-004");
  Play({Rest(30)});
  Play({Rest(9)}, {.quality = 0});
  ExpectTold(fibrillation_, 0);
  Play({Rest(3)}, {.quality = 0});
  ExpectUndeterminable(fibrillation_, Reason::kNoise);
  ExpectUndeterminable(asystole_, Reason::kNoise);
  Play({Rest(20, sim::Rhythm::kVentricularFibrillation)}, {.quality = 0});
  EXPECT_EQ(fibrillations_, 0);
}

TEST_F(VentricularRhythmTest, AnEpisodeThatBeganIsToldToItsEnd) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-004");
  Play({Rest(30), Rest(10, sim::Rhythm::kVentricularFibrillation)});
  Play({Rest(30, sim::Rhythm::kVentricularFibrillation)}, {.quality = 0});
  ExpectTold(fibrillation_, 1);
  EXPECT_GE(fibrillations_, 34);
}

TEST_F(VentricularRhythmTest, UnusableSamplesAreToldWithTheirReason) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-005");
  Play({Rest(30)});
  for (int n = 0; n < 11; ++n) {
    ASSERT_EQ(bench_.Give(Block(kQualityLeadOff)), Status::kOk);
    Activate();
  }
  ExpectNothingTold(Reason::kLeadOff);
  Play({Rest(2)});
  ExpectNothingTold(Reason::kStarting);
  Play({Rest(20)});
  ExpectTold(fibrillation_, 0);
}

TEST_F(VentricularRhythmTest, MissingSamplesAreToldAndAfterALongerBreakItBeginsAnew) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-005");
  Play({Rest(30)});
  for (int n = 0; n < 51; ++n) Activate();
  ExpectNothingTold(Reason::kDataGap);
  Play({Rest(10, sim::Rhythm::kVentricularFibrillation)}, {.quality = -1});
  ExpectNothingTold(Reason::kStarting);
  Play({Rest(20)});
  ExpectTold(asystole_, 0);
  SampleBlock early = Block();
  early.first_sample = early.first_sample - Milliseconds(8);
  ASSERT_EQ(bench_.Give(early), Status::kOk);
  Activate();
  Play({Rest(10, sim::Rhythm::kVentricularFibrillation)}, {.quality = -1});
  ExpectNothingTold(Reason::kStarting);
}

TEST_F(VentricularRhythmTest, AFibrillationThatAShockDidNotEndIsToldAgain) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-006");
  Play({Rest(30), Rest(20, sim::Rhythm::kVentricularFibrillation)});
  ExpectTold(fibrillation_, 1);
  for (int n = 0; n < 20; ++n) {
    ASSERT_EQ(bench_.Give(Block(kQualitySaturated)), Status::kOk);
    Activate();
  }
  ExpectNothingTold(Reason::kNoise);
  Play({Rest(4, sim::Rhythm::kVentricularFibrillation)}, {.quality = -1});
  ExpectUndeterminable(fibrillation_, Reason::kStarting);
  fibrillations_ = 0;
  Play({Rest(16, sim::Rhythm::kVentricularFibrillation)}, {.quality = -1});
  EXPECT_GE(fibrillations_, 13);
  ExpectTold(fibrillation_, 1);
}

TEST_F(VentricularRhythmTest, AFibrillationThatAShockEndedIsOver) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-006");
  Play({Rest(30), Rest(20, sim::Rhythm::kVentricularFibrillation)});
  for (int n = 0; n < 10; ++n) {
    ASSERT_EQ(bench_.Give(Block(kQualitySaturated)), Status::kOk);
    Activate();
  }
  Play({Rest(9)});
  ExpectTold(fibrillation_, 0);
}

TEST_F(VentricularRhythmTest, ALostBlockDoesNotSilenceWhatBegins) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-006");
  Play({Rest(30), Rest(1, sim::Rhythm::kVentricularFibrillation)});
  Activate();
  Play({Rest(7, sim::Rhythm::kVentricularFibrillation)}, {.quality = -1});
  ExpectTold(fibrillation_, 1);
  SetUp();
  Play({Rest(30), Rest(1, sim::Rhythm::kAsystole)});
  Activate();
  Play({Rest(5, sim::Rhythm::kAsystole)}, {.quality = 0});
  ExpectTold(asystole_, 1);
}

TEST_F(VentricularRhythmTest, AStandstillThatBeganBeforeABreakIsTold) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-006");
  Play({Rest(30), Rest(1, sim::Rhythm::kAsystole)});
  for (int n = 0; n < 30; ++n) Activate();
  ExpectNothingTold(Reason::kDataGap);
  Play({Rest(6, sim::Rhythm::kAsystole)}, {.quality = -1});
  ExpectTold(asystole_, 1);
}

TEST_F(VentricularRhythmTest, WithoutABeatStandstillCannotBeTold) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-004");
  Play({Rest(20, sim::Rhythm::kAsystole)});
  ExpectUndeterminable(asystole_, Reason::kStarting);
  ExpectTold(fibrillation_, 0);
}

TEST_F(VentricularRhythmTest, ItSpeaksEachSecondFromTheFirstActivationOn) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-005");
  Activate();
  EXPECT_EQ(told_, 1);
  ExpectNothingTold(Reason::kStarting);
  for (int n = 0; n < 49; ++n) Activate();
  EXPECT_EQ(told_, 6);
}

TEST_F(VentricularRhythmTest, WhatIsDamagedIsNotUsed) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-005");
  VentricularRhythm plugin;
  ASSERT_EQ(plugin.Init({}), Status::kOk);
  Outbox out;
  for (std::int64_t n = 0; n < 110; ++n) {
    Inbox in;
    in.now = Timestamp() + kFrame * (n + 1);
    SampleBlock block = Block();
    block.first_sample = Timestamp() + kFrame * n;
    for (int k = 0; k < 25; ++k) block.samples[k] = static_cast<std::int32_t>(7 * k * k % 1000);
    Seal(block);
    ASSERT_EQ(in.blocks.Add(block), Status::kOk);
    for (const ObservationCode code : {ObservationCode::kQrsDetected, ObservationCode::kEcgQuality}) {
      Observation damaged = Say(code, 1, block.first_sample);
      Seal(damaged);
      damaged.value = 2;
      ASSERT_EQ(in.observations.Add(damaged), Status::kOk);
    }
    Observation unknown = Cannot(ObservationCode::kQrsDetected, Reason::kNoise, block.first_sample);
    Seal(unknown);
    ASSERT_EQ(in.observations.Add(unknown), Status::kOk);
    out = Outbox();
    ASSERT_EQ(plugin.Process(in, out), Status::kOk);
  }
  ASSERT_EQ(out.observations.size(), 2u);
  EXPECT_EQ(out.observations[0].reason, Reason::kDamaged);
  EXPECT_EQ(out.observations[1].reason, Reason::kStarting);
}

TEST_F(VentricularRhythmTest, AnotherChannelUnitOrPeriodIsRefused) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-005");
  VentricularRhythm plugin;
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

TEST_F(VentricularRhythmTest, ALongerBlockThanThereIsRoomIsReadNoFurther) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-005");
  VentricularRhythm plugin;
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
