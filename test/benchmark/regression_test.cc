// Each algorithm on synthetic signals whose truth is known (test/sim), by the rule of its
// benchmark. A floor lies a little below what the algorithm reached when it was set: a
// change that falls below it made the algorithm worse on signals that fit its model. What
// it reaches on people say the benchmarks on recordings, and they alone.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <memory>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "platform/wfdb/adc_stream.h"
#include "platform/wfdb/annotation.h"
#include "plugins/algorithm/respiration_rate/respiration_rate.h"
#include "plugins/algorithm/respiration_rate/respiration_rate.plugin.h"
#include "plugins/algorithm/spo2/oxygen_ratio.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/benchmark/af_run.h"
#include "test/benchmark/apnea_run.h"
#include "test/benchmark/beat_score.h"
#include "test/benchmark/falls_run.h"
#include "test/benchmark/product_run.h"
#include "test/benchmark/pulse_run.h"
#include "test/benchmark/qrs_run.h"
#include "test/benchmark/ventricular_run.h"
#include "test/benchmark/vfvt_run.h"
#include "test/sim/patient.h"
#include "test/sim/random.h"
#include "test/sim/wfdb_record.h"

namespace vigil::benchmark {
namespace {

using sim::Motion;
using sim::Recording;
using sim::Scene;
using SimRhythm = sim::Rhythm;

constexpr double kQrsLearnsSeconds = 5;
constexpr double kClassifierLearnsSeconds = 15;

// A figure in the test's record, and for who reads along.
void Tell(const char* name, double figure) {
  const std::string text = absl::StrFormat("%.2f", figure);
  testing::Test::RecordProperty(name, text);
  std::cout << name << ": " << text << "\n";
}

Scene Minutes(double minutes, SimRhythm rhythm, double rate) {
  Scene scene;
  scene.seconds = 60 * minutes;
  scene.rhythm = rhythm;
  scene.rate_per_minute = rate;
  return scene;
}

std::vector<wfdb::Conversion> ConversionsOf(const Recording& recording) {
  const auto conversions = wfdb::ToConversions(sim::EcgRecord(recording, "sim"), 0);
  EXPECT_TRUE(conversions.ok()) << conversions.status();
  return conversions.ok() ? *conversions : std::vector<wfdb::Conversion>();
}

// A day in minutes: rates, rhythms, and noise as a wearable has it.
std::vector<Scene> ManyRhythms() {
  std::vector<Scene> scenes = {
      Minutes(1, SimRhythm::kSinus, 70),           Minutes(1, SimRhythm::kSinus, 40),
      Minutes(1, SimRhythm::kSinus, 150),          Minutes(2, SimRhythm::kPrematureBeats, 75),
      Minutes(1, SimRhythm::kBigeminy, 70),        Minutes(1, SimRhythm::kAtrialFibrillation, 95),
      Minutes(1, SimRhythm::kAtrialFibrillation, 140), Minutes(1, SimRhythm::kPauses, 60),
      Minutes(0.5, SimRhythm::kVentricularTachycardia, 170)};
  Scene muscle = Minutes(1, SimRhythm::kSinus, 80);
  muscle.noise.muscle_uv = 60;
  Scene mains = Minutes(1, SimRhythm::kSinus, 80);
  mains.noise.mains_uv = 100;
  Scene wander = Minutes(1, SimRhythm::kSinus, 80);
  wander.noise.wander_uv = 800;
  Scene small = Minutes(1, SimRhythm::kSinus, 80);
  small.r_uv = 300;
  for (const Scene& scene : {muscle, mains, wander, small}) scenes.push_back(scene);
  return scenes;
}

TEST(Regression, QrsFindsTheBeatsOfEachRhythm) {
  BeatScore all;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Recording recording = sim::Simulate(ManyRhythms(), {.seed = seed});
    const absl::StatusOr<ProductRun> run = RunProduct(ConversionsOf(recording));
    ASSERT_TRUE(run.ok()) << run.status();
    const double hz = recording.options.ecg_hz;
    all += ScoreBeats(sim::Truth(recording), ToAnnotations(BeatsOf(*run).beats, hz), hz, static_cast<std::int64_t>(recording.ecg_uv.size()),
                   kQrsLearnsSeconds);
  }
  Tell("se_percent", 100 * all.Sensitivity().value_or(0));
  Tell("ppv_percent", 100 * all.PositivePredictivity().value_or(0));
  EXPECT_GE(100 * all.Sensitivity().value_or(0), 99.5);
  EXPECT_GE(100 * all.PositivePredictivity().value_or(0), 99.5);
}

TEST(Regression, VentricularBeatsAreToldFromOthers) {
  BeatScore all;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Recording recording = sim::Simulate(ManyRhythms(), {.seed = seed});
    const absl::StatusOr<ProductRun> run = RunProduct(ConversionsOf(recording));
    ASSERT_TRUE(run.ok()) << run.status();
    const double hz = recording.options.ecg_hz;
    all += ScoreBeatsAndTypes(sim::Truth(recording), ToTypedAnnotations(BeatsOf(*run).beats, run->told, hz), hz,
                              static_cast<std::int64_t>(recording.ecg_uv.size()), kClassifierLearnsSeconds)
               .ventricular;
  }
  Tell("se_percent", 100 * all.Sensitivity().value_or(0));
  Tell("ppv_percent", 100 * all.PositivePredictivity().value_or(0));
  EXPECT_GE(100 * all.Sensitivity().value_or(0), 98);
  EXPECT_GE(100 * all.PositivePredictivity().value_or(0), 92);
}

