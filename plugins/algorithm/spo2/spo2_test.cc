#include "plugins/algorithm/spo2/spo2.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/spo2/spo2.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/sim/patient.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class Spo2Test : public testing::Test {
 protected:
  using Bench = PluginBench<Spo2>;

  static sim::Recording Rest(double spo2 = 97, double perfusion = 1, double seconds = 60, double artefact = 1) {
    sim::Scene scene;
    scene.seconds = seconds;
    scene.spo2_percent = spo2;
    scene.perfusion_percent = perfusion;
    scene.artefact = artefact;
    return sim::Simulate({scene}, {.seed = 5});
  }

  void SetUp() override { Restart(Rest()); }
  void Restart(const sim::Recording& patient) {
    patient_ = patient;
    ASSERT_EQ(bench_->Start(), Status::kOk);
    all_.clear();
  }

  // What a pulse rate says of the 8 s that ended 2 s ago.
  Observation Rate() const {
    const double now = static_cast<double>(bench_->now().us) / 1e6;
    Observation rate;
    rate.code = ObservationCode::kPulseRate;
    rate.unit = Unit::kPerMinute;
    rate.value = static_cast<std::int32_t>(std::lround(sim::RateOf(patient_, now - 10, now - 2).value_or(70)));
    rate.validity = Validity::kValid;
    rate.time = bench_->now();
    rate.valid_until = rate.time + Seconds(6);
    return rate;
  }
  static Observation NoRate(Reason reason) {
    Observation none;
    none.code = ObservationCode::kPulseRate;
    none.unit = Unit::kPerMinute;
    none.reason = reason;
    return none;
  }
  SampleBlock Red() const { return sim::BlockOf(patient_, ChannelId::kPpgRed, bench_->now()); }
  SampleBlock Infrared() const { return sim::BlockOf(patient_, ChannelId::kPpgInfrared, bench_->now()); }

  void Activate() {
    ASSERT_EQ(bench_->Activate(), Status::kOk);
    const auto& said = bench_->said().observations;
    if (said.empty()) return;
    ASSERT_EQ(said.size(), 2u);
    saturation_ = said[0];
    perfusion_ = said[1];
    EXPECT_EQ(saturation_.code, ObservationCode::kSpo2);
    EXPECT_EQ(perfusion_.code, ObservationCode::kPerfusionIndex);
    all_.push_back(saturation_);
  }
  void Frame(const SampleBlock& red, const SampleBlock& infrared) {
    ASSERT_EQ(bench_->Give(red), Status::kOk);
    ASSERT_EQ(bench_->Give(infrared), Status::kOk);
    Activate();
  }
  // Frames with a pulse rate each second.
  void Frames(int frames) {
    for (int n = 0; n < frames; ++n) {
      if (bench_->now().us % 1'000'000 == 0) ASSERT_EQ(bench_->Give(Rate()), Status::kOk);
      Frame(Red(), Infrared());
    }
  }
  void Begin() {
    Frames(100);
    ASSERT_EQ(saturation_.validity, Validity::kValid);
  }
  void ExpectUndeterminable(Reason reason) const {
    for (const Observation& said : {saturation_, perfusion_}) {
      EXPECT_EQ(said.validity, Validity::kUndeterminable);
      EXPECT_EQ(said.reason, reason);
      EXPECT_EQ(said.value, 0);
    }
  }

  std::unique_ptr<Bench> bench_ = std::make_unique<Bench>(kSpo2Manifest);
  sim::Recording patient_;
  Observation saturation_;
  Observation perfusion_;
  std::vector<Observation> all_;  // of the saturation
};

TEST_F(Spo2Test, TellsTheSaturationOfASyntheticPatient) {
  VIGIL_VERIFIES("REQ-SPO2-001");
  for (const double perfusion : {0.3, 1.0, 5.0}) {
    for (int percent = 62; percent <= 100; percent += 2) {
      Restart(Rest(percent, perfusion, 40));
      Frames(400);
      int answers = 0;
      for (const Observation& said : all_) {
        if (said.validity != Validity::kValid) continue;
        ++answers;
        EXPECT_LE(std::abs(said.value - percent), 1) << percent << " at " << perfusion;
      }
      EXPECT_GE(answers, 25) << percent << " at " << perfusion;
    }
  }
}

TEST_F(Spo2Test, AWindowWhoseLastSampleIsOfThisMomentEndsNow) {
  VIGIL_VERIFIES("REQ-SPO2-006");
  for (int n = 0; n < 101; ++n) {
    if (n % 10 == 0) ASSERT_EQ(bench_->Give(Rate()), Status::kOk);
    SampleBlock red = Red();
    SampleBlock infrared = Infrared();
    red.first_sample = red.first_sample + Milliseconds(20);
    infrared.first_sample = red.first_sample;
    Frame(red, infrared);
    EXPECT_LE(saturation_.time, bench_->now());
  }
  EXPECT_EQ(saturation_.validity, Validity::kValid);
}

