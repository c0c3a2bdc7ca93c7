#include "plugins/algorithm/respiration_rate/respiration_rate.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/respiration_rate/respiration_rate.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/sim/patient.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class RespirationRateTest : public testing::Test {
 protected:
  void SetUp() override { Restart(Breathing(15)); }
  void Restart(const sim::Recording& patient) {
    patient_ = patient;
    ASSERT_EQ(bench_->Start(), Status::kOk);
    next_ = 0;
    all_.clear();
  }

  static sim::Recording Breathing(double breaths, double rate = 70, double seconds = 180) {
    sim::Scene scene;
    scene.seconds = seconds;
    scene.breaths_per_minute = breaths;
    scene.rate_per_minute = rate;
    return sim::Simulate({scene}, {.seed = 3});
  }

  // The height that the ECG of the patient has at the R peak.
  Observation BeatOf(const sim::Beat& beat) const {
    Observation qrs;
    qrs.code = ObservationCode::kQrsDetected;
    qrs.unit = Unit::kMicrovolt;
    qrs.validity = Validity::kValid;
    const auto place = static_cast<std::size_t>(std::lround(beat.time * patient_.options.ecg_hz));
    qrs.value = place < patient_.ecg_uv.size() ? patient_.ecg_uv[place] : 0;
    // A detector knows the sample of the peak.
    qrs.time = Timestamp() + Milliseconds(static_cast<std::int64_t>(place) * 4);
    qrs.valid_until = qrs.time + Seconds(2);
    return qrs;
  }
  static Observation Unknown(Reason reason) {
    Observation qrs;
    qrs.code = ObservationCode::kQrsDetected;
    qrs.unit = Unit::kMicrovolt;
    qrs.reason = reason;
    return qrs;
  }
  static Observation Quality(Timestamp time, std::int32_t value) {
    Observation quality;
    quality.code = ObservationCode::kEcgQuality;
    quality.unit = Unit::kOne;
    quality.validity = Validity::kValid;
    quality.value = value;
    quality.time = time;
    quality.valid_until = time + Seconds(3);
    return quality;
  }
  void Activate() {
    const bool is_second = bench_->now().us % 1'000'000 == 0;
    if (is_second) ASSERT_EQ(bench_->Give(Quality(bench_->now(), readable_)), Status::kOk);
    ASSERT_EQ(bench_->Activate(), Status::kOk);
    for (const Observation& said : bench_->said().observations) all_.push_back(said);
  }
  // Beats come half a second late.
  void Run(int seconds) {
    const Timestamp end = bench_->now() + Seconds(seconds);
    while (bench_->now() < end) {
      while (next_ < patient_.beats.size() &&
             BeatOf(patient_.beats[next_]).time + Milliseconds(500) <= bench_->now()) {
        ASSERT_EQ(bench_->Give(BeatOf(patient_.beats[next_])), Status::kOk);
        ++next_;
      }
      Activate();
    }
  }
  void Silent(int seconds) {
    for (int n = 0; n < seconds * 10; ++n) Activate();
    while (next_ < patient_.beats.size() && BeatOf(patient_.beats[next_]).time < bench_->now()) ++next_;
  }
  int Valid() const {
    int valid = 0;
    for (const Observation& said : all_) {
      if (said.validity == Validity::kValid) ++valid;
    }
    return valid;
  }
  void ExpectUndeterminable(Reason reason) const {
    ASSERT_FALSE(all_.empty());
    EXPECT_EQ(all_.back().validity, Validity::kUndeterminable);
    EXPECT_EQ(all_.back().reason, reason);
    EXPECT_EQ(all_.back().value, 0);
  }

  std::unique_ptr<PluginBench<RespirationRate>> bench_ =
      std::make_unique<PluginBench<RespirationRate>>(kRespirationRateManifest);
  sim::Recording patient_;
  std::int32_t readable_ = 1;  // what is said of the ECG once a second
  std::size_t next_ = 0;  // beat
  std::vector<Observation> all_;
};