TEST(Regression, FibrillationIsToldFromOtherRhythms) {
  AfScore all;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Recording recording = sim::Simulate(
        {Minutes(5, SimRhythm::kSinus, 65), Minutes(5, SimRhythm::kAtrialFibrillation, 80 + 10.0 * static_cast<double>(seed)),
         Minutes(5, SimRhythm::kPrematureBeats, 70), Minutes(5, SimRhythm::kAtrialFibrillation, 70), Minutes(3, SimRhythm::kBigeminy, 75)},
        {.seed = seed});
    const absl::StatusOr<ProductRun> run = RunProduct(ConversionsOf(recording));
    ASSERT_TRUE(run.ok()) << run.status();
    all += ScoreFibrillation(ReferenceRhythm(sim::Truth(recording), recording.options.ecg_hz), ToldRhythm(run->told),
                             static_cast<std::int64_t>(recording.plan.seconds()));
  }
  const double answered = 100.0 * static_cast<double>(all.answered_s) / static_cast<double>(all.scored_s);
  Tell("se_percent", all.seconds.Sensitivity().value_or(0));
  Tell("ppv_percent", all.seconds.PositivePredictivity().value_or(0));
  Tell("answered_percent", answered);
  EXPECT_GE(all.seconds.Sensitivity().value_or(0), 90);
  EXPECT_GE(all.seconds.PositivePredictivity().value_or(0), 97);
  EXPECT_GE(answered, 97);
}

TEST(Regression, DangerousRhythmsAreTold) {
  VfVtScore all;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Scene sinus = Minutes(2, SimRhythm::kSinus, 75);
    const Recording recording = sim::Simulate(
        {sinus, Minutes(1, SimRhythm::kVentricularFibrillation, 0), sinus, Minutes(0.5, SimRhythm::kVentricularTachycardia, 180), sinus,
         Minutes(0.5, SimRhythm::kVentricularFlutter, 260), Minutes(3, SimRhythm::kPrematureBeats, 75),
         Minutes(2, SimRhythm::kAtrialFibrillation, 110)},
        {.seed = seed});
    const absl::StatusOr<ProductRun> run = RunProduct(ConversionsOf(recording));
    ASSERT_TRUE(run.ok()) << run.status();
    const auto length_s = static_cast<std::int64_t>(recording.plan.seconds());
    const std::vector<wfdb::Annotation> truth = sim::Truth(recording);
    const double hz = recording.options.ecg_hz;
    const Ventricles reference = ReferenceVentricles(truth, hz, length_s);
    all += ScoreVentricles(reference, ToldVentricles(run->told, length_s));
    all += ScoreAlarms(HighAlarms(*run), reference, BeatTimes(truth, hz));
  }
  Tell("se_percent", all.steps.Sensitivity().value_or(0));
  Tell("sp_percent", all.steps.Specificity().value_or(0));
  Tell("episodes_found", static_cast<double>(all.episodes_found));
  Tell("episodes", static_cast<double>(all.episodes));
  Tell("false_alarms", static_cast<double>(all.false_alarms));
  Tell("answered_percent", 100.0 * static_cast<double>(all.answered_s) / static_cast<double>(all.scored_s));
  EXPECT_GE(all.steps.Sensitivity().value_or(0), 94);
  EXPECT_GE(all.steps.Specificity().value_or(0), 99);
  EXPECT_EQ(all.episodes_found, all.episodes);
  EXPECT_EQ(all.long_alarmed, all.long_episodes);
  EXPECT_EQ(all.false_alarms, 0);
}