TEST_F(Spo2Test, ThePerfusionIndexFollowsThePulse) {
  VIGIL_VERIFIES("REQ-SPO2-002");
  std::int32_t before = 0;
  for (const double perfusion : {0.1, 0.2, 1.0, 5.0}) {
    Restart(Rest(97, perfusion, 20, 0));
    Frames(200);
    ASSERT_EQ(perfusion_.validity, Validity::kValid);
    EXPECT_EQ(perfusion_.unit, Unit::kPartsPerMillion);
    EXPECT_NEAR(perfusion_.value, perfusion * 10'000 * 0.6, perfusion * 10'000 * 0.2);
    EXPECT_GT(perfusion_.value, before);
    before = perfusion_.value;
  }
}

TEST_F(Spo2Test, AWeakPulseHasNoSaturation) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  Restart(Rest(97, 0.1, 20, 0));
  Frames(200);
  EXPECT_EQ(saturation_.validity, Validity::kUndeterminable);
  EXPECT_EQ(saturation_.reason, Reason::kNoise);
  EXPECT_EQ(perfusion_.validity, Validity::kValid);
}

TEST_F(Spo2Test, ASaturationThatFallsIsFollowedWithinTenSeconds) {
  VIGIL_VERIFIES("REQ-SPO2-005");
  sim::Scene before;
  before.seconds = 30;
  sim::Scene after = before;
  after.spo2_percent = 80;
  Restart(sim::Simulate({before, after}, {.seed = 5}));
  Frames(300);
  EXPECT_NEAR(saturation_.value, 97, 1);
  Frames(102);
  EXPECT_NEAR(saturation_.value, 80, 1);
  EXPECT_EQ(saturation_.validity, Validity::kValid);
}

TEST_F(Spo2Test, OutsideOfTheCalibrationThereIsNoSaturation) {
  VIGIL_VERIFIES("REQ-SPO2-004");
  Restart(Rest(50, 1, 20));
  Frames(200);
  EXPECT_EQ(saturation_.validity, Validity::kUndeterminable);
  EXPECT_EQ(saturation_.reason, Reason::kOutOfRange);
  EXPECT_EQ(perfusion_.validity, Validity::kValid);
}

// Of somebody who walks and runs: what is told is right.
TEST_F(Spo2Test, InMotionItIsRightOrSilent) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  for (const sim::Motion motion : {sim::Motion::kWalking, sim::Motion::kRunning, sim::Motion::kBusy}) {
    sim::Scene scene;
    scene.seconds = 120;
    scene.motion = motion;
    scene.spo2_percent = 95;
    scene.rate_per_minute = 95;
    Restart(sim::Simulate({scene}, {.seed = 5}));
    Frames(1200);
    for (const Observation& said : all_) {
      if (said.validity == Validity::kValid) EXPECT_NEAR(said.value, 95, 4);
    }
  }
}

TEST_F(Spo2Test, NoiseHasNoSaturation) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  sim::Scene desk = sim::OnDesk(300);
  Restart(sim::Simulate({desk}, {.seed = 5}));
  for (int n = 0; n < 3000; ++n) {
    SampleBlock red = Red();
    SampleBlock infrared = Infrared();
    red.quality = kQualityGood;
    infrared.quality = kQualityGood;
    ASSERT_EQ(bench_->Give(Rate()), Status::kOk);
    Frame(red, infrared);
    EXPECT_EQ(saturation_.validity, Validity::kUndeterminable);
    EXPECT_EQ(perfusion_.validity, Validity::kUndeterminable);
  }
  EXPECT_EQ(saturation_.reason, Reason::kNotWorn);  // so little light comes back
}

TEST_F(Spo2Test, StartsWithinEightSeconds) {
  VIGIL_VERIFIES("REQ-SPO2-005");
  Frames(79);
  ExpectUndeterminable(Reason::kStarting);
  Frames(1);
  EXPECT_EQ(saturation_.validity, Validity::kValid);
  EXPECT_EQ(saturation_.unit, Unit::kPercent);
  EXPECT_EQ(saturation_.value, 97);
  EXPECT_EQ(saturation_.time, Timestamp() + Seconds(8));
  EXPECT_EQ(saturation_.valid_until, Timestamp() + Seconds(14));
}

