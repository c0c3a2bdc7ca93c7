#include "plugins/algorithm/qrs_detector/level_history.h"

#include "gtest/gtest.h"

namespace vigil::plugins {
namespace {

TEST(LevelHistoryTest, FilledWithOneValueThatValueIsTypical) {
  LevelHistory levels;
  levels.Fill(800);
  EXPECT_EQ(levels.High(), 800);
  EXPECT_EQ(levels.Low(), 800);
  EXPECT_EQ(levels.Middle(), 800);
}

TEST(LevelHistoryTest, RanksAreTakenFromTheLastEight) {
  LevelHistory levels;
  levels.Fill(0);
  for (const int value : {8, 24, 16, 56, 64, 32, 48, 40}) levels.Add(value);
  EXPECT_EQ(levels.High(), (56 + 48 + 40 + 32) / 4);
  EXPECT_EQ(levels.Low(), (32 + 24 + 16) / 3);
  EXPECT_EQ(levels.Middle(), (40 + 32) / 2);
  for (const int value : {64, 48, 32, 16, 8, 24, 40, 56}) levels.Add(value);
  EXPECT_EQ(levels.High(), 44);
}

TEST(LevelHistoryTest, OneArtefactChangesNothing) {
  LevelHistory levels;
  levels.Fill(400);
  levels.Add(1000);
  EXPECT_EQ(levels.High(), 400);
  EXPECT_EQ(levels.Middle(), 400);
}

TEST(LevelHistoryTest, LowValuesInEverySecondPlaceHardlyPullTheHighDown) {
  LevelHistory levels;
  levels.Fill(400);
  for (int i = 0; i < 4; ++i) {
    levels.Add(400);
    levels.Add(200);
  }
  EXPECT_EQ(levels.High(), (400 + 400 + 400 + 200) / 4);
  EXPECT_EQ(levels.Low(), 200);
}

TEST(LevelHistoryTest, EightNewValuesReplaceAllOldOnes) {
  LevelHistory levels;
  levels.Fill(400);
  for (int i = 0; i < 8; ++i) levels.Add(80);
  EXPECT_EQ(levels.High(), 80);
}

TEST(LevelHistoryTest, LoweringCountsFromTheNextValueOn) {
  LevelHistory levels;
  levels.Fill(400);
  levels.LowerBy(96);
  EXPECT_EQ(levels.High(), 400);
  levels.Add(400);
  EXPECT_EQ(levels.High(), 304);
}

TEST(LevelHistoryTest, FillForgetsAndStartsAgainAtTheFirstPlace) {
  LevelHistory levels;
  levels.Fill(8);
  levels.Add(800);
  levels.Fill(16);
  EXPECT_EQ(levels.High(), 16);
  for (int i = 0; i < 7; ++i) levels.Add(32);
  EXPECT_EQ(levels.Low(), 32);
  EXPECT_EQ(levels.Middle(), 32);
}

TEST(RunningMeanTest, IsTheMeanOfTheLastEight) {
  RunningMean mean;
  mean.Fill(-40);
  EXPECT_EQ(mean.Mean(), -40);
  mean.Add(40);
  EXPECT_EQ(mean.Mean(), -30);
  for (int i = 0; i < 8; ++i) mean.Add(100 + i * 8);
  EXPECT_EQ(mean.Mean(), 128);
}

TEST(RunningMeanTest, FillForgets) {
  RunningMean mean;
  mean.Fill(0);
  for (int i = 0; i < 3; ++i) mean.Add(900);
  mean.Fill(16);
  EXPECT_EQ(mean.Mean(), 16);
  mean.Add(24);
  EXPECT_EQ(mean.Mean(), 17);
}

}  // namespace
}  // namespace vigil::plugins
