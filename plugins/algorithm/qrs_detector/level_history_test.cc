#include "plugins/algorithm/qrs_detector/level_history.h"

#include "gtest/gtest.h"

namespace vigil::plugins {
namespace {

TEST(LevelHistoryTest, FilledWithOneValueThatValueIsTypical) {
  LevelHistory levels;
  levels.Fill(800);
  EXPECT_EQ(levels.Typical(), 800);
  EXPECT_EQ(levels.Mean(), 800);
}

TEST(LevelHistoryTest, TypicalIsTheMeanOfTheSecondToFifthGreatest) {
  LevelHistory levels;
  levels.Fill(0);
  for (const int value : {8, 24, 16, 56, 64, 32, 48, 40}) levels.Add(value);
  EXPECT_EQ(levels.Typical(), (56 + 48 + 40 + 32) / 4);
  EXPECT_EQ(levels.Mean(), 36);
}

TEST(LevelHistoryTest, OneArtefactChangesNothing) {
  LevelHistory levels;
  levels.Fill(1000);
  levels.Add(250'000'000);
  EXPECT_EQ(levels.Typical(), 1000);
}

TEST(LevelHistoryTest, LowValuesInEverySecondPlaceDoNotPullDown) {
  LevelHistory levels;
  levels.Fill(1000);
  for (int i = 0; i < 4; ++i) {
    levels.Add(1000);
    levels.Add(200);
  }
  EXPECT_EQ(levels.Typical(), (1000 + 1000 + 1000 + 200) / 4);
}

TEST(LevelHistoryTest, EightNewValuesReplaceAllOldOnes) {
  LevelHistory levels;
  levels.Fill(1000);
  for (int i = 0; i < 8; ++i) levels.Add(80);
  EXPECT_EQ(levels.Typical(), 80);
  EXPECT_EQ(levels.Mean(), 80);
}

TEST(LevelHistoryTest, FillForgetsAndStartsAgainAtTheFirstPlace) {
  LevelHistory levels;
  levels.Fill(8);
  levels.Add(800);
  levels.Add(800);
  levels.Fill(16);
  EXPECT_EQ(levels.Typical(), 16);
  EXPECT_EQ(levels.Mean(), 16);
}

}  // namespace
}  // namespace vigil::plugins