TEST_F(Spo2Test, ANewOneComesEveryTwoSecondsAndSomethingEachSecond) {
  VIGIL_VERIFIES("REQ-SPO2-005");
  Begin();
  const Timestamp time = saturation_.time;
  const std::size_t heard = all_.size();
  Frames(40);
  EXPECT_EQ(saturation_.time - time, Seconds(4));
  EXPECT_EQ(all_.size() - heard, 4u);
  EXPECT_EQ(all_[heard].time, time);  // a value that is repeated does not become younger
}

TEST_F(Spo2Test, WithoutAPulseRateItSaysWhy) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  for (int n = 0; n < 90; ++n) Frame(Red(), Infrared());
  ExpectUndeterminable(Reason::kStarting);
  ASSERT_EQ(bench_->Give(NoRate(Reason::kNoise)), Status::kOk);
  for (int n = 0; n < 20; ++n) Frame(Red(), Infrared());
  ExpectUndeterminable(Reason::kNoise);
}

TEST_F(Spo2Test, TheDarkHasNoPulseAndIsWhy) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  Restart(sim::Simulate({sim::OnDesk(20)}, {.seed = 5}));
  ASSERT_EQ(bench_->Give(NoRate(Reason::kNoise)), Status::kOk);
  for (int n = 0; n < 80; ++n) {
    SampleBlock red = Red();
    SampleBlock infrared = Infrared();
    red.quality = kQualityGood;  // it has to see for itself whether it is worn
    infrared.quality = kQualityGood;
    Frame(red, infrared);
  }
  ExpectUndeterminable(Reason::kNotWorn);
}

TEST_F(Spo2Test, AQuestionablePulseRateIsNoneAndGivesAReason) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  for (const Reason reason : {Reason::kNone, Reason::kDataGap}) {
    Restart(Rest());
    Observation rate = Rate();
    rate.validity = Validity::kQuestionable;
    rate.reason = reason;
    ASSERT_EQ(bench_->Give(rate), Status::kOk);
    for (int n = 0; n < 80; ++n) Frame(Red(), Infrared());
    ExpectUndeterminable(reason == Reason::kNone ? Reason::kNoise : reason);
  }
}

TEST_F(Spo2Test, AnOldPulseRateIsNone) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  Begin();
  for (int n = 0; n < 90; ++n) Frame(Red(), Infrared());
  ExpectUndeterminable(Reason::kStale);
}

TEST_F(Spo2Test, ADamagedPulseRateIsNone) {
  VIGIL_VERIFIES("REQ-SPO2-003");
  Spo2 plugin;
  ASSERT_EQ(plugin.Init({}), Status::kOk);
  Observation last;
  for (int n = 0; n < 80; ++n) {
    Inbox in;
    in.now = Timestamp() + Milliseconds(100) * (n + 1);
    SampleBlock red = sim::BlockOf(patient_, ChannelId::kPpgRed, in.now - Milliseconds(100));
    SampleBlock infrared = sim::BlockOf(patient_, ChannelId::kPpgInfrared, in.now - Milliseconds(100));
    Observation rate = Rate();
    rate.valid_until = in.now + Seconds(1);
    Seal(rate);
    rate.value = 140;
    ASSERT_EQ(in.observations.Add(rate), Status::kOk);
    ASSERT_EQ(in.blocks.Add(red), Status::kOk);
    ASSERT_EQ(in.blocks.Add(infrared), Status::kOk);
    Outbox out;
    ASSERT_EQ(plugin.Process(in, out), Status::kOk);
    if (!out.observations.empty()) last = out.observations[0];
  }
  EXPECT_EQ(last.validity, Validity::kUndeterminable);
  EXPECT_EQ(last.reason, Reason::kDamaged);
}

TEST_F(Spo2Test, UnusableSamplesEndItAtOnceAndAreToldOnce) {
  VIGIL_VERIFIES("REQ-SPO2-007");
  for (const bool is_red : {true, false}) {
    Restart(Rest());
    Begin();
    SampleBlock red = Red();
    SampleBlock infrared = Infrared();
    (is_red ? red : infrared).quality = kQualitySaturated;
    Frame(red, infrared);
    ExpectUndeterminable(Reason::kNoise);
    const std::size_t heard = all_.size();
    red.first_sample = bench_->now();
    infrared.first_sample = bench_->now();
    Frame(red, infrared);
    EXPECT_EQ(all_.size(), heard);
    red.quality = kQualityNotWorn;
    Frame(red, infrared);
    ExpectUndeterminable(Reason::kNotWorn);
  }
}

