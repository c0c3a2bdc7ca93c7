#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "test/sim/channels.h"
#include "test/sim/exact_math.h"
#include "test/sim/random.h"
#include "test/sim/streams.h"

namespace vigil::sim {
namespace {

// A wave of a beat: height in parts of the R wave, time from the R peak and width as a
// standard deviation in seconds, and whether it moves with the interval.
struct Wave {
  double height;
  double time;
  double width;
  bool moves;
};
constexpr double kPTime = -0.16;
constexpr Wave kSinusWaves[] = {
    {-0.10, -0.028, 0.009, false}, {1.0, 0, 0.012, false}, {-0.20, 0.030, 0.011, false}, {0.28, 0.28, 0.05, true}};
constexpr Wave kVentricularWaves[] = {{1.4, 0, 0.034, false}, {-0.5, 0.09, 0.035, false}, {-0.45, 0.30, 0.06, true}};
constexpr double kBreathOfHeight = 0.06;   // by which breathing changes the height of a beat
constexpr double kFibrillationWaveUv = 50;  // of the atria
constexpr double kRailUv = 400'000;        // an open input drifts to the end of its range
constexpr double kReach = 6;               // of a bell curve, in its widths

// Something that goes up and down at a pace that drifts within bounds.
class Drifting {
 public:
  Drifting(double least_hz, double greatest_hz, Random& random)
      : least_(least_hz), greatest_(greatest_hz), hz_(random.Between(least_hz, greatest_hz)), turns_(random.Uniform()) {}

  double Next(double period, Random& random) {
    const double spread = greatest_ - least_;
    hz_ = std::clamp(hz_ + spread * 0.5 * std::sqrt(period) * random.Normal(), least_, greatest_);
    turns_ += hz_ * period;
    turns_ -= std::floor(turns_);
    return SineOfTurns(turns_);
  }

 private:
  double least_;
  double greatest_;
  double hz_;
  double turns_;
};

// What is no beat.
class Disturbance {
 public:
  Disturbance(int hz, std::uint64_t seed)
      : period_(1.0 / hz),
        random_(seed, kEcgStream),
        wander_{Drifting(0.05, 0.2, random_), Drifting(0.2, 0.5, random_)},
        ventricles_{Drifting(3.5, 5, random_), Drifting(4.5, 6, random_), Drifting(5.5, 7, random_)},
        swell_(0.1, 0.5, random_),
        atria_(5, 8, random_),
        burst_(0.05, 0.3, random_) {}

  // Each part takes its random numbers whether it is heard or not: a louder one changes
  // no other.
  double Next(const Scene& scene, double second) {
    const EcgNoise& noise = scene.noise;
    double sum = noise.white_uv * random_.Normal();
    const double white = random_.Normal();
    const double rough = (white - last_white_) / std::numbers::sqrt2;  // more of the high frequencies
    last_white_ = white;
    sum += noise.muscle_uv * rough * (1 + burst_.Next(period_, random_));
    sum += noise.mains_uv * SineOfTurns(noise.mains_hz * second);
    const double slow = wander_[0].Next(period_, random_);
    sum += noise.wander_uv * (0.7 * slow + 0.3 * wander_[1].Next(period_, random_));
    sum += Loose(noise.loose_uv);
    return sum + Oscillation(scene, second);
  }

 private:
  double Loose(double uv) {
    level_ -= level_ * 2 * period_;
    const bool moves = random_.IsBelow(period_);
    const double step = random_.Between(-1, 1);
    if (moves) level_ += step;
    return uv * level_;
  }

  double Oscillation(const Scene& scene, double second) {
    double ventricles = 0;
    for (Drifting& one : ventricles_) ventricles += one.Next(period_, random_) / 2;
    ventricles *= 0.7 + 0.3 * swell_.Next(period_, random_);
    const double turns = atria_.Next(period_, random_);
    if (scene.contact == Contact::kNotWorn) return 0;
    switch (scene.rhythm) {
      case Rhythm::kVentricularFibrillation: return scene.fibrillation_uv * ventricles;
      case Rhythm::kVentricularFlutter:
        return scene.fibrillation_uv * 1.5 * SineOfTurns(second * scene.rate_per_minute / 60);
      case Rhythm::kAtrialFibrillation: return kFibrillationWaveUv * turns;
      case Rhythm::kSinus:
      case Rhythm::kPrematureBeats:
      case Rhythm::kBigeminy:
      case Rhythm::kPauses:
      case Rhythm::kVentricularTachycardia:
      case Rhythm::kSecondDegreeBlock:
      case Rhythm::kCompleteBlock:
      case Rhythm::kVentricularStandstill:
      case Rhythm::kAsystole: break;
    }
    return 0;
  }

