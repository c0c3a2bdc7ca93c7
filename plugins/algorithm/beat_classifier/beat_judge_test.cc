#include "plugins/algorithm/beat_classifier/beat_judge.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/beat_classifier/beat_features.h"
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

class BeatJudgeTest : public testing::Test {
 protected:
  void SetUp() override {
    judge_.Clear();
    for (int n = 0; n < 12; ++n) judge_.Judge(narrow_, 200, {&narrow_, 200}, kWeights);
  }

  std::int32_t Of(Feature feature) const { return judge_.features().Get(feature); }

  const BeatShape narrow_ = ShapeOf(kNarrow);
  const BeatShape wide_ = ShapeOf(kWide);
  BeatJudge judge_;
};

TEST_F(BeatJudgeTest, AnEarlyWideBeatIsVentricularAndTheNextNormalOneIsNot) {
  VIGIL_VERIFIES("REQ-BEAT-001");
  judge_.Judge(wide_, 120, {&narrow_, 280}, kWeights);
  EXPECT_GT(judge_.beat().score, 0);
  judge_.Judge(narrow_, 280, {&narrow_, 200}, kWeights);
  EXPECT_LT(judge_.beat().score, 0);
}

TEST_F(BeatJudgeTest, ABeatIsComparedWithTheOneBefore) {
  judge_.Judge(wide_, 120, {&narrow_, 280}, kWeights);
  EXPECT_LT(Of(Feature::kLikePrevious), 48);
  EXPECT_LT(Of(Feature::kBeforeToUsual), 0);
  const std::int32_t likeness = Of(Feature::kLikeness);
  judge_.Judge(narrow_, 280, {&narrow_, 200}, kWeights);
  EXPECT_EQ(Of(Feature::kPreviousLikeness), likeness);
}

TEST_F(BeatJudgeTest, AfterABreakThereIsNoBeatBefore) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  judge_.Break();
  judge_.Judge(wide_, 120, {nullptr, 280}, kWeights);
  EXPECT_EQ(Of(Feature::kLikePrevious), 0);
  EXPECT_EQ(Of(Feature::kPreviousLikeness), 0);
  EXPECT_EQ(Of(Feature::kLikeNext), 0);
  EXPECT_EQ(Of(Feature::kBeforeToUsual), 0) << "as if it came in time";
  EXPECT_NE(Of(Feature::kLikeness), 64) << "what is normal is still known";
}

TEST_F(BeatJudgeTest, IntervalsAreTakenWithinTheirBounds) {
  judge_.Judge(narrow_, 100'000, {nullptr, 100'000}, kWeights);
  EXPECT_EQ(Of(Feature::kAfterToBefore), LogRatio(BeatJudge::kGreatestAfter, BeatJudge::kGreatestBefore));
  judge_.Judge(narrow_, 0, {nullptr, 0}, kWeights);
  EXPECT_EQ(Of(Feature::kAfterToBefore), 0);
  EXPECT_EQ(Of(Feature::kAfterToUsual), LogRatio(BeatJudge::kLeastInterval, 200));
}

// A beat that differs a little from all others of a clear rhythm, and has odds below 1 to 2.7.
TEST_F(BeatJudgeTest, ABeatIsUnusualAgainstThePatientsOwnScores) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  const BeatShape unlike = ShapeOf(kNearlyNarrow);
  judge_.Judge(unlike, 130, {&narrow_, 170}, kWeights);
  EXPECT_LT(judge_.beat().score, BeatCompany::kDoubt);
  EXPECT_FALSE(judge_.beat().is_unusual) << "little is known of what is usual";
  for (int n = 0; n < 300; ++n) judge_.Judge(narrow_, 200, {&narrow_, 200}, kWeights);
  EXPECT_FALSE(judge_.beat().is_unusual);
  judge_.Judge(unlike, 130, {&narrow_, 170}, kWeights);
  EXPECT_LT(judge_.beat().score, BeatCompany::kDoubt);
  EXPECT_TRUE(judge_.beat().is_unusual);
  EXPECT_EQ(judge_.beat().before, 130);
}

