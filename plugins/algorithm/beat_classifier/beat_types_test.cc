#include "plugins/algorithm/beat_classifier/beat_types.h"

#include <cmath>
#include <cstdint>

#include "gtest/gtest.h"
#include "plugins/algorithm/beat_classifier/beat_shape.h"
#include "test/verifies.h"

namespace vigil::plugins::beats {
namespace {

// Shapes that have nothing in common: sines of `half_waves` half waves in the QRS.
BeatShape Wave(int half_waves, double height = 500) {
  BeatShape shape;
  shape.Clear();
  for (std::int32_t n = BeatShape::kQrsBegin; n < BeatShape::kQrsEnd; ++n) {
    const double x = (n - BeatShape::kQrsBegin + 0.5) / (BeatShape::kQrsEnd - BeatShape::kQrsBegin);
    shape.Set(n, static_cast<std::int32_t>(std::lround(height * std::cos(3.14159265 * half_waves * x))));
  }
  shape.Measure();
  return shape;
}

class BeatTypesTest : public testing::Test {
 protected:
  void SetUp() override { types_.Clear(); }

  std::int32_t Add(const BeatShape& shape, const BeatFacts& facts = BeatFacts()) {
    return types_.Add(shape, types_.Find(shape), facts);
  }
  void Add(int count, const BeatShape& shape, const BeatFacts& facts = BeatFacts()) {
    for (int n = 0; n < count; ++n) Add(shape, facts);
  }

