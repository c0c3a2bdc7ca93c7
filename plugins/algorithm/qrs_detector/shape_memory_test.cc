#include "plugins/algorithm/qrs_detector/shape_memory.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins {
namespace {

// A triangle of `half_width` values to either side of `center`.
Candidate Triangle(int center, int half_width, int height) {
  Candidate candidate;
  int squares = 0;
  for (int i = 0; i < static_cast<int>(kShapeLength); ++i) {
    const int below = height * Magnitude(i - center) / half_width;
    const int value = Magnitude(below) > Magnitude(height) ? 0 : height - below;
    candidate.shape[i] = static_cast<std::int8_t>(value);
    if (i % 2 == 1 && i < static_cast<int>(kShapeLength) - 1) squares += value * value;
  }
  candidate.shape_root = static_cast<std::int16_t>(SquareRoot(squares));
  return candidate;
}

const Candidate kNarrow = Triangle(13, 4, 120);
const Candidate kInverted = Triangle(13, 4, -120);
const Candidate kEarly = Triangle(5, 4, 120);
const Candidate kLate = Triangle(21, 4, 120);

TEST(ShapeMemoryTest, KnowsNothingAtFirst) {
  ShapeMemory memory;
  memory.Reset(3, 2);
  EXPECT_EQ(memory.Likeness(kNarrow), ShapeMemory::kUnknown);
}

TEST(ShapeMemoryTest, AShapeCountsOnceItWasSeenOftenEnough) {
  ShapeMemory memory;
  memory.Reset(3, 2);
  memory.Learn(kNarrow, 0);
  EXPECT_EQ(memory.Likeness(kNarrow), ShapeMemory::kUnknown);
  memory.Learn(kNarrow, 100);
  EXPECT_GE(memory.Likeness(kNarrow), 250);
  EXPECT_LE(memory.Likeness(kInverted), 60);
}

TEST(ShapeMemoryTest, AShiftOfOneValueMakesLittleDifference) {
  ShapeMemory memory;
  memory.Reset(3, 1);
  memory.Learn(kNarrow, 0);
  EXPECT_GE(memory.Likeness(Triangle(14, 4, 120)), 240);
  EXPECT_GE(memory.Likeness(Triangle(12, 4, 120)), 240);
  EXPECT_LE(memory.Likeness(kLate), 60);
}

TEST(ShapeMemoryTest, SeveralShapesAreKnownAtATime) {
  ShapeMemory memory;
  memory.Reset(3, 1);
  memory.Learn(kNarrow, 0);
  memory.Learn(kInverted, 100);
  memory.Learn(kEarly, 200);
  EXPECT_GE(memory.Likeness(kNarrow), 240);
  EXPECT_GE(memory.Likeness(kInverted), 240);
  EXPECT_GE(memory.Likeness(kEarly), 240);
}

TEST(ShapeMemoryTest, ANewShapeTakesThePlaceOfTheOneSeenLeastAndLongestAgo) {
  ShapeMemory memory;
  memory.Reset(3, 1);
  for (std::uint32_t n = 0; n < 8; ++n) memory.Learn(kNarrow, n * 100);
  memory.Learn(kInverted, 800);
  memory.Learn(kEarly, 900);
  memory.Learn(kLate, 1000);
  EXPECT_GE(memory.Likeness(kNarrow), 240);
  EXPECT_LE(memory.Likeness(kInverted), 60);
  EXPECT_GE(memory.Likeness(kEarly), 240);
  EXPECT_GE(memory.Likeness(kLate), 240);
}

TEST(ShapeMemoryTest, AfterALongAbsenceAShapeIsWorthNothingMore) {
  ShapeMemory memory;
  memory.Reset(2, 1);
  for (std::uint32_t n = 0; n < 8; ++n) memory.Learn(kNarrow, n * 100);
  memory.Learn(kInverted, 100'000);
  memory.Learn(kEarly, 100'100);
  EXPECT_LE(memory.Likeness(kNarrow), 160);
  EXPECT_GE(memory.Likeness(kInverted), 240);
}

TEST(ShapeMemoryTest, NoMoreShapesAreKeptThanWanted) {
  ShapeMemory memory;
  memory.Reset(1, 1);
  memory.Learn(kNarrow, 0);
  memory.Learn(kInverted, 100);
  EXPECT_LE(memory.Likeness(kNarrow), 60);
  EXPECT_GE(memory.Likeness(kInverted), 240);
}

TEST(ShapeMemoryTest, AShapeFollowsSlowChange) {
  ShapeMemory memory;
  memory.Reset(1, 2);
  for (int step = 0; step < 40; ++step) {
    memory.Learn(Triangle(13, 4 + step / 8, 120), static_cast<std::uint32_t>(step * 100));
  }
  EXPECT_GE(memory.Likeness(Triangle(13, 8, 120)), 245);
}

TEST(ShapeMemoryTest, ResetForgets) {
  ShapeMemory memory;
  memory.Reset(3, 1);
  memory.Learn(kNarrow, 0);
  memory.Reset(3, 1);
  EXPECT_EQ(memory.Likeness(kNarrow), ShapeMemory::kUnknown);
}

TEST(ShapeMemoryTest, AFlatShapeIsLikeNothing) {
  ShapeMemory memory;
  memory.Reset(3, 1);
  memory.Learn(Candidate(), 0);
  EXPECT_EQ(memory.Likeness(Candidate()), 0);
}

}  // namespace
}  // namespace vigil::plugins
