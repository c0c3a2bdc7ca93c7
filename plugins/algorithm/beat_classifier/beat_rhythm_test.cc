#include "plugins/algorithm/beat_classifier/beat_rhythm.h"

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins::beats {
namespace {

class BeatRhythmTest : public testing::Test {
 protected:
  void SetUp() override { rhythm_.Clear(); }

  BeatRhythm rhythm_;
};

TEST_F(BeatRhythmTest, BeforeAnyIntervalItIs800Ms) {
  EXPECT_EQ(rhythm_.usual(), 200);
  EXPECT_EQ(rhythm_.normal(), 200);
}

TEST_F(BeatRhythmTest, TheUsualIntervalIsTheUpperQuartileOfNine) {
  for (const int interval : {100, 110, 120, 130, 140, 150, 160, 170, 180}) rhythm_.Add(interval, false);
  EXPECT_EQ(rhythm_.usual(), 160);
  rhythm_.Add(300, false);  // in place of the 100
  EXPECT_EQ(rhythm_.usual(), 170);
}

TEST_F(BeatRhythmTest, BigeminyDoesNotMoveTheUsualInterval) {
  VIGIL_VERIFIES("REQ-BEAT-001");
  for (int n = 0; n < 20; ++n) {
    rhythm_.Add(130, false);
    rhythm_.Add(270, true);
    EXPECT_TRUE(rhythm_.IsEarly(130)) << n;
  }
  EXPECT_EQ(rhythm_.usual(), 270);
}

TEST_F(BeatRhythmTest, EarlyIsBelow88PercentOfTheUsual) {
  EXPECT_TRUE(rhythm_.IsEarly(175));
  EXPECT_FALSE(rhythm_.IsEarly(176));
}

TEST_F(BeatRhythmTest, TheNormalIntervalIsThatBetweenTwoNormalBeats) {
  rhythm_.Add(240, true);
  EXPECT_EQ(rhythm_.normal(), rhythm_.usual());  // one normal beat makes none
  rhythm_.Add(240, true);
  EXPECT_EQ(rhythm_.normal(), 240);
  rhythm_.Add(320, true);
  EXPECT_EQ(rhythm_.normal(), 250);
  rhythm_.Add(160, true);   // early
  rhythm_.Add(400, false);  // not normal
  rhythm_.Add(400, true);   // the one before was not
  EXPECT_EQ(rhythm_.normal(), 250);
  rhythm_.Break();
  rhythm_.Add(330, true);
  EXPECT_EQ(rhythm_.normal(), 250);
  rhythm_.Add(330, true);
  EXPECT_EQ(rhythm_.normal(), 260);
}

TEST_F(BeatRhythmTest, ClearForgetsAll) {
  for (int n = 0; n < 12; ++n) rhythm_.Add(300, true);
  rhythm_.Clear();
  EXPECT_EQ(rhythm_.usual(), 200);
  EXPECT_EQ(rhythm_.normal(), 200);
  rhythm_.Add(240, true);
  EXPECT_EQ(rhythm_.normal(), 200);
}

}  // namespace
}  // namespace vigil::plugins::beats