// P waves that lead to no beat: a second-degree block, a complete one, and a standstill after
// each. They are no beats, each standstill is alarmed among them, and nothing else is but the
// low rates that are there.
TEST(Regression, BlockedPWavesAreNoBeatsAndStandstillIsAlarmedAmongThem) {
  BeatScore beats;
  VfVtScore all;
  int standstills = 0;
  int alarmed = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const double step = 4 * static_cast<double>(seed);
    const Scene sinus = Minutes(2, SimRhythm::kSinus, 70);
    const Scene standstill = Minutes(0.5, SimRhythm::kVentricularStandstill, 0);
    const Recording recording =
        sim::Simulate({sinus, Minutes(3, SimRhythm::kSecondDegreeBlock, 30 + step), standstill, sinus,
                       Minutes(3, SimRhythm::kCompleteBlock, 28 + step), standstill, sinus},
                      {.seed = seed});
    const absl::StatusOr<ProductRun> run = RunProduct(ConversionsOf(recording));
    ASSERT_TRUE(run.ok()) << run.status();
    const double hz = recording.options.ecg_hz;
    const std::vector<wfdb::Annotation> truth = sim::Truth(recording);
    beats += ScoreBeats(truth, ToAnnotations(BeatsOf(*run).beats, hz), hz, static_cast<std::int64_t>(recording.ecg_uv.size()), kQrsLearnsSeconds);
    const std::vector<HighAlarm> alarms = HighAlarms(*run);
    all += ScoreAlarms(alarms, ReferenceVentricles(truth, hz, static_cast<std::int64_t>(recording.plan.seconds())), BeatTimes(truth, hz));
    for (std::size_t place = 0; place < recording.plan.scenes().size(); ++place) {
      if (recording.plan.scenes()[place].rhythm != SimRhythm::kVentricularStandstill) continue;
      const double begin = recording.plan.BeginOf(place);
      ++standstills;
      alarmed += std::any_of(alarms.begin(), alarms.end(), [begin](const HighAlarm& alarm) {
        return alarm.id == AlarmId::kAsystole && alarm.begin_s >= begin - 3 && alarm.begin_s <= begin + 8;
      });
    }
  }
  Tell("se_percent", 100 * beats.Sensitivity().value_or(0));
  Tell("ppv_percent", 100 * beats.PositivePredictivity().value_or(0));
  Tell("standstills_alarmed", alarmed);
  Tell("alarms", static_cast<double>(all.alarms));
  Tell("false_alarms", static_cast<double>(all.false_alarms));
  EXPECT_GE(100 * beats.Sensitivity().value_or(0), 98.5);
  EXPECT_GE(100 * beats.PositivePredictivity().value_or(0), 98);
  EXPECT_EQ(standstills, 8);
  EXPECT_EQ(alarmed, standstills);
  EXPECT_EQ(all.false_alarms, 0);
}