  BeatTypes types_;
};

TEST_F(BeatTypesTest, WithoutTypesNothingIsFound) {
  EXPECT_EQ(types_.Find(Wave(2)).type, -1);
  EXPECT_EQ(types_.Normal(), 0);
}

TEST_F(BeatTypesTest, BeatsOfOneShapeAreOfOneType) {
  const std::int32_t type = Add(Wave(2));
  EXPECT_EQ(Add(Wave(2, 900)), type);
  EXPECT_NE(Add(Wave(3)), type);
  EXPECT_EQ(types_.At(type).count, 2);
  EXPECT_EQ(types_.Find(Wave(2)).type, type);
  EXPECT_EQ(types_.Find(Wave(2)).best.correlation, 256);
}

TEST_F(BeatTypesTest, ACorrelationAtTheThresholdIsNotEnough) {
  const BeatShape shape = Wave(2);
  const std::int32_t type = Add(shape);
  TypeMatch match = types_.Find(shape);
  match.best.correlation = BeatTypes::kSame;
  EXPECT_NE(types_.Add(shape, match, BeatFacts()), type);
  match.best.correlation = BeatTypes::kSame + 1;
  EXPECT_EQ(types_.Add(shape, match, BeatFacts()), type);
}

TEST_F(BeatTypesTest, TheAverageFollowsItsBeatsAlsoWhenTheyAreShifted) {
  const std::int32_t type = Add(Wave(2, 400));
  Add(Wave(2, 800));
  EXPECT_NEAR(types_.At(type).average.At(BeatShape::kQrsBegin), 600, 5);
  BeatShape late = Wave(2, 600);
  for (std::int32_t n = BeatShape::kPoints - 1; n >= 2; --n) late.Set(n, late.At(n - 2));
  late.Measure();
  for (int n = 0; n < 40; ++n) Add(late);
  EXPECT_EQ(types_.At(type).count, 42);
  EXPECT_NEAR(types_.At(type).average.At(BeatShape::kQrsBegin), 600, 5);
}

TEST_F(BeatTypesTest, TheNormalTypeIsThatOfMostBeats) {
  Add(10, Wave(2));
  Add(4, Wave(3));
  EXPECT_EQ(types_.Normal(), types_.Find(Wave(2)).type);
  Add(20, Wave(3));
  EXPECT_EQ(types_.Normal(), types_.Find(Wave(3)).type);
}

TEST_F(BeatTypesTest, BeatsThatLookVentricularCountLess) {
  VIGIL_VERIFIES("REQ-BEAT-002");
  BeatFacts wide;
  wide.wideness = 30;
  BeatFacts narrow;
  narrow.wideness = -30;
  Add(10, Wave(2), narrow);
  Add(30, Wave(3), wide);
  EXPECT_EQ(types_.Normal(), types_.Find(Wave(2)).type);
}

TEST_F(BeatTypesTest, ASeventhShapeReplacesTheLightestType) {
  for (int shape = 1; shape <= 6; ++shape) Add(shape == 4 ? 1 : 3, Wave(2 * shape));
  Add(Wave(3));
  EXPECT_LT(types_.Find(Wave(8)).best.correlation, BeatTypes::kSame);
  EXPECT_EQ(types_.Find(Wave(3)).best.correlation, 256);
  EXPECT_EQ(types_.At(types_.Find(Wave(3)).type).count, 1);
}

TEST_F(BeatTypesTest, ItRemembersWhatIsKnownOfItsBeats) {
  BeatFacts facts;
  facts.is_early = true;
  facts.interval = -20;
  facts.wideness = 10;
  facts.residue = -30;
  facts.likeness = 50;
  Add(2, Wave(2));
  Add(40, Wave(3), facts);
  const BeatType& type = types_.At(types_.Find(Wave(3)).type);
  EXPECT_GE(type.early, 240);
  EXPECT_EQ(type.interval, -20);
  EXPECT_NEAR(type.wideness, 160, 8);
  EXPECT_NEAR(type.residue, -480, 80);
  EXPECT_NEAR(type.likeness, 800, 60);
  EXPECT_EQ(types_.At(types_.Find(Wave(2)).type).early, 0);
}

TEST_F(BeatTypesTest, ABeatIsJudgedWithItsType) {
  VIGIL_VERIFIES("REQ-BEAT-001");
  const std::int32_t type = Add(Wave(2));
  EXPECT_EQ(types_.Judge(type, 400), 400 - 256);
  for (int n = 0; n < 20; ++n) {
    Add(Wave(2));
    types_.Judge(type, 400);
  }
  Add(Wave(2));
  EXPECT_GT(types_.Judge(type, -300), 0);
  // What one beat adds is bounded.
  Add(Wave(2));
  types_.Judge(type, -100'000);
  EXPECT_GT(types_.At(type).score, 0);
}

TEST_F(BeatTypesTest, CountsUpToAThousand) {
  Add(1002, Wave(2));
  EXPECT_EQ(types_.At(types_.Normal()).count, 1000);
}

TEST_F(BeatTypesTest, FourBeatsSupportEachOther) {
  VIGIL_VERIFIES("REQ-BEAT-001");
  std::int32_t type = 0;
  for (int n = 0; n < 3; ++n) {
    type = Add(Wave(2));
    EXPECT_EQ(types_.Judge(type, 300), 300 - 256);
  }
  Add(Wave(2));
  EXPECT_EQ(types_.Judge(type, 300), 300 + 300);
}

TEST_F(BeatTypesTest, ATypeWithoutBeatsHasNoScore) {
  EXPECT_EQ(types_.Judge(3, 500), 500 - 256);
  EXPECT_EQ(types_.At(3).score, 0);
}

TEST_F(BeatTypesTest, AHeldTypeIsSoUntilSixteenSlowBeatsInARow) {
  VIGIL_VERIFIES("REQ-BEAT-011");
  const std::int32_t type = Add(Wave(2));
  const std::int32_t other = Add(Wave(3));
  types_.Pace(type, true);
  EXPECT_EQ(types_.At(type).held, 0);
  types_.Hold(type);
  for (int n = 0; n < 15; ++n) types_.Pace(type, false);
  EXPECT_GT(types_.At(type).held, 0);
  types_.Pace(type, true);
  for (int n = 0; n < 15; ++n) types_.Pace(type, false);
  EXPECT_GT(types_.At(type).held, 0);
  types_.Pace(type, false);
  EXPECT_EQ(types_.At(type).held, 0);
  types_.Pace(type, false);
  EXPECT_EQ(types_.At(type).held, 0);
  EXPECT_EQ(types_.At(other).held, 0);
}

TEST_F(BeatTypesTest, AShapeInPlaceOfAHeldOneIsNot) {
  VIGIL_VERIFIES("REQ-BEAT-011");
  const std::int32_t type = Add(Wave(2));
  types_.Hold(type);
  for (int shape = 3; shape < 3 + BeatTypes::kTypes; ++shape) Add(4, Wave(shape));
  EXPECT_EQ(types_.At(type).held, 0);
}

}  // namespace
}  // namespace vigil::plugins::beats
