#include "plugins/algorithm/beat_classifier/beat_judge.h"

#include <cstdint>

#include "plugins/algorithm/beat_classifier/beat_features.h"
#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins::beats {
namespace {

// What is usual of the scores: in 1/16 of theirs, moved by a 64th of what a beat differs. The
// clearest normal beats have odds of 1 to 20,000.
constexpr std::int32_t kFine = 16;
constexpr std::int32_t kSlowness = 64;
constexpr std::int32_t kLeastScore = -10 * 256;
constexpr std::int32_t kFirstScore = -4 * 256;
// Odds of 90 times the usual.
constexpr std::int32_t kUnusual = 1152;

}  // namespace

void BeatJudge::Clear() {
  types_.Clear();
  rhythm_.Clear();
  has_previous_ = false;
  previous_.Clear();
  features_ = BeatFeatures();
  beat_ = JudgedBeat();
  type_ = 0;
  usual_score_ = kFirstScore * kFine;
}

void BeatJudge::Break() {
  has_previous_ = false;
  rhythm_.Break();
}

void BeatJudge::Judge(const BeatShape& shape, std::int32_t before, const NextBeat& next, const Weights& weights) {
  BeatInContext beat;
  beat.shape = &shape;
  beat.previous = has_previous_ ? &previous_ : nullptr;
  beat.next = next.shape;
  beat.before = has_previous_ ? Clamp(before, kLeastInterval, kGreatestBefore) : rhythm_.usual();
  beat.after = Clamp(next.after, kLeastInterval, kGreatestAfter);
  beat.previous_likeness = has_previous_ ? features_.Get(Feature::kLikeness) : 0;
  const TypeMatch match = types_.Find(shape);
  features_ = FeaturesOf(beat, types_, rhythm_, match, weights.wide);
  const std::int32_t normal = types_.Normal();
  type_ = types_.Add(shape, match, FactsOf(features_, rhythm_, beat.before));
  const std::int32_t own_score = BeatScore(features_, weights.beat);
  Compare(own_score, types_.Judge(type_, own_score));
  types_.Pace(type_, before <= BeatCompany::kFast);
  beat_.is_held = types_.At(type_).held > 0;
  beat_.before = before;
  rhythm_.Add(beat.before, type_ == normal);
  previous_ = shape;
  has_previous_ = true;
}

// A beat behind a ventricular one says nothing of what is usual: in a bidirectional tachycardia it
// is one as well.
void BeatJudge::Compare(std::int32_t own_score, std::int32_t score) {
  const bool counts = score <= 0 && beat_.score <= 0;
  beat_.score = score;
  beat_.is_unusual = own_score > usual_score_ / kFine + kUnusual;
  if (counts) usual_score_ += (kFine * Clamp(own_score, kLeastScore, 0) - usual_score_) / kSlowness;
}

}  // namespace vigil::plugins::beats