// The reference as that of the recordings: the mean rate in windows of 8 s, each 2 s.
PulseRecording PulsesOf(const Recording& recording) {
  PulseRecording pulses;
  pulses.name = "sim";
  for (std::size_t n = 0; n < recording.light.green.size(); ++n) {
    const sim::Moment& moment = recording.motion[n];
    pulses.moments.push_back({recording.light.green[n], moment.x, moment.y, moment.z});
  }
  for (double begin = 0; begin + 8 <= recording.plan.seconds(); begin += 2) {
    pulses.reference.push_back(sim::RateOf(recording, begin, begin + 8).value_or(0));
  }
  return pulses;
}

TEST(Regression, PulseRateHoldsWhileSomebodyRuns) {
  PulseScore all;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    Scene rest = Minutes(1, SimRhythm::kSinus, 70);
    Scene walk = Minutes(1, SimRhythm::kSinus, 85);
    walk.motion = Motion::kWalking;
    Scene faster = Minutes(0.5, SimRhythm::kSinus, 110);
    faster.motion = Motion::kRunning;
    faster.steps_per_minute = 150;
    Scene run = Minutes(2, SimRhythm::kSinus, 135 + 3.0 * static_cast<double>(seed));
    run.motion = Motion::kRunning;
    const Recording recording = sim::Simulate({rest, walk, faster, run}, {.seed = seed});
    const PulseRecording pulses = PulsesOf(recording);
    const auto told = RunPulseRate(pulses);
    ASSERT_TRUE(told.ok()) << told.status();
    all.Add(pulses.reference, *told);
  }
  Tell("answered_percent", all.AnsweredPercent().value_or(0));
  Tell("error_per_minute", all.ErrorOfAnswers().value_or(100));
  EXPECT_GE(all.AnsweredPercent().value_or(0), 93);
  EXPECT_LE(all.ErrorOfAnswers().value_or(100), 1.2);
}

TEST(Regression, ApneaIsToldByMinute) {
  BinaryScore all;
  std::int64_t answered = 0;
  std::int64_t length = 0;
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    Scene calm = Minutes(20, SimRhythm::kSinus, 60);
    Scene apnea = calm;
    apnea.apnea_cycle_seconds = 30 + 10.0 * static_cast<double>(seed);
    const Recording recording = sim::Simulate({calm, apnea, calm, apnea, calm}, {.seed = seed});
    ApneaNight night;
    for (const sim::Beat& beat : recording.beats) night.beats.push_back(Timestamp{std::llround(beat.time * 1e6)});
    for (double minute = 0; minute < recording.plan.seconds(); minute += 60) {
      night.minutes.push_back(recording.plan.At(minute).apnea_cycle_seconds > 0);
    }
    const absl::StatusOr<ApneaRun> run = RunApnea(night);
    ASSERT_TRUE(run.ok()) << run.status();
    all += run->minutes;
    answered += run->answered;
    length += run->length;
  }
  Tell("accuracy_percent", all.Accuracy().value_or(0));
  Tell("answered_percent", 100.0 * static_cast<double>(answered) / static_cast<double>(length));
  EXPECT_GE(all.Accuracy().value_or(0), 95);
  EXPECT_GE(100.0 * static_cast<double>(answered) / static_cast<double>(length), 90);
}

FallTrial TrialOf(const Recording& recording, bool is_fall) {
  FallTrial trial;
  trial.name = "sim";
  trial.is_fall = is_fall;
  for (const sim::Moment& moment : recording.motion) trial.moments.push_back({moment.x, moment.y, moment.z});
  return trial;
}

TEST(Regression, FallsAreToldFromDailyLife) {
  BinaryScore all;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Scene fall = Minutes(0.4, SimRhythm::kSinus, 80);
    fall.motion = Motion::kFall;
    fall.fall_peak_mg = 2000 + 300.0 * static_cast<double>(seed);
    const absl::StatusOr<FallRun> fell = RunFallDetector(TrialOf(sim::Simulate({fall}, {.seed = seed}), true));
    ASSERT_TRUE(fell.ok()) << fell.status();
    all.Add(true, fell->falls > 0);
    for (const Motion motion : {Motion::kStill, Motion::kWalking, Motion::kRunning, Motion::kBusy, Motion::kSleep}) {
      Scene scene = Minutes(2, SimRhythm::kSinus, 80);
      scene.motion = motion;
      const absl::StatusOr<FallRun> run = RunFallDetector(TrialOf(sim::Simulate({scene}, {.seed = seed}), false));
      ASSERT_TRUE(run.ok()) << run.status();
      all.Add(false, run->falls > 0);
    }
  }
  Tell("se_percent", all.Sensitivity().value_or(0));
  Tell("sp_percent", all.Specificity().value_or(0));
  EXPECT_GE(all.Sensitivity().value_or(0), 95);
  EXPECT_GE(all.Specificity().value_or(0), 97);
}

