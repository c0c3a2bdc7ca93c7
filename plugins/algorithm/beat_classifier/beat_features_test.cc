#include "plugins/algorithm/beat_classifier/beat_features.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/beat_classifier/beat_rhythm.h"
#include "plugins/algorithm/beat_classifier/beat_shape.h"
#include "plugins/algorithm/beat_classifier/beat_types.h"
#include "plugins/algorithm/beat_classifier/beat_weights.h"
#include "plugins/algorithm/beat_classifier/ecg_ring.h"
#include "plugins/algorithm/beat_classifier/test_ecg.h"
#include "test/verifies.h"

namespace vigil::plugins::beats {
namespace {

BeatShape ShapeOf(const BeatForm& form) {
  TestEcg ecg;
  ecg.Beat(Milliseconds(1000), form);
  EcgRing ring;
  ring.Clear();
  const std::vector<std::int32_t> samples = ecg.Samples();
  for (std::size_t n = 0; n < 500; ++n) ring.Add(samples[n]);
  BeatShape shape;
  EXPECT_TRUE(shape.Take(ring, 499 - 250));
  return shape;
}

TEST(LogRatioTest, IsInThirtySecondsOfAnOctave) {
  EXPECT_EQ(LogRatio(0, 0), 0);
  EXPECT_EQ(LogRatio(1, 0), 32);
  EXPECT_EQ(LogRatio(0, 3), -64);
  EXPECT_EQ(LogRatio(1023, 511), 32);
  for (std::int32_t x = 20; x < 800; x += 7) {
    EXPECT_NEAR(LogRatio(x, 100), 32 * std::log2((x + 1.0) / 101.0), 4) << x;
  }
}

TEST(LogRatioTest, IsBoundedToAnEighthAndEightfold) {
  EXPECT_EQ(LogRatio(7, 0), 96);
  EXPECT_EQ(LogRatio(1 << 20, 1), 96);
  EXPECT_EQ(LogRatio(1, 1 << 20), -96);
}

class BeatFeaturesTest : public testing::Test {
 protected:
  void SetUp() override {
    types_.Clear();
    rhythm_.Clear();
    for (int n = 0; n < 12; ++n) {
      types_.Add(narrow_, types_.Find(narrow_), BeatFacts());
      rhythm_.Add(200, true);
    }
  }

  BeatFeatures Of(const BeatInContext& beat) const {
    return FeaturesOf(beat, types_, rhythm_, types_.Find(*beat.shape), kWeights.wide);
  }
  BeatInContext InTime(const BeatShape& shape) const {
    return {.shape = &shape, .previous = &narrow_, .next = &narrow_, .before = 200, .after = 200, .previous_likeness = 64};
  }

