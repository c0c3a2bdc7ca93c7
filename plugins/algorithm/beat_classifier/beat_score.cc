#include "plugins/algorithm/beat_classifier/beat_score.h"

#include <cstdint>

#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins::beats {
namespace {

constexpr std::int64_t kGreatestScore = 1 << 24;

}  // namespace

std::int32_t WideScore(const BeatFeatures& features, const WideWeights& weights) {
  std::int32_t sum = weights.bias;
  for (std::int32_t n = 0; n < kFeatures; ++n) sum += weights.values[n] * features.values[n];
  return Clamp(sum / 1024, -64, 64);
}

// A sum of 41 products of 192 by 2^15 is below 2^28.
std::int32_t BeatScore(const BeatFeatures& features, const BeatWeights& weights) {
  std::int64_t score = weights.bias;
  for (std::int32_t n = 0; n < kFeatures; ++n) score += std::int64_t{weights.direct[n]} * features.values[n];
  for (std::int32_t unit = 0; unit < kHidden; ++unit) {
    std::int32_t sum = weights.hidden_bias[unit];
    for (std::int32_t n = 0; n < kFeatures; ++n) sum += weights.hidden[unit][n] * features.values[n];
    if (sum > 0) score += std::int64_t{weights.output[unit]} * sum / 1024;
  }
  const std::int64_t bounded = score > kGreatestScore ? kGreatestScore : score;
  return static_cast<std::int32_t>((bounded < -kGreatestScore ? -kGreatestScore : bounded) / 128);
}

}  // namespace vigil::plugins::beats