// Windows of two colors in which the pulse, with its breath, and the sensor move.
struct Lights {
  double perfusion;
  double noise_counts;
  double motion;  // over the pulse
};

// Webster (ed.), Design of Pulse Oximeters, 1997.
constexpr double kPercentPerRatio = 25;

// Of one window, in percent of saturation; none where it is not told.
std::optional<double> SaturationError(const Lights& lights, sim::Random& random) {
  constexpr double kTurn = 2 * std::numbers::pi;
  const double ratio = (110 - random.Between(70, 100)) / kPercentPerRatio;
  const double rate = random.Between(45, 195);
  const double varies = random.Between(0, 0.04);
  const double red = random.Between(60'000, 100'000);
  const double infrared = random.Between(60'000, 100'000);
  const double moves_hz = rate / 60 * random.Between(0.4, 2.2);
  const double breathes_hz = random.Between(0.15, 0.35);
  const double begin = random.Between(0, 1);
  const double second = random.Between(0, 1);
  double phase = random.Between(0, 1);
  plugins::OxygenRatio light;
  light.Clear();
  for (int n = 0; n < plugins::OxygenRatio::kWindow; ++n) {
    const double time = n / 50.0;
    const double breath = std::sin(kTurn * (breathes_hz * time + begin));
    phase += rate / 60 * (1 + varies * breath) / 50;
    const double pulse = lights.perfusion / 2 * (std::sin(kTurn * phase) + 0.3 * std::sin(kTurn * (2 * phase + second)));
    const double other = 0.004 * breath + lights.motion * lights.perfusion / 2 * std::sin(kTurn * (moves_hz * time + second));
    const auto counts = [&](double mean, double of_pulse) {
      return static_cast<std::int32_t>(std::lround(mean * (1 + of_pulse * pulse + other) + lights.noise_counts * random.Normal()));
    };
    const std::int32_t seen = counts(red, ratio);
    (void)light.Add(seen, counts(infrared, 1));
  }
  const auto told = static_cast<std::int32_t>(std::lround(rate + random.Between(-1.5, 1.5)));
  if (light.Look(told) != plugins::LightFinding::kPulse) return std::nullopt;
  return kPercentPerRatio * std::abs(light.ratio_milli() / 1000.0 - ratio);
}

TEST(Regression, SaturationIsRightOrNotToldBesideMotion) {
  constexpr int kWindows = 400;
  struct Floor {
    double motion;
    double answered_percent;  // of the clearest light
    double rms_percent;       // of any
  };
  for (const Floor& floor : {Floor{0, 99, 0.9}, Floor{0.5, 75, 1.2}, Floor{1, 36, 1.5}}) {
    for (const double perfusion : {0.02, 0.005, 0.002}) {
      for (const double noise : {0.0, 20.0}) {
        sim::Random random(1);
        int answered = 0;
        double squares = 0;
        double greatest = 0;
        for (int n = 0; n < kWindows; ++n) {
          const std::optional<double> error = SaturationError({perfusion, noise, floor.motion}, random);
          if (!error) continue;
          ++answered;
          squares += *error * *error;
          greatest = std::max(greatest, *error);
        }
        const std::string line = absl::StrFormat("perfusion_%.1f_noise_%.0f_motion_%.1f_", 100 * perfusion, noise, floor.motion);
        const double rms = std::sqrt(squares / std::max(1, answered));
        Tell((line + "answered_percent").c_str(), 100.0 * answered / kWindows);
        Tell((line + "rms_percent").c_str(), rms);
        Tell((line + "greatest_percent").c_str(), greatest);
        EXPECT_LE(rms, floor.rms_percent) << line;
        EXPECT_GT(answered, 0) << line;
        if (perfusion == 0.02) EXPECT_GE(100.0 * answered / kWindows, floor.answered_percent) << line;
      }
    }
  }
}