TEST_F(RespirationRateTest, ARateEndsWithItsValidityWhenNoBeatIsUsable) {
  VIGIL_VERIFIES("REQ-RESP-003");
  constexpr struct {
    std::int64_t even_ms;
    std::int64_t odd_ms;
  } kHearts[] = {
      {500, 1200},   // bigeminy: each second beat comes early
      {2500, 2500},  // slower than any whose intervals show a breath
  };
  for (const auto& heart : kHearts) {
    Restart(Breathing(15));
    Run(170);
    ASSERT_EQ(all_.back().validity, Validity::kValid);
    Timestamp beat = bench_->now();
    for (int n = 0; n < 40; ++n) {
      Observation qrs = BeatOf(patient_.beats.front());
      qrs.time = beat;
      qrs.valid_until = beat + Seconds(2);
      beat = beat + Milliseconds(n % 2 == 0 ? heart.even_ms : heart.odd_ms);
      while (bench_->now() < qrs.time) Activate();
      ASSERT_EQ(bench_->Give(qrs), Status::kOk);
    }
    ExpectUndeterminable(Reason::kNoise);
  }
}

TEST_F(RespirationRateTest, TellsTheBreathsOfASyntheticPatient) {
  VIGIL_VERIFIES("REQ-RESP-001");
  for (const double breaths : {6.0, 10.0, 15.0, 22.0, 30.0}) {
    Restart(Breathing(breaths));
    Run(180);
    EXPECT_GE(Valid(), 60) << breaths;
    for (const Observation& said : all_) {
      if (said.validity == Validity::kValid) EXPECT_NEAR(said.value, breaths, 2);
    }
  }
}

// Half of its rate is above all that is looked for.
TEST_F(RespirationRateTest, AFastHeartShowsItsBreathsToo) {
  VIGIL_VERIFIES("REQ-RESP-001");
  Restart(Breathing(25, 150));
  Run(120);
  EXPECT_NEAR(all_.back().value, 25, 2);
}

TEST_F(RespirationRateTest, StartsWithinSeventySeconds) {
  VIGIL_VERIFIES("REQ-RESP-003");
  Run(38);
  ExpectUndeterminable(Reason::kStarting);
  Run(7);
  ExpectUndeterminable(Reason::kNoise);
  Run(25);
  EXPECT_EQ(all_.back().validity, Validity::kValid);
  EXPECT_EQ(all_.back().unit, Unit::kPerMinute);
  EXPECT_EQ(all_.back().valid_until - all_.back().time, Seconds(12));
  EXPECT_LE(bench_->now() - all_.back().time, Seconds(7));
}

TEST_F(RespirationRateTest, SomethingIsToldEachSecond) {
  VIGIL_VERIFIES("REQ-RESP-003");
  Timestamp heard = bench_->now();
  for (int n = 0; n < 900; ++n) {
    const std::size_t before = all_.size();
    while (next_ < patient_.beats.size() && BeatOf(patient_.beats[next_]).time < bench_->now()) {
      ASSERT_EQ(bench_->Give(BeatOf(patient_.beats[next_++])), Status::kOk);
    }
    Activate();
    if (all_.size() > before) heard = bench_->now();
    EXPECT_LE(bench_->now() - heard, Milliseconds(900));
  }
}

TEST_F(RespirationRateTest, AHeartThatDoesNotBreatheHasNoRate) {
  VIGIL_VERIFIES("REQ-RESP-002");
  sim::Scene scene;
  scene.seconds = 1800;
  scene.sinus_arrhythmia = 0;
  scene.breaths_per_minute = 0.001;
  scene.noise.wander_uv = 0;  // a detector tells the height over the baseline
  Restart(sim::Simulate({scene}, {.seed = 4}));
  Run(1800);
  EXPECT_EQ(Valid(), 0);
  ExpectUndeterminable(Reason::kNoise);
}

TEST_F(RespirationRateTest, FibrillationHasNoRate) {
  VIGIL_VERIFIES("REQ-RESP-002");
  sim::Scene scene;
  scene.seconds = 1800;
  scene.rhythm = sim::Rhythm::kAtrialFibrillation;
  Restart(sim::Simulate({scene}, {.seed = 4}));
  Run(1800);
  EXPECT_EQ(Valid(), 0);
}

