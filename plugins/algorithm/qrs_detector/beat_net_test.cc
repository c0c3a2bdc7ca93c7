#include "plugins/algorithm/qrs_detector/beat_net.h"

#include <cstdint>
#include <cstdlib>

#include "gtest/gtest.h"
#include "plugins/algorithm/qrs_detector/beat_net_weights.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

// The same in 64 bits, where nothing can overflow.
std::int64_t WideScore(const Features& features) {
  std::int64_t direct = 0;
  for (std::uint32_t i = 0; i < kFeatureCount; ++i) {
    direct += std::int64_t{kNetWeights.direct[i]} * features.values[i];
  }
  std::int64_t score = kNetWeights.offset + direct / 32;
  for (std::uint32_t group = 0; group < kHiddenGroups; ++group) {
    for (std::uint32_t unit = 0; unit < kGroupSize; ++unit) {
      std::int64_t sum = kNetWeights.hidden_offsets[group][unit];
      for (std::uint32_t i = 0; i < kFeatureCount; ++i) {
        sum += std::int64_t{kNetWeights.hidden[group][i][unit]} * features.values[i];
      }
      if (sum > 0) score += sum / 32 * kNetWeights.output[group][unit] >> 10;
    }
  }
  return score;
}

TEST(BeatNetTest, IsTheNetOfItsDescription) {
  std::uint32_t random = 1;
  for (int round = 0; round < 500; ++round) {
    Features features = {};
    for (std::int32_t& value : features.values) {
      random = random * 1'664'525 + 1'013'904'223;
      value = static_cast<std::int32_t>(random >> 16) % 321 - 160;
    }
    EXPECT_EQ(ScoreOf(features, kNetWeights), WideScore(features));
  }
}

TEST(BeatNetTest, NoFeaturesWithinTheirBoundsOverflowASum) {
  VIGIL_VERIFIES("REQ-QRS-008");
  std::int64_t total = std::abs(kNetWeights.offset);
  for (const std::int16_t weight : kNetWeights.direct) total += std::abs(weight) * 160 / 32;
  for (std::uint32_t group = 0; group < kHiddenGroups; ++group) {
    for (std::uint32_t unit = 0; unit < kGroupSize; ++unit) {
      std::int64_t sum = std::abs(kNetWeights.hidden_offsets[group][unit]);
      for (std::uint32_t i = 0; i < kFeatureCount; ++i) {
        sum += std::abs(kNetWeights.hidden[group][i][unit]) * 160;
      }
      const std::int64_t product = sum / 32 * std::abs(kNetWeights.output[group][unit]);
      EXPECT_LT(product, INT32_MAX);
      total += product / 1024;
    }
  }
  EXPECT_LT(total, INT32_MAX);
}

}  // namespace
}  // namespace vigil::plugins
