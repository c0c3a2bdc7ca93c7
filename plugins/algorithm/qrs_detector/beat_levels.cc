#include "plugins/algorithm/qrs_detector/beat_levels.h"

#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins {
namespace {

// Eight times less than a beat.
constexpr std::int32_t kOtherBelow = 96;
// A beat counts as at most four times the usual one: an artefact must not raise the
// level at once to where no beat reaches it.
constexpr std::int32_t kMostAbove = 64;
// From so many beats on the levels are those of beats, and none is learning's first guess,
// which may be of an artefact or of noise.
constexpr std::uint32_t kKnown = 8;

}  // namespace

void BeatLevels::Learn(const Candidate& typical) {
  energy_.Fill(typical.energy);
  steepness_.Fill(typical.steepness);
  sharpness_.Fill(typical.sharpness);
  curvature_.Fill(typical.curvature);
  quickness_.Fill(typical.quickness);
  other_energy_.Fill(typical.energy - kOtherBelow);
  other_sharpness_.Fill(typical.sharpness - kOtherBelow);
  known_ = 0;
  relaxed_ = 0;
}

void BeatLevels::AddBeat(const Candidate& beat) {
  const std::int32_t most_energy = energy_.High() + kMostAbove;
  const std::int32_t most_steepness = steepness_.High() + kMostAbove;
  const std::int32_t most_sharpness = sharpness_.High() + kMostAbove;
  const std::int32_t lower = known_ < kKnown ? relaxed_ : Clamp(energy_.High() - beat.energy, 0, relaxed_);
  energy_.LowerBy(lower);
  steepness_.LowerBy(lower);
  sharpness_.LowerBy(lower);
  relaxed_ = 0;
  if (known_ < kKnown) ++known_;
  energy_.Add(Clamp(beat.energy, 0, most_energy));
  steepness_.Add(Clamp(beat.steepness, 0, most_steepness));
  sharpness_.Add(Clamp(beat.sharpness, 0, most_sharpness));
  curvature_.Add(beat.curvature);
  quickness_.Add(beat.quickness);
}

void BeatLevels::AddOther(const Candidate& other) {
  other_energy_.Add(other.energy);
  other_sharpness_.Add(other.sharpness);
}

}  // namespace vigil::plugins