TEST_F(Spo2Test, SamplesThatNoConverterGivesEndItAtOnce) {
  VIGIL_VERIFIES("REQ-SPO2-007");
  for (const bool is_red : {true, false}) {
    for (const std::int32_t wrong : {-1, OxygenRatio::kGreatest + 1, INT32_MAX, INT32_MIN}) {
      Restart(Rest());
      Begin();
      SampleBlock red = Red();
      SampleBlock infrared = Infrared();
      (is_red ? red : infrared).samples[3] = wrong;
      Frame(red, infrared);
      ExpectUndeterminable(Reason::kOutOfRange);
      Frames(70);
      ExpectUndeterminable(Reason::kOutOfRange);
      Frames(10);
      EXPECT_EQ(saturation_.value, 97);
    }
  }
}

TEST_F(Spo2Test, AGapStartsAnew) {
  VIGIL_VERIFIES("REQ-SPO2-007");
  Begin();
  SampleBlock red = Red();
  red.quality = kQualityGap;
  Frame(red, Infrared());
  ExpectUndeterminable(Reason::kDataGap);
  Frames(78);
  ExpectUndeterminable(Reason::kDataGap);
  Frames(1);  // the frame with the gap counts
  EXPECT_EQ(saturation_.value, 97);
}

TEST_F(Spo2Test, AGapIsSeenByTheTimeOfTheSamples) {
  VIGIL_VERIFIES("REQ-SPO2-007");
  for (const Duration off : {Milliseconds(20), Milliseconds(-20)}) {
    Restart(Rest());
    Begin();
    SampleBlock red = Red();
    SampleBlock infrared = Infrared();
    red.first_sample = red.first_sample + off;
    infrared.first_sample = red.first_sample;
    Frame(red, infrared);
    ExpectUndeterminable(Reason::kDataGap);
  }
}

TEST_F(Spo2Test, BlocksOfOtherMomentsAreAGap) {
  VIGIL_VERIFIES("REQ-SPO2-007");
  for (const Duration off : {Microseconds(10'001), Microseconds(-10'001)}) {
    Restart(Rest());
    Begin();
    SampleBlock infrared = Infrared();
    infrared.first_sample = infrared.first_sample + off;
    Frame(Red(), infrared);
    ExpectUndeterminable(Reason::kDataGap);
  }
  Restart(Rest());
  Begin();
  SampleBlock infrared = Infrared();
  infrared.count = 4;
  Frame(Red(), infrared);
  ExpectUndeterminable(Reason::kDataGap);
}

TEST_F(Spo2Test, HalfAPeriodApartIsTogether) {
  VIGIL_VERIFIES("REQ-SPO2-007");
  for (const Duration off : {Milliseconds(10), Milliseconds(-10)}) {
    Restart(Rest());
    Begin();
    SampleBlock infrared = Infrared();
    infrared.first_sample = infrared.first_sample + off;
    Frame(Red(), infrared);
    EXPECT_EQ(saturation_.validity, Validity::kValid);
  }
}

TEST_F(Spo2Test, OneColorAloneIsAGap) {
  VIGIL_VERIFIES("REQ-SPO2-007");
  for (const bool is_red : {true, false}) {
    Restart(Rest());
    Begin();
    ASSERT_EQ(bench_->Give(is_red ? Red() : Infrared()), Status::kOk);
    Activate();
    ExpectUndeterminable(Reason::kDataGap);
  }
}

TEST_F(Spo2Test, SilenceOfTheSensorsIsAGap) {
  VIGIL_VERIFIES("REQ-SPO2-007");
  Begin();
  for (int n = 0; n < 5; ++n) Activate();
  EXPECT_EQ(saturation_.validity, Validity::kValid);
  Activate();
  ExpectUndeterminable(Reason::kDataGap);
}

TEST_F(Spo2Test, EmptyBlocksChangeNothing) {
  VIGIL_VERIFIES("REQ-SPO2-006");
  Begin();
  SampleBlock red = Red();
  SampleBlock infrared = Infrared();
  red.count = 0;
  infrared.count = 0;
  Frame(red, infrared);
  EXPECT_EQ(saturation_.validity, Validity::kValid);
}

TEST_F(Spo2Test, RefusesWhatItDidNotAskFor) {
  VIGIL_VERIFIES("REQ-SPO2-006");
  SampleBlock unit = Red();
  unit.unit = Unit::kMicrovolt;
  SampleBlock slow = Infrared();
  slow.period_us = 40'000;
  SampleBlock many = Red();
  many.count = kMaxSamplesPerBlock + 1;
  SampleBlock channel = Red();
  channel.channel = ChannelId::kPpgGreen;
  for (const SampleBlock& block : {unit, slow, many, channel}) {
    Spo2 plugin;
    ASSERT_EQ(plugin.Init({}), Status::kOk);
    Inbox in;
    ASSERT_EQ(in.blocks.Add(block), Status::kOk);
    Outbox out;
    EXPECT_EQ(plugin.Process(in, out), Status::kInvalidArgument);
  }
}

}  // namespace
}  // namespace vigil::plugins
