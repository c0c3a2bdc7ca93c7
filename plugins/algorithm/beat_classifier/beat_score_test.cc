#include "plugins/algorithm/beat_classifier/beat_score.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "plugins/algorithm/beat_classifier/beat_weights.h"
#include "test/verifies.h"

namespace vigil::plugins::beats {
namespace {

TEST(BeatScoreTest, IsTheSumOfItsParts) {
  VIGIL_VERIFIES("REQ-BEAT-001");
  BeatWeights weights;
  weights.bias = 32'768;                                        // 1
  weights.direct[static_cast<int>(Feature::kSpan)] = 1024;      // 1 for 32
  weights.hidden_bias[0] = -32'768;                             // -1
  weights.hidden[0][static_cast<int>(Feature::kArea)] = 2048;   // 2 for 32
  weights.output[0] = -512;                                     // -0.5
  BeatFeatures features;
  EXPECT_EQ(BeatScore(features, weights), 256);
  features.Set(Feature::kSpan, 32);
  EXPECT_EQ(BeatScore(features, weights), 512);
  features.Set(Feature::kArea, 16);  // the unit is at 0
  EXPECT_EQ(BeatScore(features, weights), 512);
  features.Set(Feature::kArea, 64);  // at 3
  EXPECT_EQ(BeatScore(features, weights), 512 - 384);
}

TEST(BeatScoreTest, IsBounded) {
  VIGIL_VERIFIES("REQ-BEAT-007");
  BeatWeights weights;
  BeatFeatures features;
  for (std::int32_t n = 0; n < kFeatures; ++n) features.values[n] = 192;
  for (std::int32_t unit = 0; unit < kHidden; ++unit) {
    for (std::int32_t n = 0; n < kFeatures; ++n) weights.hidden[unit][n] = INT16_MAX;
    weights.output[unit] = INT16_MAX;
  }
  EXPECT_EQ(BeatScore(features, weights), (1 << 24) / 128);
  for (std::int16_t& output : weights.output) output = INT16_MIN;
  EXPECT_EQ(BeatScore(features, weights), -(1 << 24) / 128);
}

TEST(BeatScoreTest, TheFirstLookIsBoundedToFour) {
  WideWeights weights;
  weights.bias = 16'384;  // 1
  weights.values[static_cast<int>(Feature::kWidth)] = 512;
  BeatFeatures features;
  EXPECT_EQ(WideScore(features, weights), 16);
  features.Set(Feature::kWidth, 32);
  EXPECT_EQ(WideScore(features, weights), 32);
  features.Set(Feature::kWidth, 160);
  EXPECT_EQ(WideScore(features, weights), 64);
  features.Set(Feature::kWidth, -192);
  EXPECT_EQ(WideScore(features, weights), -64);
}

TEST(BeatScoreTest, TheWeightsFollowTheTextbooks) {
  VIGIL_VERIFIES("REQ-BEAT-001");
  BeatFeatures normal;
  normal.Set(Feature::kLikeness, 62);
  normal.Set(Feature::kWholeLikeness, 60);
  normal.Set(Feature::kResidue, -90);
  normal.Set(Feature::kWidth, 30);
  normal.Set(Feature::kSteepPoints, 40);
  normal.Set(Feature::kIsNormalType, 32);
  normal.Set(Feature::kTypeLikeness, 62);
  normal.Set(Feature::kNextLikeness, 62);
  normal.Set(Feature::kPreviousLikeness, 62);
  normal.Set(Feature::kWide, -60);
  normal.Set(Feature::kTypeWide, -60);
  normal.Set(Feature::kNormalWide, -60);
  normal.Set(Feature::kUsualResidue, -90);
  EXPECT_LT(BeatScore(normal, kWeights.beat), -512);
  BeatFeatures wide = normal;
  wide.Set(Feature::kLikeness, -60);
  wide.Set(Feature::kWholeLikeness, -60);
  wide.Set(Feature::kResidue, 40);
  wide.Set(Feature::kResidueMore, 96);
  wide.Set(Feature::kLikenessMore, -122);
  wide.Set(Feature::kWidth, 100);
  wide.Set(Feature::kSteepPoints, 100);
  wide.Set(Feature::kWidthMore, 128);
  wide.Set(Feature::kSteepPointsMore, 80);
  wide.Set(Feature::kArea, 50);
  wide.Set(Feature::kBeforeToUsual, -25);
  wide.Set(Feature::kBeforeToNormal, -25);
  wide.Set(Feature::kAfterToBefore, 40);
  wide.Set(Feature::kIsNormalType, -16);
  wide.Set(Feature::kWide, 40);
  wide.Set(Feature::kTypeWide, 40);
  EXPECT_GT(BeatScore(wide, kWeights.beat), 512);
}

}  // namespace
}  // namespace vigil::plugins::beats
