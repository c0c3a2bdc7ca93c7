#include "test/sim/body.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "gtest/gtest.h"
#include "test/sim/patient.h"

namespace vigil::sim {
namespace {

Scene Minutes(double minutes, Rhythm rhythm, double rate) {
  Scene scene;
  scene.seconds = 60 * minutes;
  scene.rhythm = rhythm;
  scene.rate_per_minute = rate;
  return scene;
}

std::vector<Beat> BeatsOf(const Scene& scene) {
  const Plan plan({scene});
  return MakeBeats(plan, Breathing(plan, 3), 3);
}

// The standard deviation of the intervals as a share of their mean.
double SpreadOf(const std::vector<Beat>& beats) {
  double sum = 0;
  double squares = 0;
  for (std::size_t n = 1; n < beats.size(); ++n) {
    const double interval = beats[n].time - beats[n - 1].time;
    sum += interval;
    squares += interval * interval;
  }
  const double count = static_cast<double>(beats.size()) - 1;
  const double mean = sum / count;
  return std::sqrt(squares / count - mean * mean) / mean;
}

long VentricularOf(const std::vector<Beat>& beats) {
  return std::count_if(beats.begin(), beats.end(), [](const Beat& beat) { return beat.is_ventricular; });
}

TEST(Beats, ComeAtTheRateOfTheScene) {
  for (const double rate : {30.0, 70.0, 180.0}) {
    EXPECT_NEAR(static_cast<double>(BeatsOf(Minutes(5, Rhythm::kSinus, rate)).size()), 5 * rate, 3) << rate;
  }
  EXPECT_NEAR(static_cast<double>(BeatsOf(Minutes(5, Rhythm::kAtrialFibrillation, 90)).size()), 450, 25);
}

TEST(Beats, OfFibrillationHaveNoOrderAndThoseOfSinusRhythmHave) {
  EXPECT_GT(SpreadOf(BeatsOf(Minutes(5, Rhythm::kAtrialFibrillation, 90))), 0.18);
  EXPECT_LT(SpreadOf(BeatsOf(Minutes(5, Rhythm::kSinus, 90))), 0.04);
  EXPECT_LT(SpreadOf(BeatsOf(Minutes(1, Rhythm::kVentricularTachycardia, 180))), 0.02);
}

TEST(Beats, AreVentricularAsTheRhythmSays) {
  EXPECT_EQ(VentricularOf(BeatsOf(Minutes(5, Rhythm::kSinus, 70))), 0);
  const auto premature = BeatsOf(Minutes(10, Rhythm::kPrematureBeats, 70));
  EXPECT_NEAR(static_cast<double>(VentricularOf(premature)) / static_cast<double>(premature.size()), 0.09, 0.03);
  const auto bigeminy = BeatsOf(Minutes(5, Rhythm::kBigeminy, 70));
  EXPECT_NEAR(static_cast<double>(VentricularOf(bigeminy)) / static_cast<double>(bigeminy.size()), 0.5, 0.01);
  const auto tachycardia = BeatsOf(Minutes(1, Rhythm::kVentricularTachycardia, 180));
  EXPECT_EQ(VentricularOf(tachycardia), static_cast<long>(tachycardia.size()));
}

TEST(Beats, ArePrematureAndFollowedByAPause) {
  const auto beats = BeatsOf(Minutes(5, Rhythm::kPrematureBeats, 60));
  for (std::size_t n = 1; n + 1 < beats.size(); ++n) {
    if (!beats[n].is_ventricular) continue;
    EXPECT_LT(beats[n].interval, 0.7);
    EXPECT_GT(beats[n + 1].interval, 1.25);
    EXPECT_FALSE(beats[n].has_p_wave);
  }
}

TEST(Beats, StandStillInPauses) {
  const auto beats = BeatsOf(Minutes(2, Rhythm::kPauses, 60));
  EXPECT_GE(std::count_if(beats.begin(), beats.end(), [](const Beat& beat) { return beat.interval == 3.0; }), 5);
}

TEST(Beats, AreNoneWhereTheHeartStandsStillOrNobodyWearsIt) {
  Scene beats = Minutes(1, Rhythm::kSinus, 60);
  const Plan plan({beats, Minutes(1, Rhythm::kAsystole, 60), beats, Minutes(1, Rhythm::kVentricularFibrillation, 60),
                   Minutes(1, Rhythm::kVentricularStandstill, 60), OnDesk(60)});
  const auto all = MakeBeats(plan, Breathing(plan, 1), 1);
  for (const Beat& beat : all) EXPECT_TRUE(beat.time < 60 || (beat.time >= 120 && beat.time < 180)) << beat.time;
  EXPECT_NEAR(static_cast<double>(all.size()), 120, 4);
}

TEST(Beats, OfACompleteBlockAreSlowWideAndWithoutAPWave) {
  const auto beats = BeatsOf(Minutes(2, Rhythm::kCompleteBlock, 30));
  EXPECT_NEAR(static_cast<double>(beats.size()), 60, 2);
  for (const Beat& beat : beats) EXPECT_TRUE(beat.is_ventricular && !beat.has_p_wave) << beat.time;
}

TEST(BlockedPWaves, ComeAtThePaceOfTheAtria) {
  Scene standstill = Minutes(1, Rhythm::kVentricularStandstill, 70);
  standstill.p_rate_per_minute = 90;
  Scene block = Minutes(1, Rhythm::kCompleteBlock, 30);
  Scene off = standstill;
  off.contact = Contact::kNotWorn;
  const Recording recording = Simulate({Minutes(1, Rhythm::kSinus, 70), standstill, block, off}, {.seed = 2});
  const std::vector<double>& waves = recording.blocked_p_waves;
  EXPECT_EQ(CountIn(waves, 0, 60), 0);
  EXPECT_NEAR(CountIn(waves, 60, 120), 90, 2);
  EXPECT_NEAR(CountIn(waves, 120, 180), 75, 2);
  EXPECT_EQ(CountIn(waves, 180, 240), 0);
}

TEST(BlockedPWaves, StandBetweenTheBeatsOfASecondDegreeBlock) {
  const Recording recording = Simulate({Minutes(2, Rhythm::kSecondDegreeBlock, 40)});
  ASSERT_EQ(recording.blocked_p_waves.size(), recording.beats.size());
  for (std::size_t n = 1; n < recording.beats.size(); ++n) {
    const Beat& beat = recording.beats[n];
    EXPECT_TRUE(beat.has_p_wave);
    EXPECT_DOUBLE_EQ(recording.blocked_p_waves[n], beat.time - beat.interval / 2);
  }
}

TEST(Breathing, ComesAtItsRateAndStopsInApnea) {
  Scene scene = Minutes(9, Rhythm::kSinus, 70);
  const Plan calm({scene});
  EXPECT_NEAR(static_cast<double>(Breathing(calm, 2).breaths().size()), 135, 4);
  scene.apnea_cycle_seconds = 45;
  const Plan plan({scene});
  const Breathing breathing(plan, 2);
  int stops = 0;
  for (double second = 0; second < 540; second += 0.5) {
    if (!IsApnea(plan, second)) continue;
    ++stops;
    EXPECT_NEAR(breathing.At(second + 0.02), 0, 0.1) << second;
  }
  EXPECT_NEAR(stops, 0.45 * 1080, 20);
  for (const double breath : breathing.breaths()) EXPECT_FALSE(IsApnea(plan, breath)) << breath;
  EXPECT_NEAR(static_cast<double>(breathing.breaths().size()), 0.55 * 135, 15);
}

TEST(Apnea, SlowsTheHeartDownAndLetsItRunAfterwards) {
  Scene scene = Minutes(9, Rhythm::kSinus, 60);
  scene.apnea_cycle_seconds = 60;
  scene.sinus_arrhythmia = 0;
  double slow = 0;
  double fast = 10;
  for (const Beat& beat : BeatsOf(scene)) {
    slow = std::max(slow, beat.interval);
    fast = std::min(fast, beat.interval);
  }
  EXPECT_GT(slow, 1.08);
  EXPECT_LT(fast, 0.92);
}

TEST(Steps, ComeAtTheirCadenceWhileSomebodyWalks) {
  Scene walk = Minutes(5, Rhythm::kSinus, 90);
  walk.motion = Motion::kWalking;
  Scene run = walk;
  run.motion = Motion::kRunning;
  run.steps_per_minute = 170;
  const auto steps = MakeSteps(Plan({walk, Minutes(5, Rhythm::kSinus, 70), run}), 4);
  EXPECT_NEAR(CountIn(steps, 0, 300), 550, 6);
  EXPECT_EQ(CountIn(steps, 300, 600), 0);
  EXPECT_NEAR(CountIn(steps, 600, 900), 850, 9);
}

}  // namespace
}  // namespace vigil::sim