  const BeatShape narrow_ = ShapeOf(kNarrow);
  const BeatShape wide_ = ShapeOf(kWide);
  BeatTypes types_;
  BeatRhythm rhythm_;
};

TEST_F(BeatFeaturesTest, ANormalBeatInTimeIsLikeTheOthers) {
  const BeatFeatures features = Of(InTime(narrow_));
  EXPECT_GE(features.Get(Feature::kLikeness), 63);
  EXPECT_GE(features.Get(Feature::kWholeLikeness), 63);
  EXPECT_LE(features.Get(Feature::kResidue), -90);
  for (const Feature same : {Feature::kSpan, Feature::kArea, Feature::kSteepest, Feature::kTravel, Feature::kBend,
                             Feature::kWidthMore, Feature::kSteepPointsMore, Feature::kPolarityMore,
                             Feature::kAfterToBefore, Feature::kBeforeToUsual, Feature::kAfterToUsual,
                             Feature::kBeforeToNormal, Feature::kBothToNormal, Feature::kTypeEarly,
                             Feature::kTypeSteepPointsMore, Feature::kTypeShare}) {
    EXPECT_NEAR(features.Get(same), 0, 2) << static_cast<int>(same);
  }
  EXPECT_EQ(features.Get(Feature::kIsNormalType), 32);
  EXPECT_GE(features.Get(Feature::kLikePrevious), 63);
  EXPECT_GE(features.Get(Feature::kLikeNext), 63);
  EXPECT_GE(features.Get(Feature::kNextLikeness), 62);
  EXPECT_EQ(features.Get(Feature::kPreviousLikeness), 64);
}

TEST_F(BeatFeaturesTest, AWideEarlyBeatHasTheSignsOfOne) {
  VIGIL_VERIFIES("REQ-BEAT-001");
  BeatInContext beat = InTime(wide_);
  beat.before = 125;
  beat.after = 275;
  const BeatFeatures features = Of(beat);
  EXPECT_LT(features.Get(Feature::kLikeness), 40);
  EXPECT_GT(features.Get(Feature::kArea), 32);
  EXPECT_GT(features.Get(Feature::kWidthMore), 32);
  EXPECT_LT(features.Get(Feature::kTConcordance), 0);
  EXPECT_LT(features.Get(Feature::kBeforeToUsual), -16);
  EXPECT_GT(features.Get(Feature::kAfterToBefore), 32);
  EXPECT_NEAR(features.Get(Feature::kBothToNormal), 0, 2);
  EXPECT_EQ(features.Get(Feature::kIsNormalType), -16);
  EXPECT_EQ(features.Get(Feature::kTypeShare), -64);
  EXPECT_GT(features.Get(Feature::kWide), Of(InTime(narrow_)).Get(Feature::kWide));
}

TEST_F(BeatFeaturesTest, OfAKnownTypeIsSaidWhatIsKnownOfIt) {
  BeatFacts facts;
  facts.is_early = true;
  facts.interval = -22;
  facts.wideness = 20;
  for (int n = 0; n < 3; ++n) types_.Add(wide_, types_.Find(wide_), facts);
  const BeatFeatures features = Of(InTime(wide_));
  EXPECT_EQ(features.Get(Feature::kIsNormalType), 0);
  EXPECT_EQ(features.Get(Feature::kTypeEarly), 64);
  EXPECT_EQ(features.Get(Feature::kTypeInterval), -22);
  EXPECT_EQ(features.Get(Feature::kTypeWide), 20);
  EXPECT_NEAR(features.Get(Feature::kTypeShare), -32, 8);
  EXPECT_GT(features.Get(Feature::kTypeSteepPointsMore), 16);
}

TEST_F(BeatFeaturesTest, WithoutNeighboursTheirFeaturesAreZero) {
  BeatInContext beat = InTime(narrow_);
  beat.previous = nullptr;
  beat.next = nullptr;
  const BeatFeatures features = Of(beat);
  EXPECT_EQ(features.Get(Feature::kLikePrevious), 0);
  EXPECT_EQ(features.Get(Feature::kLikeNext), 0);
  EXPECT_EQ(features.Get(Feature::kNextLikeness), 0);
}

TEST_F(BeatFeaturesTest, BeforeThereAreTypesTheBeatIsNew) {
  types_.Clear();
  const BeatFeatures features = Of(InTime(narrow_));
  EXPECT_EQ(features.Get(Feature::kIsNormalType), -16);
  EXPECT_EQ(features.Get(Feature::kTypeWide), features.Get(Feature::kWide));
}

TEST_F(BeatFeaturesTest, FactsAreTheFeaturesThatTypesRemember) {
  BeatInContext beat = InTime(wide_);
  beat.before = 150;
  const BeatFeatures features = Of(beat);
  const BeatFacts facts = FactsOf(features, rhythm_, beat.before);
  EXPECT_TRUE(facts.is_early);
  EXPECT_EQ(facts.interval, features.Get(Feature::kBeforeToUsual));
  EXPECT_EQ(facts.wideness, features.Get(Feature::kWide));
  EXPECT_EQ(facts.residue, features.Get(Feature::kResidue));
  EXPECT_EQ(facts.likeness, features.Get(Feature::kLikeness));
  EXPECT_FALSE(FactsOf(features, rhythm_, 190).is_early);
}

TEST_F(BeatFeaturesTest, NoFeatureLeavesItsRange) {
  VIGIL_VERIFIES("REQ-BEAT-007");
  EcgRing ring;
  ring.Clear();
  for (std::int32_t n = 0; n < 400; ++n) ring.Add(n / 8 % 2 == 0 ? INT32_MAX : INT32_MIN);
  BeatShape extreme;
  ASSERT_TRUE(extreme.Take(ring, 200));
  BeatShape flat;
  flat.Clear();
  const BeatShape* const shapes[] = {&extreme, &flat, &wide_};
  for (const BeatShape* shape : shapes) {
    BeatInContext beat = InTime(*shape);
    beat.before = 500;
    beat.after = 40;
    const BeatFeatures features = Of(beat);
    for (std::int32_t n = 0; n < kFeatures; ++n) {
      EXPECT_LE(features.values[n], 192) << n;
      EXPECT_GE(features.values[n], -192) << n;
    }
  }
}

}  // namespace
}  // namespace vigil::plugins::beats