// Heights of R and intervals alone, as a detector tells them half a second late.
struct Breaths {
  int windows = 0;   // seconds from when there can be a rate on
  int answered = 0;  // of those
  double greatest = 0;
};

Breaths RunRespirationRate(const Recording& recording, double breaths) {
  const auto bench = std::make_unique<PluginBench<plugins::RespirationRate>>(plugins::kRespirationRateManifest);
  EXPECT_EQ(bench->Start(), Status::kOk);
  Breaths result;
  Observation last;
  std::size_t next = 0;
  const auto end = Timestamp() + Seconds(static_cast<std::int64_t>(recording.plan.seconds()));
  while (bench->now() < end) {
    for (; next < recording.beats.size(); ++next) {
      const auto place = static_cast<std::size_t>(std::lround(recording.beats[next].time * recording.options.ecg_hz));
      Observation beat = {.code = ObservationCode::kQrsDetected, .unit = Unit::kMicrovolt, .validity = Validity::kValid};
      beat.time = Timestamp() + Milliseconds(static_cast<std::int64_t>(place) * 4);
      beat.valid_until = beat.time + Seconds(2);
      if (bench->now() < beat.time + Milliseconds(500)) break;
      beat.value = place < recording.ecg_uv.size() ? recording.ecg_uv[place] : 0;
      EXPECT_EQ(bench->Give(beat), Status::kOk);
    }
    const bool is_second = bench->now().us % 1'000'000 == 0;
    if (is_second) {
      Observation readable = {.code = ObservationCode::kEcgQuality, .unit = Unit::kOne, .validity = Validity::kValid};
      readable.value = 1;
      readable.time = bench->now();
      readable.valid_until = bench->now() + Seconds(3);
      EXPECT_EQ(bench->Give(readable), Status::kOk);
    }
    EXPECT_EQ(bench->Activate(), Status::kOk);
    for (const Observation& said : bench->said().observations) {
      last = said;
      if (said.validity == Validity::kValid) result.greatest = std::max(result.greatest, std::abs(said.value - breaths));
    }
    if (!is_second || bench->now() < Timestamp() + Seconds(70)) continue;
    ++result.windows;
    if (last.validity == Validity::kValid && bench->now() <= last.valid_until) ++result.answered;
  }
  return result;
}

TEST(Regression, RespirationRateIsRightOrNotTold) {
  struct Heart {
    double sinus_arrhythmia;
    double answered_percent;  // at least
  };
  for (const Heart& heart : {Heart{0.03, 98}, Heart{0.01, 75}, Heart{0, 15}}) {
    Breaths all;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      for (const double breaths : {6.0, 8.0, 12.0, 16.0, 20.0, 25.0, 30.0}) {
        Scene scene = Minutes(5, SimRhythm::kSinus, 72);
        scene.sinus_arrhythmia = heart.sinus_arrhythmia;
        scene.breaths_per_minute = breaths;
        const Breaths one = RunRespirationRate(sim::Simulate({scene}, {.seed = seed}), breaths);
        all.windows += one.windows;
        all.answered += one.answered;
        all.greatest = std::max(all.greatest, one.greatest);
      }
    }
    const std::string line = absl::StrFormat("arrhythmia_%.0f_", 100 * heart.sinus_arrhythmia);
    Tell((line + "answered_percent").c_str(), 100.0 * all.answered / all.windows);
    Tell((line + "greatest_error").c_str(), all.greatest);
    EXPECT_GE(100.0 * all.answered / all.windows, heart.answered_percent) << line;
    EXPECT_LE(all.greatest, 2) << line;
  }
}

}  // namespace
}  // namespace vigil::benchmark
