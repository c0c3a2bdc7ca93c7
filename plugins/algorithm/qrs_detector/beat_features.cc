#include "plugins/algorithm/qrs_detector/beat_features.h"

#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins {
namespace {

// Places in Features; the weights are in this order. One that repeats another beyond
// a bound gives the net a bend there.
enum Place : std::uint32_t {
  kEnergy,            // over that of strong beats
  kEnergyLow,         // the same, below -40
  kEnergyOverWeak,    // over that of weak beats
  kEnergyOverOthers,  // over that of what is no beat
  kSteepness,         // over that of beats
  kSteepnessLow,      // the same, below -32
  kLikeness,          // to a shape of beats
  kLikenessHigh,      // the same, above 200/256
  kCurvature,         // over that of beats
  kQuickness,         // over that of beats
  kOwnCurvature,
  kTurns,
  kInterval,       // since the last beat, over the usual one
  kIntervalShort,  // the same, below -8
  kIntervalLong,   // the same, above 0
  kNear,           // how much nearer than 384 ms the last beat is
  kFairlyNear,     // how much nearer than 600 ms it is
  // As a T wave: less than 440 ms after a beat, and compared with that beat.
  kSteepnessOfT,
  kEnergyOfT,
  kSharpness,            // over that of beats
  kSharpnessLow,         // the same, below -32
  kSharpnessOverOthers,  // over that of what is no beat
  kSharpForItsEnergy,    // compared with beats
  kLikenessToOthers,     // to a shape of what is no beat
  kLikerBeats,           // likeness to beats less that to others
  // How much better a neighbour is, from 32 below.
  kBetterSoon,         // within 200 ms after
  kBetterLater,        // within 200 to 336 ms after
  kBetterBefore,       // within 200 ms before
  kBetterLongBefore,   // within 200 to 360 ms before
  // The best within 200 to 336 ms after, less this one.
  kSharpnessLater,
  kLikenessLater,
  kRhythmLater,  // how much better that one would fit the rhythm
  kEnergyLater,
  kDensity,      // candidates of like energy in the 2 s before
  kClearness,    // of beats over what is no beat
  kSpread,       // of beats
  kUsualInterval,
  kLikenessOfT,
  kIsLate,  // more than 1 1/4 intervals after the last beat
};
static_assert(kIsLate + 1 == kFeatureCount);

// Ticks.
constexpr std::uint32_t kSoon = 25;         // 200 ms
constexpr std::uint32_t kLater = 42;        // 336 ms
constexpr std::uint32_t kLongBefore = 45;   // 360 ms
constexpr std::uint32_t kDensityOver = 250; // 2 s
constexpr std::int32_t kTWave = 55;         // 440 ms

// A neighbour counts from this far below on.
constexpr std::int32_t kNeighbourFrom = 32;
constexpr std::int32_t kNoNeighbour = -200;

// What makes one candidate better than another: strong, and of a known shape.
std::int32_t QualityOf(const Candidate& candidate) {
  return candidate.energy + candidate.likeness / 4;
}

std::int32_t Better(std::int32_t best) { return Clamp(best + kNeighbourFrom, 0, 160); }

void SetLevels(const Candidate& candidate, const BeatLevels& levels, std::int32_t* out) {
  const std::int32_t energy = Clamp(candidate.energy - levels.energy(), -128, 48);
  out[kEnergy] = energy;
  out[kEnergyLow] = Clamp(energy + 40, -128, 0);
  out[kEnergyOverWeak] = Clamp(candidate.energy - levels.low_energy(), -96, 64);
  out[kEnergyOverOthers] = Clamp(candidate.energy - levels.other_energy(), -48, 128);
  const std::int32_t steepness = Clamp(candidate.steepness - levels.steepness(), -128, 48);
  out[kSteepness] = steepness;
  out[kSteepnessLow] = Clamp(steepness + 32, -96, 0);
  const std::int32_t sharpness = Clamp(candidate.sharpness - levels.sharpness(), -128, 48);
  out[kSharpness] = sharpness;
  out[kSharpnessLow] = Clamp(sharpness + 32, -96, 0);
  out[kSharpnessOverOthers] = Clamp(candidate.sharpness - levels.other_sharpness(), -48, 128);
  out[kSharpForItsEnergy] =
      Clamp(candidate.sharpness - levels.sharpness() - (candidate.energy - levels.energy()), -64, 64);
  const std::int32_t clear = levels.energy() + levels.relaxed() - levels.other_energy();
  out[kClearness] = Clamp(clear, 0, 160);
  out[kSpread] = Clamp(levels.spread(), 0, 96);
}

void SetForm(const Candidate& candidate, const BeatLevels& levels, std::int32_t* out) {
  out[kLikeness] = candidate.likeness / 4;
  out[kLikenessHigh] = Clamp(candidate.likeness - 200, 0, 56);
  out[kLikenessToOthers] = candidate.likeness_to_others / 4;
  out[kLikerBeats] = Clamp(candidate.likeness - candidate.likeness_to_others, -128, 128) / 2;
  out[kCurvature] = Clamp(candidate.curvature - levels.curvature(), -48, 48);
  out[kQuickness] = Clamp(candidate.quickness - levels.quickness(), -48, 48);
  out[kOwnCurvature] = Clamp(candidate.curvature, -64, 64);
  out[kTurns] = candidate.turns * 8;
}

// How far from the usual interval a beat at `at` would be.
std::int32_t Deviation(const Rhythm& rhythm, std::uint32_t at) {
  const auto interval = static_cast<std::int32_t>(at - rhythm.at);
  return Clamp(Log2Q5(interval) - Log2Q5(rhythm.interval), -96, 48);
}

void SetRhythm(const Candidate& candidate, const Rhythm& rhythm, std::int32_t* out) {
  out[kUsualInterval] = Clamp(rhythm.interval - 50, -32, 96) / 2;
  out[kFairlyNear] = 25;
  if (!rhythm.has_beat) return;
  const auto since = static_cast<std::int32_t>(candidate.at - rhythm.at);
  const std::int32_t deviation = Deviation(rhythm, candidate.at);
  out[kInterval] = deviation;
  out[kIntervalShort] = Clamp(deviation, -96, -8) + 8;
  out[kIntervalLong] = Clamp(deviation, 0, 48);
  out[kNear] = Clamp(48 - since, 0, 32);
  out[kFairlyNear] = Clamp(75 - since, 0, 50);
  out[kIsLate] = since > rhythm.interval / 4 * 5 ? 16 : 0;
  if (since >= kTWave) return;
  out[kSteepnessOfT] = Clamp(candidate.steepness - rhythm.steepness, -96, 32);
  out[kEnergyOfT] = Clamp(candidate.energy - rhythm.energy, -96, 32);
  out[kLikenessOfT] = Clamp(candidate.likeness - 200, -64, 56);
}

void SetLater(const Candidate& candidate, const Candidate& later, const Rhythm& rhythm,
              std::int32_t* out) {
  out[kSharpnessLater] = Clamp(later.sharpness - candidate.sharpness, -64, 64);
  out[kLikenessLater] = Clamp(later.likeness - candidate.likeness, -128, 128) / 2;
  out[kEnergyLater] = Clamp(later.energy - candidate.energy, -64, 64);
  if (!rhythm.has_beat) return;
  const std::int32_t better =
      Magnitude(out[kInterval]) - Magnitude(Deviation(rhythm, later.at));
  out[kRhythmLater] = Clamp(better, -64, 64);
}

void SetAfter(const CandidateRing& candidates, std::uint32_t number, const Rhythm& rhythm,
              std::int32_t* out) {
  const Candidate& candidate = candidates[number];
  const std::int32_t quality = QualityOf(candidate);
  std::int32_t soon = kNoNeighbour;
  std::int32_t later = kNoNeighbour;
  std::uint32_t best = number;
  for (std::uint32_t n = number + 1;
       n < candidates.end() && candidates[n].at - candidate.at <= kLater; ++n) {
    const std::int32_t better = QualityOf(candidates[n]) - quality;
    if (candidates[n].at - candidate.at <= kSoon) {
      soon = Greater(soon, better);
    } else if (better > later) {
      later = better;
      best = n;
    }
  }
  out[kBetterSoon] = Better(soon);
  out[kBetterLater] = Better(later);
  out[kSharpnessLater] = -64;
  out[kLikenessLater] = -64;
  out[kEnergyLater] = -64;
  out[kRhythmLater] = Clamp(Magnitude(out[kInterval]) - 96, -64, 64);
  if (best != number) SetLater(candidate, candidates[best], rhythm, out);
}

void SetBefore(const CandidateRing& candidates, std::uint32_t number, const Rhythm& rhythm,
               std::int32_t* out) {
  const Candidate& candidate = candidates[number];
  const std::int32_t quality = QualityOf(candidate);
  const std::uint32_t kept = number - candidates.begin();
  std::int32_t before = kNoNeighbour;
  std::int32_t long_before = kNoNeighbour;
  std::int32_t density = 0;
  for (std::uint32_t back = 1;
       back <= kept && candidate.at - candidates[number - back].at <= kDensityOver; ++back) {
    const Candidate& other = candidates[number - back];
    const std::uint32_t apart = candidate.at - other.at;
    if (other.energy > candidate.energy - 48) ++density;
    if (rhythm.has_beat && number - back <= rhythm.number) continue;
    const std::int32_t better = QualityOf(other) - quality;
    if (apart <= kSoon) {
      before = Greater(before, better);
    } else if (apart <= kLongBefore) {
      long_before = Greater(long_before, better);
    }
  }
  out[kBetterBefore] = Better(before);
  out[kBetterLongBefore] = Better(long_before);
  out[kDensity] = Clamp(density * 4, 0, 100);
}

}  // namespace

Features FeaturesOf(const CandidateRing& candidates, std::uint32_t number,
                    const BeatLevels& levels, const Rhythm& rhythm) {
  Features features = {};
  SetLevels(candidates[number], levels, features.values);
  SetForm(candidates[number], levels, features.values);
  SetRhythm(candidates[number], rhythm, features.values);
  SetAfter(candidates, number, rhythm, features.values);
  SetBefore(candidates, number, rhythm, features.values);
  return features;
}

}  // namespace vigil::plugins
