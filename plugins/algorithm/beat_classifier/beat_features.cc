#include "plugins/algorithm/beat_classifier/beat_features.h"

#include <cstdint>

#include "plugins/algorithm/beat_classifier/beat_rhythm.h"
#include "plugins/algorithm/beat_classifier/beat_score.h"
#include "plugins/algorithm/beat_classifier/beat_shape.h"
#include "plugins/algorithm/beat_classifier/beat_types.h"
#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins::beats {
namespace {

constexpr std::int32_t kFirst = BeatShape::kMaxShift;
constexpr std::int32_t kEnd = BeatShape::kPoints - BeatShape::kMaxShift;
constexpr std::int32_t kPEnd = 15;
constexpr std::int32_t kTBegin = 44;
// Logarithms that are usual, so that a feature is about 0 for a normal beat.
constexpr std::int32_t kUsualTravel = 32;
constexpr std::int32_t kUsualArea = 96;

// Of value + 1: many a measure may be 0.
std::int32_t Log2(std::int32_t value) { return Log2Q5(value + 1); }

// 64 for the same shape, 0 for a correlation of a half.
std::int32_t Likeness(std::int32_t correlation) { return Clamp(correlation - 128, -256, 128) / 2; }

std::int32_t LikenessOrNone(const BeatShape& shape, const BeatShape* other) {
  return other == nullptr ? 0 : Likeness(Compare(shape, *other).correlation);
}

// Of the normal QRS that a residue is compared with.
std::int32_t SpreadOf(const BeatShape& normal, std::int32_t shift) {
  const std::int32_t begin = BeatShape::kQrsBegin + shift;
  const std::int32_t end = BeatShape::kQrsEnd + shift;
  const std::int32_t mean = normal.SumAt(shift) / (end - begin);
  std::int32_t spread = 0;
  for (std::int32_t n = begin; n < end; ++n) spread += Magnitude(normal.At(n) - mean);
  return spread;
}

void SetShape(const BeatShape& shape, const BeatShape& normal, std::int32_t shift, BeatFeatures& features) {
  const Measures& m = shape.measures();
  const Measures& n = normal.measures();
  const std::int32_t whole = Correlation(shape, normal, kFirst, kEnd, shift);
  const std::int32_t p_wave = Correlation(shape, normal, kFirst, kPEnd, shift);
  const std::int32_t t_wave = Correlation(shape, normal, kTBegin, kEnd, shift);
  const std::int32_t residue = Residue(shape, normal, BeatShape::kQrsBegin, BeatShape::kQrsEnd, shift);
  features.Set(Feature::kWholeLikeness, Likeness(whole));
  features.Set(Feature::kResidue, LogRatio(residue, SpreadOf(normal, shift)));
  features.Set(Feature::kSpan, LogRatio(m.span, n.span));
  features.Set(Feature::kArea, LogRatio(m.area, n.area));
  features.Set(Feature::kSteepest, LogRatio(m.steepest, n.steepest));
  features.Set(Feature::kTravel, LogRatio(m.travel, n.travel));
  features.Set(Feature::kBend, LogRatio(m.bend, n.bend));
  features.Set(Feature::kWidthMore, Clamp(8 * (m.width - n.width), -128, 128));
  features.Set(Feature::kSteepPointsMore, Clamp(8 * (m.steep_points - n.steep_points), -128, 128));
  features.Set(Feature::kPLikeness, p_wave / 4);
  features.Set(Feature::kTLikeness, t_wave / 4);
  features.Set(Feature::kPolarityMore, Clamp(m.polarity - n.polarity, -128, 128) / 2);
}

void SetShapeAlone(const BeatShape& shape, BeatFeatures& features) {
  const Measures& m = shape.measures();
  features.Set(Feature::kWidth, Clamp(4 * m.width, 0, 160));
  features.Set(Feature::kSteepPoints, Clamp(6 * m.steep_points, 0, 160));
  features.Set(Feature::kBendToTravel, LogRatio(m.bend, m.travel));
  features.Set(Feature::kTravelToSpan, LogRatio(m.travel, m.span) - kUsualTravel);
  features.Set(Feature::kAreaToSpan, Clamp(Log2(m.area) - Log2(m.span) - kUsualArea, -96, 96));
  features.Set(Feature::kTConcordance, m.t_level > 0 ? m.polarity : -m.polarity);
  features.Set(Feature::kPAreaToSpan, LogRatio(m.p_area, m.span));
}

void SetTimes(const BeatInContext& beat, const BeatRhythm& rhythm, BeatFeatures& features) {
  features.Set(Feature::kAfterToBefore, LogRatio(beat.after, beat.before));
  features.Set(Feature::kBeforeToUsual, LogRatio(beat.before, rhythm.usual()));
  features.Set(Feature::kAfterToUsual, LogRatio(beat.after, rhythm.usual()));
  features.Set(Feature::kBeforeToNormal, LogRatio(beat.before, rhythm.normal()));
  features.Set(Feature::kBothToNormal, LogRatio((beat.before + beat.after) / 2, rhythm.normal()));
}

// Of a beat of no type the values say "new".
void SetType(const BeatTypes& types, const TypeMatch& match, std::int32_t normal, BeatFeatures& features) {
  const bool is_known = match.type >= 0 && match.best.correlation > BeatTypes::kSame;
  features.Set(Feature::kTypeLikeness, Likeness(match.best.correlation));
  features.Set(Feature::kIsNormalType, -16);
  features.Set(Feature::kTypeShare, -64);
  features.Set(Feature::kTypeWide, features.Get(Feature::kWide));
  if (!is_known) return;
  const BeatType& own = types.At(match.type);
  const BeatType& usual = types.At(normal);
  const std::int32_t more = own.average.measures().steep_points - usual.average.measures().steep_points;
  features.Set(Feature::kIsNormalType, match.type == normal ? 32 : 0);
  features.Set(Feature::kTypeShare, Clamp(Log2(own.weight) - Log2(usual.weight), -128, 0) / 2);
  features.Set(Feature::kTypeEarly, own.early / 4);
  features.Set(Feature::kTypeInterval, Clamp(own.interval, -64, 64));
  features.Set(Feature::kTypeSteepPointsMore, Clamp(8 * more, -96, 96));
  features.Set(Feature::kTypeWide, own.wideness / 16);
}

}  // namespace