  double period_;
  Random random_;
  Drifting wander_[2];
  Drifting ventricles_[3];
  Drifting swell_;
  Drifting atria_;
  Drifting burst_;
  double last_white_ = 0;
  double level_ = 0;  // of the loose electrode
};

void AddWave(const Wave& wave, double uv, const Beat& beat, int hz, std::vector<double>& signal) {
  const double stretch = wave.moves ? std::sqrt(std::clamp(beat.interval, 0.3, 1.5)) : 1;
  const double center = (beat.time + wave.time * stretch) * hz;
  const double width = wave.width * stretch * hz;
  const double first = std::max(0.0, std::ceil(center - kReach * width));
  const double end = std::min(static_cast<double>(signal.size()), center + kReach * width);
  for (double at = first; at < end; at += 1) {
    signal[static_cast<std::size_t>(at)] += uv * wave.height * Bell((at - center) / width);
  }
}

// The answer of an amplifier to a pulse that is short beside it: a bell curve.
constexpr double kPacerWidth = 0.002;
constexpr double kPacerLead = 0.08;
constexpr double kSwingBack = 0.05;

void AddPacerPulse(const PacerPulses& pacer, double time, int hz, std::vector<double>& signal) {
  const double first = std::max(0.0, std::ceil((time - kReach * kPacerWidth) * hz));
  const double end = std::min(static_cast<double>(signal.size()), (time + kReach * kSwingBack) * hz);
  for (double at = first; at < end; at += 1) {
    const double late = at / hz - time;
    const double back = late > 2 * kPacerWidth ? pacer.overshoot * Exponential(-late / kSwingBack) : 0;
    signal[static_cast<std::size_t>(at)] += pacer.uv * (Bell(late / kPacerWidth) - back);
  }
}

// 80 ms before each beat; where the rhythm has none behind each P wave, or at a pace of their own.
void AddPacerPulses(const Plan& plan, const std::vector<Beat>& beats, const std::vector<double>& blocked_p_waves, int hz,
                    std::vector<double>& signal) {
  for (const Beat& beat : beats) {
    const PacerPulses& pacer = plan.At(beat.time).pacer;
    if (pacer.uv != 0) AddPacerPulse(pacer, beat.time - kPacerLead, hz, signal);
  }
  for (const double wave : blocked_p_waves) {
    const PacerPulses& pacer = plan.At(wave).pacer;
    if (pacer.uv != 0 && pacer.after_p_wave > 0) AddPacerPulse(pacer, wave + pacer.after_p_wave, hz, signal);
  }
  for (double time = 0; time < plan.seconds();) {
    const Scene& scene = plan.At(time);
    const bool has_pace = scene.pacer.uv != 0 && scene.pacer.after_p_wave <= 0;
    if (has_pace && !HasBeats(scene.rhythm)) AddPacerPulse(scene.pacer, time, hz, signal);
    time += 60 / std::max(1.0, scene.pacer.per_minute);
  }
}

double HeightAt(const Plan& plan, const Breathing& breathing, double second) {
  return plan.At(second).r_uv * (1 + kBreathOfHeight * breathing.At(second));
}

}  // namespace

std::vector<std::int32_t> MakeEcg(const Plan& plan, const std::vector<Beat>& beats, const std::vector<double>& blocked_p_waves,
                                  const Breathing& breathing, int hz, std::uint64_t seed) {
  std::vector<double> signal(static_cast<std::size_t>(plan.seconds() * hz), 0.0);
  for (const Beat& beat : beats) {
    const Scene& scene = plan.At(beat.time);
    const double uv = HeightAt(plan, breathing, beat.time);
    if (beat.has_p_wave) AddWave({scene.p_share, kPTime, scene.p_seconds, true}, uv, beat, hz, signal);
    if (beat.is_ventricular) {
      for (const Wave& wave : kVentricularWaves) AddWave(wave, uv, beat, hz, signal);
    } else {
      for (const Wave& wave : kSinusWaves) AddWave(wave, uv, beat, hz, signal);
    }
  }
  for (const double wave : blocked_p_waves) {
    const Scene& scene = plan.At(wave);
    AddWave({scene.p_share, 0, scene.p_seconds, false}, HeightAt(plan, breathing, wave), {.time = wave}, hz, signal);
  }
  AddPacerPulses(plan, beats, blocked_p_waves, hz, signal);
  Disturbance disturbance(hz, seed);
  std::vector<std::int32_t> microvolts;
  microvolts.reserve(signal.size());
  for (std::size_t n = 0; n < signal.size(); ++n) {
    const double second = static_cast<double>(n) / hz;
    const Scene& scene = plan.At(second);
    const double value = signal[n] + disturbance.Next(scene, second);
    microvolts.push_back(static_cast<std::int32_t>(std::lround(scene.contact == Contact::kLeadOff ? kRailUv : value)));
  }
  return microvolts;
}

}  // namespace vigil::sim