TEST_F(RespirationRateTest, ARateThatChangesIsNotToldUntilItIsSteady) {
  VIGIL_VERIFIES("REQ-RESP-002");
  sim::Scene slow;
  slow.seconds = 100;
  slow.breaths_per_minute = 12;
  sim::Scene fast = slow;
  fast.breaths_per_minute = 26;
  Restart(sim::Simulate({slow, fast}, {.seed = 3}));
  Run(95);
  EXPECT_NEAR(all_.back().value, 12, 1);
  Run(100);
  EXPECT_NEAR(all_.back().value, 26, 2);
  for (const Observation& said : all_) {
    if (said.validity != Validity::kValid) continue;
    const bool is_either = std::abs(said.value - 12) <= 2 || std::abs(said.value - 26) <= 3;
    EXPECT_TRUE(is_either) << said.value;
  }
}

TEST_F(RespirationRateTest, WithoutBeatsItSaysSo) {
  VIGIL_VERIFIES("REQ-RESP-003");
  Run(90);
  ASSERT_EQ(all_.back().validity, Validity::kValid);
  Silent(8);
  ExpectUndeterminable(Reason::kNoBeats);
  Run(30);
  ExpectUndeterminable(Reason::kNoBeats);
}

TEST_F(RespirationRateTest, ADetectorThatCannotTellIsTheReason) {
  VIGIL_VERIFIES("REQ-RESP-003");
  Run(90);
  ASSERT_EQ(bench_->Give(Unknown(Reason::kLeadOff)), Status::kOk);
  ASSERT_EQ(bench_->Give(Unknown(Reason::kNoEvent)), Status::kOk);
  Silent(8);
  ExpectUndeterminable(Reason::kLeadOff);
}

TEST_F(RespirationRateTest, ADetectorThatCannotTellAndDoesNotSayWhyIsNoise) {
  VIGIL_VERIFIES("REQ-RESP-003");
  Run(90);
  ASSERT_EQ(bench_->Give(Unknown(Reason::kNone)), Status::kOk);
  Silent(8);
  ExpectUndeterminable(Reason::kNoise);
}

TEST_F(RespirationRateTest, BeatsOfAnEcgThatCannotBeReadAreNone) {
  VIGIL_VERIFIES("REQ-RESP-005");
  Run(90);
  ASSERT_EQ(all_.back().validity, Validity::kValid);
  readable_ = 0;
  Run(8);
  ExpectUndeterminable(Reason::kNoise);
  const int before = Valid();
  Run(60);
  EXPECT_EQ(Valid(), before);
}

TEST_F(RespirationRateTest, AShortLossOfTheDetectorIsBorne) {
  VIGIL_VERIFIES("REQ-RESP-002");
  Run(90);
  ASSERT_EQ(bench_->Give(Unknown(Reason::kNoise)), Status::kOk);
  Silent(2);
  const int before = Valid();
  Run(20);
  EXPECT_GE(Valid() - before, 19);
}

// Too short for a silence, too long to be drawn over.
TEST_F(RespirationRateTest, AGapThatCannotBeDrawnOverIsNoise) {
  VIGIL_VERIFIES("REQ-RESP-003");
  Run(90);
  Silent(3);
  Run(5);
  ExpectUndeterminable(Reason::kNoise);
}

TEST_F(RespirationRateTest, ADamagedBeatBreaksTheRow) {
  VIGIL_VERIFIES("REQ-RESP-004");
  RespirationRate plugin;
  ASSERT_EQ(plugin.Init({}), Status::kOk);
  Observation last;
  for (int second = 1; second < 60; ++second) {
    Inbox in;
    in.now = Timestamp() + Seconds(second);
    Observation quality = Quality(in.now, 1);
    Seal(quality);
    ASSERT_EQ(in.observations.Add(quality), Status::kOk);
    Observation beat = Unknown(Reason::kNone);
    beat.validity = Validity::kValid;
    beat.time = in.now - Milliseconds(200);
    Seal(beat);
    if (second > 45) beat.time = in.now + Seconds(1'000'000);
    ASSERT_EQ(in.observations.Add(beat), Status::kOk);
    Outbox out;
    ASSERT_EQ(plugin.Process(in, out), Status::kOk);
    ASSERT_EQ(out.observations.size(), 1u);
    last = out.observations[0];
  }
  EXPECT_EQ(last.validity, Validity::kUndeterminable);
  EXPECT_EQ(last.reason, Reason::kDamaged);
}

}  // namespace
}  // namespace vigil::plugins
