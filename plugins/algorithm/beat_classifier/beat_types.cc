#include "plugins/algorithm/beat_classifier/beat_types.h"

#include <cstdint>

#include "plugins/algorithm/beat_classifier/beat_shape.h"
#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins::beats {
namespace {

constexpr std::int32_t kOneBeat = 1024;  // of weight
constexpr std::int32_t kFading = 128;    // beats, until a third is left
// The first 8 beats count alike, then each moves an average by an eighth.
constexpr std::int32_t kSlowest = 8;
constexpr std::int32_t kMany = 1000;  // more beats are not counted
// Averages over normal beats alone are slower.
constexpr std::int32_t kNormalSlowness = 16;
// Beats from which a type supports its beats. The odds of a beat without such support have
// to be 2.7 times as high: noise has a new shape each time.
constexpr std::int32_t kKnown = 4;
constexpr std::int32_t kUnsupported = -256;
constexpr std::int32_t kGreatestScore = 3 * 256;
// What a clean normal beat has: nothing else is known of a new type.
constexpr std::int32_t kUsualResidue = -64 * 16;
constexpr std::int32_t kUsualLikeness = 60 * 16;

void ClearType(BeatType& type) {
  type.average.Clear();
  for (std::int16_t& point : type.eighths) point = 0;
  type.count = 0;
  type.weight = 0;
  type.early = 0;
  type.interval = 0;
  type.wideness = 0;
  type.score = 0;
  type.held = 0;
  type.residue = kUsualResidue;
  type.likeness = kUsualLikeness;
}

// `by` > 0.
void MoveAverage(BeatType& type, const BeatShape& shape, std::int32_t shift, std::int32_t by) {
  for (std::int32_t n = 0; n < BeatShape::kPoints; ++n) {
    const std::int32_t point = shape.At(Clamp(n - shift, 0, BeatShape::kPoints - 1));
    const std::int32_t old = type.eighths[n];
    const std::int32_t moved = old + (8 * point - old) / by;
    type.eighths[n] = static_cast<std::int16_t>(moved);
    type.average.Set(n, moved / 8);
  }
  type.average.Measure();
}

}  // namespace

void BeatTypes::Clear() {
  for (BeatType& type : types_) ClearType(type);
}

TypeMatch BeatTypes::Find(const BeatShape& shape) const {
  TypeMatch found;
  for (std::int32_t n = 0; n < kTypes; ++n) {
    if (types_[n].count == 0) continue;
    const BestShift best = Compare(shape, types_[n].average);
    if (found.type < 0 || best.correlation > found.best.correlation) found = {n, best};
  }
  return found;
}

std::int32_t BeatTypes::Normal() const {
  std::int32_t normal = 0;
  std::int64_t most = 0;
  for (std::int32_t n = 0; n < kTypes; ++n) {
    const std::int32_t trust = Clamp(128 - 3 * (types_[n].wideness / 16), 8, 248);
    const std::int64_t votes = std::int64_t{types_[n].weight} * trust;
    if (votes > most) {
      most = votes;
      normal = n;
    }
  }
  return normal;
}

std::int32_t BeatTypes::Lightest() const {
  std::int32_t lightest = 0;
  for (std::int32_t n = 1; n < kTypes; ++n) {
    if (types_[n].weight < types_[lightest].weight) lightest = n;
  }
  return lightest;
}

std::int32_t BeatTypes::Add(const BeatShape& shape, const TypeMatch& match, const BeatFacts& facts) {
  const std::int32_t normal = Normal();
  for (BeatType& type : types_) type.weight -= type.weight / kFading;
  const bool is_known = match.type >= 0 && match.best.correlation > kSame;
  const std::int32_t place = is_known ? match.type : Lightest();
  BeatType& type = types_[place];
  if (!is_known) ClearType(type);
  const std::int32_t by = type.count < kSlowest ? type.count + 1 : kSlowest;
  MoveAverage(type, shape, is_known ? match.best.shift : 0, by);
  type.early += ((facts.is_early ? 256 : 0) - type.early) / by;
  type.interval += (facts.interval - type.interval) / by;
  type.wideness += (16 * facts.wideness - type.wideness) / by;
  type.weight += kOneBeat;
  type.count = Clamp(type.count + 1, 0, kMany);
  if (place == normal) {
    type.residue += (16 * facts.residue - type.residue) / kNormalSlowness;
    type.likeness += (16 * facts.likeness - type.likeness) / kNormalSlowness;
  }
  return place;
}

std::int32_t BeatTypes::Judge(std::int32_t type, std::int32_t score) {
  BeatType& own = types_[type];
  const std::int32_t judged = score + (own.count >= kKnown ? own.score : kUnsupported);
  const std::int32_t by = own.count < kSlowest ? own.count : kSlowest;
  const std::int32_t bounded = Clamp(score, -kGreatestScore, kGreatestScore);
  if (by > 0) own.score += (bounded - own.score) / by;
  return judged;
}

void BeatTypes::Hold(std::int32_t type) { types_[type].held = kUntilOwn; }

void BeatTypes::Pace(std::int32_t type, bool is_fast) {
  std::int32_t& held = types_[type].held;
  if (held > 0) held = is_fast ? kUntilOwn : held - 1;
}

}  // namespace vigil::plugins::beats
