#include "plugins/algorithm/qrs_detector/beat_net.h"

namespace vigil::plugins {
namespace {

// What a hidden unit adds: nothing when it is not active.
std::int32_t Active(std::int32_t sum, std::int32_t weight) {
  return sum > 0 ? sum / 32 * weight >> 10 : 0;
}

}  // namespace

// Weights are within +-2^11, inputs within +-2^8: a sum of 39 products and its offset
// stays within 2^26, divided by 32 and times 2^14 at most would not; the weights as
// they are keep it within 2^31, which beat_net_test shows.
std::int32_t ScoreOf(const Features& features, const NetWeights& weights) {
  std::int32_t direct = 0;
  for (std::uint32_t i = 0; i < kFeatureCount; ++i) {
    direct += weights.direct[i] * features.values[i];
  }
  std::int32_t score = weights.offset + direct / 32;
  for (std::uint32_t group = 0; group < kHiddenGroups; ++group) {
    std::int32_t sums[kGroupSize];
    for (std::uint32_t unit = 0; unit < kGroupSize; ++unit) {
      sums[unit] = weights.hidden_offsets[group][unit];
    }
    for (std::uint32_t i = 0; i < kFeatureCount; ++i) {
      const std::int32_t value = features.values[i];
      for (std::uint32_t unit = 0; unit < kGroupSize; ++unit) {
        sums[unit] += weights.hidden[group][i][unit] * value;
      }
    }
    for (std::uint32_t unit = 0; unit < kGroupSize; ++unit) {
      score += Active(sums[unit], weights.output[group][unit]);
    }
  }
  return score;
}

}  // namespace vigil::plugins