// Sixty of each move what is usual by more than the half, if they count.
TEST_F(BeatJudgeTest, WhatIsVentricularSaysNothingOfWhatIsUsual) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  const BeatShape unlike = ShapeOf(kNearlyNarrow);
  for (int n = 0; n < 300; ++n) judge_.Judge(narrow_, 200, {&narrow_, 200}, kWeights);
  for (int n = 0; n < 60; ++n) {
    judge_.Judge(wide_, 120, {&wide_, 120}, kWeights);
    ASSERT_GT(judge_.beat().score, 0);
  }
  for (int n = 0; n < 2; ++n) judge_.Judge(narrow_, 200, {&narrow_, 200}, kWeights);
  judge_.Judge(unlike, 130, {&narrow_, 170}, kWeights);
  EXPECT_TRUE(judge_.beat().is_unusual);
}

TEST_F(BeatJudgeTest, WhatFollowsAVentricularBeatSaysNothingOfWhatIsUsual) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  const BeatShape unlike = ShapeOf(kNearlyNarrow);
  for (int n = 0; n < 300; ++n) judge_.Judge(narrow_, 200, {&narrow_, 200}, kWeights);
  for (int n = 0; n < 60; ++n) {
    judge_.Judge(wide_, 120, {&unlike, 130}, kWeights);
    ASSERT_GT(judge_.beat().score, 0);
    judge_.Judge(unlike, 130, {&narrow_, 170}, kWeights);
    ASSERT_LE(judge_.beat().score, 0);
    judge_.Judge(narrow_, 200, {&narrow_, 200}, kWeights);
  }
  judge_.Judge(unlike, 130, {&narrow_, 170}, kWeights);
  EXPECT_TRUE(judge_.beat().is_unusual);
}

// However clear a rhythm is: a flat T wave and a broader QRS complex are nothing unusual.
TEST_F(BeatJudgeTest, UsualScoresEndAtTheClearestOnes) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  BeatForm flat = kNearlyNarrow;
  flat.waves[0].uv = 120;
  flat.waves[3].uv = 50;
  for (int n = 0; n < 300; ++n) judge_.Judge(narrow_, 200, {&narrow_, 200}, kWeights);
  judge_.Judge(ShapeOf(flat), 120, {&narrow_, 180}, kWeights);
  EXPECT_FALSE(judge_.beat().is_unusual);
  judge_.Judge(ShapeOf(kNearlyNarrow), 200, {&narrow_, 200}, kWeights);
  EXPECT_TRUE(judge_.beat().is_unusual);
}

TEST_F(BeatJudgeTest, AHeldShapeStaysSoAtTheSlowestFastPace) {
  VIGIL_VERIFIES("REQ-BEAT-011");
  for (const std::int32_t before : {136, 137}) {
    judge_.Clear();
    judge_.Judge(wide_, before, {&wide_, before}, kWeights);
    judge_.Hold();
    for (int n = 0; n < 16; ++n) judge_.Judge(wide_, before, {&wide_, before}, kWeights);
    EXPECT_EQ(judge_.beat().is_held, before == 136) << before;
  }
}

TEST_F(BeatJudgeTest, ClearForgetsThePatient) {
  VIGIL_VERIFIES("REQ-BEAT-004");
  judge_.Clear();
  EXPECT_EQ(judge_.beat().score, 0);
  BeatJudge fresh;
  fresh.Clear();
  for (int n = 0; n < 3; ++n) {
    judge_.Judge(wide_, 150, {&wide_, 150}, kWeights);
    fresh.Judge(wide_, 150, {&wide_, 150}, kWeights);
    EXPECT_EQ(judge_.beat().score, fresh.beat().score);
  }
}

}  // namespace
}  // namespace vigil::plugins::beats
