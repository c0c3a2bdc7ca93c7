#include "plugins/algorithm/beat_classifier/beat_shape.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/beat_classifier/ecg_ring.h"
#include "plugins/algorithm/beat_classifier/test_ecg.h"
#include "test/verifies.h"

namespace vigil::plugins::beats {
namespace {

// The shape of one beat of this form, `gain` times as high, on an electrode voltage.
BeatShape ShapeOf(const BeatForm& form, int gain = 1, std::int32_t offset_uv = 0) {
  TestEcg ecg;
  ecg.Beat(Milliseconds(1000), form);
  EcgRing ring;
  ring.Clear();
  const std::vector<std::int32_t> samples = ecg.Samples();
  for (std::size_t n = 0; n < 500; ++n) ring.Add(gain * samples[n] + offset_uv);
  BeatShape shape;
  shape.Clear();
  EXPECT_TRUE(shape.Take(ring, 499 - 250));
  return shape;
}

TEST(BeatShapeTest, TheRPeakIsAtItsPlaceIn2Microvolts) {
  const BeatShape shape = ShapeOf(kWide);
  EXPECT_NEAR(shape.At(BeatShape::kBefore), 750, 60);
  EXPECT_NEAR(shape.At(0), 0, 6);
}

TEST(BeatShapeTest, AnElectrodeVoltageFallsOut) {
  const BeatShape shape = ShapeOf(kNarrow);
  const BeatShape offset = ShapeOf(kNarrow, 1, 300'000);
  for (std::int32_t n = 0; n < BeatShape::kPoints; ++n) EXPECT_NEAR(shape.At(n), offset.At(n), 1) << n;
}

TEST(BeatShapeTest, AWideBeatIsWiderAndHasFewerHighFrequencies) {
  VIGIL_VERIFIES("REQ-BEAT-001");
  const Measures narrow = ShapeOf(kNarrow).measures();
  const Measures wide = ShapeOf(kWide).measures();
  EXPECT_GT(wide.width, narrow.width + 4);
  EXPECT_GT(wide.steep_points, narrow.steep_points + 4);
  EXPECT_GT(wide.area, 2 * narrow.area);
  EXPECT_LT(wide.bend * narrow.travel, narrow.bend * wide.travel);
  EXPECT_GT(narrow.polarity, 30);
  EXPECT_LT(ShapeOf(kWideDown).measures().polarity, -30);
  EXPECT_LT(wide.t_level, 0);
  EXPECT_GT(narrow.t_level, 0);
  EXPECT_GT(narrow.p_area, 4 * wide.p_area);
}

TEST(BeatShapeTest, TheSameShapeCorrelatesFullyWhateverItsHeight) {
  const BestShift best = Compare(ShapeOf(kNarrow), ShapeOf(kNarrow, 2));
  EXPECT_GE(best.correlation, 254);
  EXPECT_EQ(best.shift, 0);
  EXPECT_LT(Compare(ShapeOf(kNarrow), ShapeOf(kWideDown)).correlation, 100);
}

TEST(BeatShapeTest, AnRPeakThatIsOffByTwoPointsIsFound) {
  TestEcg ecg;
  ecg.Beat(Milliseconds(1000), kNarrow);
  EcgRing ring;
  ring.Clear();
  for (const std::int32_t sample : ecg.Samples()) ring.Add(sample);
  const std::int32_t ago = static_cast<std::int32_t>(ecg.Samples().size()) - 1 - 250;
  BeatShape right;
  BeatShape late;
  ASSERT_TRUE(right.Take(ring, ago));
  ASSERT_TRUE(late.Take(ring, ago - 4));
  EXPECT_EQ(Compare(right, late).shift, -2);
  EXPECT_EQ(Compare(late, right).shift, 2);
  EXPECT_GE(Compare(late, right).correlation, 254);
  EXPECT_EQ(Residue(late, right, BeatShape::kQrsBegin, BeatShape::kQrsEnd, 2),
            Residue(right, late, BeatShape::kQrsBegin + 2, BeatShape::kQrsEnd + 2, -2));
}

TEST(BeatShapeTest, CorrelationIsPearsons) {
  const BeatShape a = ShapeOf(kNarrow);
  const BeatShape b = ShapeOf(kWide);
  double sum_a = 0;
  double sum_b = 0;
  for (int n = 5; n < 60; ++n) {
    sum_a += a.At(n) / 55.0;
    sum_b += b.At(n + 1) / 55.0;
  }
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (int n = 5; n < 60; ++n) {
    ab += (a.At(n) - sum_a) * (b.At(n + 1) - sum_b);
    aa += (a.At(n) - sum_a) * (a.At(n) - sum_a);
    bb += (b.At(n + 1) - sum_b) * (b.At(n + 1) - sum_b);
  }
  EXPECT_NEAR(Correlation(a, b, 5, 60, 1), 256 * ab / std::sqrt(aa * bb), 1.5);
}

TEST(BeatShapeTest, AFlatShapeCorrelatesWithNothing) {
  BeatShape flat;
  flat.Clear();
  EXPECT_EQ(Compare(ShapeOf(kNarrow), flat).correlation, 0);
  EXPECT_EQ(Correlation(flat, ShapeOf(kNarrow), 0, 72, 0), 0);
  EXPECT_EQ(Residue(flat, flat, 12, 12, 0), 0);
}

TEST(BeatShapeTest, WithoutItsSamplesThereIsNoShape) {
  EcgRing ring;
  ring.Clear();
  const std::int32_t needed = BeatShape::kSamplesBefore + BeatShape::kSamplesAfter + 1;
  for (std::int32_t n = 0; n < needed; ++n) ring.Add(n % 50 * 10);
  BeatShape shape = ShapeOf(kWide);
  const std::int32_t before = shape.At(BeatShape::kBefore);
  EXPECT_FALSE(shape.Take(ring, BeatShape::kSamplesAfter - 1));
  EXPECT_FALSE(shape.Take(ring, BeatShape::kSamplesAfter + 1));
  EXPECT_EQ(shape.At(BeatShape::kBefore), before);
  EXPECT_TRUE(shape.Take(ring, BeatShape::kSamplesAfter));
  EXPECT_NE(shape.At(BeatShape::kBefore), before);
}

TEST(BeatShapeTest, ExtremeShapesDoNotOverflow) {
  VIGIL_VERIFIES("REQ-BEAT-007");
  EcgRing ring;
  ring.Clear();
  for (std::int32_t n = 0; n < 400; ++n) ring.Add(n / 8 % 2 == 0 ? INT32_MAX : INT32_MIN);
  BeatShape shape;
  ASSERT_TRUE(shape.Take(ring, 200));
  for (std::int32_t n = 0; n < BeatShape::kPoints; ++n) EXPECT_LE(std::abs(shape.At(n)), BeatShape::kGreatest);
  EXPECT_GE(shape.measures().bend, 0);
  EXPECT_EQ(Compare(shape, shape).correlation, 256);
  EXPECT_EQ(Correlation(shape, shape, 0, BeatShape::kPoints, 0), 256);
}

}  // namespace
}  // namespace vigil::plugins::beats
