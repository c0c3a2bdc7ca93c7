#include "plugins/algorithm/beat_classifier/beat_judge.h"

#include <cstdint>

#include "plugins/algorithm/beat_classifier/beat_features.h"
#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins::beats {

void BeatJudge::Clear() {
  types_.Clear();
  rhythm_.Clear();
  has_previous_ = false;
  previous_.Clear();
  features_ = BeatFeatures();
  score_ = 0;
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
  const std::int32_t type = types_.Add(shape, match, FactsOf(features_, rhythm_, beat.before));
  score_ = types_.Judge(type, BeatScore(features_, weights.beat));
  rhythm_.Add(beat.before, type == normal);
  previous_ = shape;
  has_previous_ = true;
}

}  // namespace vigil::plugins::beats
