#include "test/sim/body.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "test/sim/exact_math.h"
#include "test/sim/random.h"
#include "test/sim/streams.h"

namespace vigil::sim {
namespace {

constexpr double kApneaShare = 0.45;
constexpr double kApneaSwing = 0.12;   // of an interval, over an apnea cycle
constexpr double kFibrillationSpread = 0.22;  // of an interval, standard deviation
constexpr double kFirstBeat = 0.5;
constexpr double kAfterStandstill = 0.6;
constexpr double kFirstPWave = 0.3;
constexpr double kAtrialSpread = 0.01;  // of an interval, standard deviation

// Part of the apnea cycle, 0 to 1; -1 without one.
double ApneaPhase(const Plan& plan, double second) {
  const std::size_t place = plan.PlaceAt(second);
  const double cycle = plan.scenes()[place].apnea_cycle_seconds;
  if (cycle <= 0) return -1;
  const double cycles = (second - plan.BeginOf(place)) / cycle;
  return cycles - std::floor(cycles);
}

// Makes one beat after another.
class Heart {
 public:
  Heart(const Plan& plan, const Breathing& breathing, std::uint64_t seed)
      : plan_(plan), breathing_(breathing), random_(seed, kHeartStream) {}

  std::vector<Beat> Run() {
    std::vector<Beat> beats;
    Beat beat = {.time = kFirstBeat};
    while (beat.time < plan_.seconds()) {
      const std::size_t place = plan_.PlaceAt(beat.time);
      const Scene& scene = plan_.scenes()[place];
      const bool beats_here = HasBeats(scene.rhythm) && scene.contact != Contact::kNotWorn;
      if (!beats_here) {
        beat = {.time = plan_.EndOf(place) + kAfterStandstill};
        continue;
      }
      Shape(scene, beat);
      beats.push_back(beat);
      const double interval = IntervalAfter(scene, beat);
      beat = {.time = beat.time + interval, .interval = interval};
    }
    return beats;
  }

 private:
  double Sinus(const Scene& scene, double second) {
    double share = 1 + scene.sinus_arrhythmia * breathing_.At(second);
    share += 0.01 * SineOfTurns(0.1 * second) + 0.005 * random_.Normal();
    const double apnea = ApneaPhase(plan_, second);
    if (apnea >= 0) share += kApneaSwing * SineOfTurns(apnea);
    return share * 60 / scene.rate_per_minute;
  }

  // The kind of this beat, and how much of a pulse it makes: the longer the heart fills
  // the more, and less of a ventricular beat, for which its filling is out of step.
  void Shape(const Scene& scene, Beat& beat) {
    const double filling = beat.interval * scene.rate_per_minute / 60;
    beat.strength = std::clamp(0.4 + 0.6 * filling, 0.4, 1.3);
    switch (scene.rhythm) {
      case Rhythm::kAtrialFibrillation: beat.has_p_wave = false; break;
      case Rhythm::kPrematureBeats:
      case Rhythm::kBigeminy: beat.is_ventricular = is_premature_; break;
      case Rhythm::kCompleteBlock:
      case Rhythm::kVentricularTachycardia:
        beat.is_ventricular = true;
        beat.strength = 0.5;
        break;
      case Rhythm::kSinus:
      case Rhythm::kPauses:
      case Rhythm::kSecondDegreeBlock:
      case Rhythm::kVentricularFlutter:
      case Rhythm::kVentricularFibrillation:
      case Rhythm::kVentricularStandstill:
      case Rhythm::kAsystole: break;
    }
    if (beat.is_ventricular) beat.has_p_wave = false;
  }

