#include "test/sim/channels.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>

#include "gtest/gtest.h"
#include "test/sim/patient.h"

namespace vigil::sim {
namespace {

struct Range {
  double mean = 0;
  double spread = 0;  // standard deviation
  double least = 1e12;
  double greatest = -1e12;
};

template <typename Values, typename Of>
Range RangeOf(const Values& values, double begin, double end, int hz, Of of) {
  Range range;
  double sum = 0;
  double squares = 0;
  const auto first = static_cast<std::size_t>(begin * hz);
  const auto last = static_cast<std::size_t>(end * hz);
  for (std::size_t n = first; n < last; ++n) {
    const double value = of(values[n]);
    sum += value;
    squares += value * value;
    range.least = std::min(range.least, value);
    range.greatest = std::max(range.greatest, value);
  }
  const double count = static_cast<double>(last - first);
  range.mean = sum / count;
  range.spread = std::sqrt(std::max(0.0, squares / count - range.mean * range.mean));
  return range;
}

Range RangeOf(const std::vector<std::int32_t>& values, double begin, double end, int hz) {
  return RangeOf(values, begin, end, hz, [](std::int32_t value) { return static_cast<double>(value); });
}

double Length(const Moment& moment) {
  const double x = moment.x;
  const double y = moment.y;
  const double z = moment.z;
  return std::sqrt(x * x + y * y + z * z);
}

Range Acceleration(const Recording& recording, double begin, double end) {
  return RangeOf(recording.motion, begin, end, recording.options.motion_hz, Length);
}

TEST(Ecg, HasItsGreatestValueAtEachSinusBeat) {
  Scene scene;
  scene.seconds = 120;
  const Recording recording = Simulate({scene});
  ASSERT_GT(recording.beats.size(), 130u);
  for (const Beat& beat : recording.beats) {
    const auto center = static_cast<std::size_t>(std::lround(beat.time * 250));
    if (center < 100 || center + 100 >= recording.ecg_uv.size()) continue;
    const auto begin = recording.ecg_uv.begin() + static_cast<std::ptrdiff_t>(center) - 80;
    const auto peak = std::max_element(begin, begin + 160) - begin;
    EXPECT_NEAR(static_cast<double>(peak), 80, 1) << beat.time;
    EXPECT_NEAR(*(begin + peak), 1000, 180) << beat.time;
  }
}

TEST(Ecg, HasTheNoiseThatItIsGiven) {
  Scene quiet;
  quiet.rhythm = Rhythm::kAsystole;
  quiet.noise = {.white_uv = 0, .wander_uv = 0};
  Scene white = quiet;
  white.noise.white_uv = 20;
  Scene muscle = quiet;
  muscle.noise.muscle_uv = 50;
  Scene mains = quiet;
  mains.noise.mains_uv = 100;
  Scene wander = quiet;
  wander.noise.wander_uv = 300;
  Scene loose = quiet;
  loose.noise.loose_uv = 1000;
  const Recording recording = Simulate({quiet, white, muscle, mains, wander, loose});

  EXPECT_EQ(RangeOf(recording.ecg_uv, 0, 60, 250).spread, 0);
  EXPECT_NEAR(RangeOf(recording.ecg_uv, 60, 120, 250).spread, 20, 1);
  EXPECT_NEAR(RangeOf(recording.ecg_uv, 120, 180, 250).spread, 60, 15);
  EXPECT_NEAR(RangeOf(recording.ecg_uv, 180, 240, 250).greatest, 100, 6);
  EXPECT_NEAR(RangeOf(recording.ecg_uv, 240, 300, 250).spread, 160, 60);
  EXPECT_GT(RangeOf(recording.ecg_uv, 300, 360, 250).spread, 150);
}

TEST(Ecg, OfVentricularFibrillationSwingsWithoutBeats) {
  Scene scene;
  scene.rhythm = Rhythm::kVentricularFibrillation;
  scene.noise = {.white_uv = 0, .wander_uv = 0};
  const Recording recording = Simulate({scene});

  EXPECT_TRUE(recording.beats.empty());
  int crossings = 0;
  for (std::size_t n = 1; n < recording.ecg_uv.size(); ++n) crossings += (recording.ecg_uv[n - 1] < 0) != (recording.ecg_uv[n] < 0);
  EXPECT_GT(crossings / 2, 60 * 3.5);
  EXPECT_LT(crossings / 2, 60 * 7);
  EXPECT_NEAR(RangeOf(recording.ecg_uv, 0, 60, 250).spread, 180, 60);
}

TEST(Ecg, OfAStandstillHasPWavesOfTheHeightAndWidthThatItIsGiven) {
  Scene scene;
  scene.rhythm = Rhythm::kVentricularStandstill;
  scene.p_share = 0.25;
  scene.p_seconds = 0.02;
  scene.breaths_per_minute = 0.001;
  scene.noise = {.white_uv = 0, .wander_uv = 0};
  const Recording recording = Simulate({scene});

  EXPECT_TRUE(recording.beats.empty());
  ASSERT_GT(recording.blocked_p_waves.size(), 70u);
  for (const double wave : recording.blocked_p_waves) {
    const auto at = [&](double second) { return recording.ecg_uv[static_cast<std::size_t>(std::lround(second * 250))]; };
    if (wave + 0.2 > 60) continue;
    EXPECT_NEAR(at(wave), 250, 5) << wave;
    EXPECT_NEAR(at(wave + 0.02), 152, 16) << wave;
    EXPECT_EQ(at(wave + 0.18), 0) << wave;
  }
}

std::vector<double> PacerPulsesOf(const Recording& recording) {
  std::vector<double> pulses;
  for (std::size_t n = 2; n + 2 < recording.ecg_uv.size(); ++n) {
    // Higher than both samples at 8 ms by half of it: one or two samples of each pulse.
    const std::int32_t outside = std::max(recording.ecg_uv[n - 2], recording.ecg_uv[n + 2]);
    const double second = static_cast<double>(n) / 250;
    if (recording.ecg_uv[n] - outside < 2500) continue;
    if (pulses.empty() || second - pulses.back() > 0.1) pulses.push_back(second);
  }
  return pulses;
}

TEST(Ecg, HasPacerPulsesAtTheirPaceAndBeforeEachBeatThatAnswers) {
  Scene paced;
  paced.rhythm = Rhythm::kVentricularTachycardia;
  paced.pacer = {.uv = 5000};
  Scene still = paced;
  still.rhythm = Rhythm::kAsystole;
  const Recording recording = Simulate({paced, still});
  const std::vector<double> pulses = PacerPulsesOf(recording);
  std::size_t in_rest = 0;
  for (const double pulse : pulses) in_rest += pulse >= 60 ? 1 : 0;
  EXPECT_GE(in_rest, 69u);
  EXPECT_LE(in_rest, 70u);
  ASSERT_EQ(pulses.size() - in_rest, recording.beats.size());
  for (std::size_t n = 0; n < recording.beats.size(); ++n) {
    EXPECT_NEAR(recording.beats[n].time - pulses[n], 0.08, 0.005);
  }
}

TEST(Ecg, HasPacerPulsesBehindPWavesThatLeadToNoBeat) {
  Scene still;
  still.rhythm = Rhythm::kVentricularStandstill;
  still.pacer = {.uv = 5000, .after_p_wave = 0.15};
  const Recording recording = Simulate({still});
  const std::vector<double> pulses = PacerPulsesOf(recording);
  std::vector<double> waves = recording.blocked_p_waves;
  if (waves.back() + 0.16 > 60) waves.pop_back();
  ASSERT_GT(pulses.size(), 70u);
  ASSERT_EQ(pulses.size(), waves.size());
  for (std::size_t n = 0; n < pulses.size(); ++n) EXPECT_NEAR(pulses[n] - waves[n], 0.15, 0.005);
}

TEST(Ecg, WithoutALeadLiesAtTheEndOfItsRange) {
  Scene scene;
  scene.contact = Contact::kLeadOff;
  EXPECT_GT(RangeOf(Simulate({scene}).ecg_uv, 0, 60, 250).least, 300'000);
}

// The swings' logarithms are in the ratio that stands for the saturation.
TEST(Light, HasTheRatioOfRatiosOfItsSaturation) {
  for (const double spo2 : {85.0, 90.0, 97.0}) {
    Scene scene;
    scene.spo2_percent = spo2;
    scene.light_noise_counts = 0;
    scene.artefact = 0;
    const Recording recording = Simulate({scene});
    const Range red = RangeOf(recording.light.red, 5, 55, 50);
    const Range infrared = RangeOf(recording.light.infrared, 5, 55, 50);
    EXPECT_NEAR(std::log(red.greatest / red.least) / std::log(infrared.greatest / infrared.least), RatioOfRatios(spo2), 0.001);
  }
}

TEST(Light, SwingsAsFarAsThePerfusionSays) {
  Scene scene;
  scene.perfusion_percent = 2;
  scene.breaths_per_minute = 0.01;
  scene.sinus_arrhythmia = 0;
  scene.rate_per_minute = 50;
  scene.artefact = 0;
  const Range range = RangeOf(Simulate({scene}).light.infrared, 5, 55, 50);
  EXPECT_NEAR((range.greatest - range.least) / range.greatest, 0.02, 0.003);
}

TEST(Light, HasNoPulseWithoutABeatAndLittleWithoutSkin) {
  Scene none;
  none.rhythm = Rhythm::kAsystole;
  none.artefact = 0;
  none.breaths_per_minute = 0.01;
  const Recording recording = Simulate({none, OnDesk(60)});
  EXPECT_LT(RangeOf(recording.light.green, 5, 60, 50).spread, 100);
  EXPECT_LT(RangeOf(recording.light.green, 65, 120, 50).greatest, 3000);
}

TEST(Light, IsMovedByMotion) {
  Scene rest;
  rest.rhythm = Rhythm::kAsystole;
  rest.breaths_per_minute = 0.01;
  Scene run = rest;
  run.motion = Motion::kRunning;
  const Recording recording = Simulate({rest, run});
  EXPECT_GT(RangeOf(recording.light.green, 65, 115, 50).spread, 5 * RangeOf(recording.light.green, 5, 55, 50).spread);
}

TEST(MotionOf, EachActivityLooksLikeIt) {
  Scene still;
  Scene walk;
  walk.motion = Motion::kWalking;
  Scene run;
  run.motion = Motion::kRunning;
  Scene busy;
  busy.motion = Motion::kBusy;
  const Recording recording = Simulate({still, walk, run, busy, OnDesk(60)});

  for (double begin = 0; begin < 300; begin += 60) EXPECT_NEAR(Acceleration(recording, begin + 1, begin + 59).mean, 1000, 150);
  EXPECT_LT(Acceleration(recording, 1, 59).spread, 60);
  EXPECT_NEAR(Acceleration(recording, 61, 119).spread, 220, 60);
  EXPECT_GT(Acceleration(recording, 121, 179).spread, 500);
  EXPECT_GT(Acceleration(recording, 181, 239).spread, 60);
  EXPECT_LT(Acceleration(recording, 240, 300).spread, 4);
}

TEST(MotionOf, AFallFloatsStrikesAndLies) {
  Scene fall;
  fall.seconds = 20;
  fall.motion = Motion::kFall;
  const Recording recording = Simulate({fall});

  ASSERT_EQ(recording.falls.size(), 1u);
  EXPECT_EQ(recording.falls[0], 6);
  EXPECT_LT(Acceleration(recording, 5.4, 6).least, 450);
  EXPECT_NEAR(Acceleration(recording, 5.9, 6.3).greatest, 3500, 150);
  const auto up = [&](double second) { return recording.motion[static_cast<std::size_t>(second * 50)].y; };
  EXPECT_GT(up(3), 900);
  EXPECT_LT(up(15), 300);
}

TEST(MotionOf, SleepIsStillForMinutesAndTurnsOver) {
  Scene sleep;
  sleep.seconds = 3600;
  sleep.motion = Motion::kSleep;
  const Recording recording = Simulate({sleep});
  int moving = 0;
  for (int second = 0; second < 3600; ++second) moving += Acceleration(recording, second, second + 1).spread > 20;
  EXPECT_GT(moving, 5);
  EXPECT_LT(moving, 90);
}

TEST(Temperature, FollowsTheSkinInMinutesAndDrifts) {
  Scene worn;
  worn.seconds = 1800;
  worn.drift_celsius_per_hour = 2;
  const auto values = Simulate({OnDesk(60), worn}).temperature;
  EXPECT_NEAR(values[30], 22'500, 50);
  EXPECT_NEAR(values[60 + 180], 22'500 + 11'000 * 0.632, 250);
  EXPECT_NEAR(values[1850], 33'500 + 1000, 100);
}

}  // namespace
}  // namespace vigil::sim