std::int32_t LogRatio(std::int32_t value, std::int32_t reference) {
  return Clamp(Log2(value) - Log2(reference), -96, 96);
}

BeatFeatures FeaturesOf(const BeatInContext& beat, const BeatTypes& types, const BeatRhythm& rhythm,
                        const TypeMatch& match, const WideWeights& weights) {
  BeatFeatures features;
  const std::int32_t normal = types.Normal();
  const BeatType& usual = types.At(normal);
  const BestShift best = match.type == normal ? match.best : Compare(*beat.shape, usual.average);
  features.Set(Feature::kLikeness, Likeness(best.correlation));
  SetShape(*beat.shape, usual.average, best.shift, features);
  SetShapeAlone(*beat.shape, features);
  SetTimes(beat, rhythm, features);
  features.Set(Feature::kLikePrevious, LikenessOrNone(*beat.shape, beat.previous));
  features.Set(Feature::kLikeNext, LikenessOrNone(*beat.shape, beat.next));
  features.Set(Feature::kNextLikeness, LikenessOrNone(usual.average, beat.next));
  features.Set(Feature::kPreviousLikeness, beat.previous_likeness);
  features.Set(Feature::kWide, WideScore(features, weights));
  SetType(types, match, normal, features);
  features.Set(Feature::kNormalWide, usual.wideness / 16);
  features.Set(Feature::kUsualResidue, usual.residue / 16);
  features.Set(Feature::kResidueMore, Clamp(features.Get(Feature::kResidue) - usual.residue / 16, -96, 96));
  features.Set(Feature::kLikenessMore, Clamp(features.Get(Feature::kLikeness) - usual.likeness / 16, -192, 64));
  return features;
}

BeatFacts FactsOf(const BeatFeatures& features, const BeatRhythm& rhythm, std::int32_t before) {
  BeatFacts facts;
  facts.is_early = rhythm.IsEarly(before);
  facts.interval = features.Get(Feature::kBeforeToUsual);
  facts.wideness = features.Get(Feature::kWide);
  facts.residue = features.Get(Feature::kResidue);
  facts.likeness = features.Get(Feature::kLikeness);
  return facts;
}

}  // namespace vigil::plugins::beats
