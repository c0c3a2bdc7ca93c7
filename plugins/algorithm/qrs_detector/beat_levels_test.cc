#include "plugins/algorithm/qrs_detector/beat_levels.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

Candidate Level(std::int16_t energy, std::int16_t steepness, std::int16_t sharpness) {
  Candidate candidate;
  candidate.energy = energy;
  candidate.steepness = steepness;
  candidate.sharpness = sharpness;
  candidate.curvature = 20;
  candidate.quickness = -16;
  return candidate;
}

BeatLevels Learned() {
  BeatLevels levels;
  levels.Learn(Level(400, 300, 350));
  return levels;
}

TEST(BeatLevelsTest, LearnedLevelsAreThoseOfTheFirstGuess) {
  const BeatLevels levels = Learned();
  EXPECT_EQ(levels.energy(), 400);
  EXPECT_EQ(levels.low_energy(), 400);
  EXPECT_EQ(levels.steepness(), 300);
  EXPECT_EQ(levels.sharpness(), 350);
  EXPECT_EQ(levels.curvature(), 20);
  EXPECT_EQ(levels.quickness(), -16);
  EXPECT_EQ(levels.other_energy(), 304);
  EXPECT_EQ(levels.other_sharpness(), 254);
  EXPECT_EQ(levels.spread(), 0);
}

TEST(BeatLevelsTest, RelaxedTheLevelsOfBeatsAreLower) {
  BeatLevels levels = Learned();
  levels.Relax(40);
  EXPECT_EQ(levels.energy(), 360);
  EXPECT_EQ(levels.low_energy(), 360);
  EXPECT_EQ(levels.steepness(), 260);
  EXPECT_EQ(levels.sharpness(), 310);
  EXPECT_EQ(levels.relaxed(), 40);
  EXPECT_EQ(levels.other_energy(), 304);
}

TEST(BeatLevelsTest, ABeatFoundWhileRelaxedKeepsTheLevelsLow) {
  BeatLevels levels = Learned();
  levels.Relax(40);
  levels.AddBeat(Level(360, 260, 310));
  EXPECT_EQ(levels.relaxed(), 0);
  EXPECT_EQ(levels.energy(), 360);
  EXPECT_EQ(levels.steepness(), 260);
  EXPECT_EQ(levels.sharpness(), 310);
}

// Eight beats of the first guess's height.
BeatLevels Known() {
  BeatLevels levels = Learned();
  for (int i = 0; i < 8; ++i) levels.AddBeat(Level(400, 300, 350));
  return levels;
}

TEST(BeatLevelsTest, ABeatOfFullHeightFoundWhileRelaxedLowersNothing) {
  VIGIL_VERIFIES("REQ-QRS-010");
  for (const std::int16_t energy : {400, 410}) {
    SCOPED_TRACE(energy);
    BeatLevels levels = Known();
    levels.Relax(40);
    levels.AddBeat(Level(energy, 300, 350));
    EXPECT_EQ(levels.relaxed(), 0);
    EXPECT_EQ(levels.energy(), 400);
    EXPECT_EQ(levels.steepness(), 300);
    EXPECT_EQ(levels.sharpness(), 350);
  }
}

TEST(BeatLevelsTest, ABeatThatIsALittleLowerLowersTheLevelsByThat) {
  BeatLevels levels = Known();
  levels.Relax(40);
  levels.AddBeat(Level(390, 290, 340));
  EXPECT_EQ(levels.energy(), 390);
  EXPECT_EQ(levels.steepness(), 290);
  EXPECT_EQ(levels.sharpness(), 340);
}

TEST(BeatLevelsTest, ABeatBelowTheRelaxedLevelsLowersThemNoFurther) {
  BeatLevels levels = Known();
  levels.Relax(40);
  levels.AddBeat(Level(350, 250, 300));
  EXPECT_EQ(levels.energy(), 360);
}

TEST(BeatLevelsTest, WhatLearningGuessedIsLoweredUntilEightBeatsAreKnown) {
  BeatLevels levels = Learned();
  for (int i = 0; i < 7; ++i) levels.AddBeat(Level(400, 300, 350));
  levels.Relax(40);
  levels.AddBeat(Level(400, 300, 350));
  EXPECT_EQ(levels.energy(), 360);  // of the second to the fifth greatest, which were lowered
  BeatLevels again = Known();
  again.Learn(Level(400, 300, 350));
  again.Relax(40);
  again.AddBeat(Level(400, 300, 350));
  EXPECT_EQ(again.energy(), 360);
}

TEST(BeatLevelsTest, ABeatCountsAsAtMostFourTimesTheUsual) {
  BeatLevels levels = Learned();
  for (int i = 0; i < 5; ++i) levels.AddBeat(Level(600, 600, 600));
  // Of the second to the fifth greatest, 64 above what each beat found.
  EXPECT_LT(levels.energy(), 600);
  BeatLevels low = Learned();
  for (int i = 0; i < 8; ++i) low.AddBeat(Level(-5, -5, -5));
  EXPECT_EQ(low.energy(), 0);
}

TEST(BeatLevelsTest, WhatIsNoBeatHasItsOwnLevels) {
  BeatLevels levels = Learned();
  for (int i = 0; i < 8; ++i) levels.AddOther(Level(200, 100, 150));
  EXPECT_EQ(levels.other_energy(), 200);
  EXPECT_EQ(levels.other_sharpness(), 150);
  for (int i = 0; i < 8; ++i) levels.AddWeak(Level(180, 0, 0));
  EXPECT_EQ(levels.other_energy(), 180);
  EXPECT_EQ(levels.other_sharpness(), 150);
  EXPECT_EQ(levels.energy(), 400);
}

TEST(BeatLevelsTest, WeakBeatsAmongStrongOnesSpreadTheLevels) {
  BeatLevels levels = Learned();
  for (int i = 0; i < 4; ++i) {
    levels.AddBeat(Level(400, 300, 350));
    levels.AddBeat(Level(340, 300, 350));
  }
  EXPECT_GE(levels.spread(), 30);
  EXPECT_LT(levels.low_energy(), 360);
}

}  // namespace
}  // namespace vigil::plugins