  double IntervalAfter(const Scene& scene, const Beat& beat) {
    const double sinus = Sinus(scene, beat.time);
    const bool was_premature = is_premature_;
    is_premature_ = false;
    switch (scene.rhythm) {
      case Rhythm::kSinus:
      case Rhythm::kSecondDegreeBlock: return sinus;
      case Rhythm::kAtrialFibrillation:
        return std::max(0.45, 1 + kFibrillationSpread * random_.Normal()) * 60 / scene.rate_per_minute;
      case Rhythm::kPrematureBeats:
        if (was_premature) return 1.4 * sinus;  // together with the one before, two intervals
        is_premature_ = random_.IsBelow(scene.premature_share);
        return is_premature_ ? 0.6 * sinus : sinus;
      case Rhythm::kBigeminy:
        is_premature_ = !was_premature;
        return is_premature_ ? 0.6 * sinus : 1.4 * sinus;
      case Rhythm::kPauses:
        if (beats_until_pause_-- > 0) return sinus;
        beats_until_pause_ = 8 + static_cast<int>(random_.Next() % 5);
        return scene.pause_seconds;
      case Rhythm::kCompleteBlock:
      case Rhythm::kVentricularTachycardia: return (1 + 0.01 * random_.Normal()) * 60 / scene.rate_per_minute;
      case Rhythm::kVentricularFlutter:
      case Rhythm::kVentricularFibrillation:
      case Rhythm::kVentricularStandstill:
      case Rhythm::kAsystole: break;
    }
    return sinus;
  }

  const Plan& plan_;
  const Breathing& breathing_;
  Random random_;
  bool is_premature_ = false;  // the beat that comes next
  int beats_until_pause_ = 5;
};

}  // namespace

bool IsApnea(const Plan& plan, double second) {
  const double phase = ApneaPhase(plan, second);
  return phase >= 0 && phase < kApneaShare;
}

Breathing::Breathing(const Plan& plan, std::uint64_t seed) {
  Random random(seed, kBreathStream);
  double phase = 0;  // in breaths
  double pace = 1;   // of this breath, beside the scene's
  const auto count = static_cast<std::size_t>(plan.seconds() * kHz) + 1;
  for (std::size_t n = 0; n < count; ++n) {
    const double second = static_cast<double>(n) / kHz;
    const Scene& scene = plan.At(second);
    const bool breathes = scene.contact != Contact::kNotWorn && !IsApnea(plan, second);
    if (!breathes) {
      curve_.push_back(0);
      phase = std::ceil(phase);  // it begins with an inspiration
      continue;
    }
    curve_.push_back(SineOfTurns(phase));
    const double before = phase;
    phase += pace * scene.breaths_per_minute / 60 / kHz;
    if (before == std::floor(before) || std::floor(before) < std::floor(phase)) {
      breaths_.push_back(second);
      pace = 1 + 0.05 * random.Normal();
    }
  }
}

double Breathing::At(double second) const {
  const auto place = static_cast<std::size_t>(std::max(0.0, second) * kHz);
  return curve_[std::min(place, curve_.size() - 1)];
}

std::vector<Beat> MakeBeats(const Plan& plan, const Breathing& breathing, std::uint64_t seed) {
  return Heart(plan, breathing, seed).Run();
}

std::vector<double> MakeBlockedPWaves(const Plan& plan, const std::vector<Beat>& beats, std::uint64_t seed) {
  Random random(seed, kAtriaStream);
  std::vector<double> waves;
  for (std::size_t place = 0; place < plan.scenes().size(); ++place) {
    const Scene& scene = plan.scenes()[place];
    const bool is_apart = scene.rhythm == Rhythm::kCompleteBlock || scene.rhythm == Rhythm::kVentricularStandstill;
    if (!is_apart || scene.contact == Contact::kNotWorn) continue;
    double wave = plan.BeginOf(place) + kFirstPWave;
    while (wave < plan.EndOf(place)) {
      waves.push_back(wave);
      wave += (1 + kAtrialSpread * random.Normal()) * 60 / scene.p_rate_per_minute;
    }
  }
  for (const Beat& beat : beats) {
    if (plan.At(beat.time).rhythm == Rhythm::kSecondDegreeBlock) waves.push_back(beat.time - beat.interval / 2);
  }
  std::sort(waves.begin(), waves.end());
  return waves;
}

std::vector<double> MakeSteps(const Plan& plan, std::uint64_t seed) {
  Random random(seed, kStepStream);
  std::vector<double> steps;
  for (std::size_t place = 0; place < plan.scenes().size(); ++place) {
    const Scene& scene = plan.scenes()[place];
    if (scene.motion != Motion::kWalking && scene.motion != Motion::kRunning) continue;
    const double interval = 60 / StepsPerMinute(scene);
    double step = plan.BeginOf(place) + interval / 2;
    while (step < plan.EndOf(place)) {
      steps.push_back(step);
      step += interval * (1 + 0.02 * random.Normal());
    }
  }
  return steps;
}

}  // namespace vigil::sim
