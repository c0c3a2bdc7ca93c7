#include "plugins/algorithm/atrial_fibrillation/interval_entropy.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class IntervalEntropyTest : public testing::Test {
 protected:
  void SetUp() override { entropy_.Clear(); }

  // The next beat, so long after the one before.
  bool After(std::int64_t ms) {
    now_ = now_ + Milliseconds(ms);
    return entropy_.Add(now_);
  }

  // So many beats, `ms` apart; how many pairs they made.
  int Regular(int beats, std::int64_t ms) {
    int pairs = 0;
    for (int n = 0; n < beats; ++n) pairs += After(ms) ? 1 : 0;
    return pairs;
  }

  // Intervals of which none is within the tolerance of another: 500, 530, 560, ...
  void AllDifferent(int beats) {
    for (int n = 0; n < beats; ++n) After(500 + 30 * n);
  }

  // e^COSEn of at least `permille`, and below `permille` + 1.
  void ExpectOdds(std::int64_t permille) const {
    EXPECT_TRUE(entropy_.IsAbove(permille - 1));
    EXPECT_FALSE(entropy_.IsAbove(permille + 1));
  }

  IntervalEntropy entropy_;
  Timestamp now_;
};

TEST_F(IntervalEntropyTest, FortyEightIntervalsInARowAreComplete) {
  VIGIL_VERIFIES("REQ-AF-003");
  EXPECT_EQ(Regular(48, 800), 46);
  EXPECT_FALSE(entropy_.is_complete());
  EXPECT_TRUE(After(800));
  EXPECT_TRUE(entropy_.is_complete());
  EXPECT_EQ(entropy_.begin(), Timestamp() + Milliseconds(800));
  EXPECT_EQ(entropy_.EndOf(0), now_);
  EXPECT_EQ(entropy_.EndOf(46), Timestamp() + Milliseconds(3 * 800));
}

// All 1081 of 47 pairs are alike, and what follows too: 4 * 30 * 1082 / (2163 * 800).
TEST_F(IntervalEntropyTest, ARegularRhythmHasLittle) {
  VIGIL_VERIFIES("REQ-AF-001");
  Regular(49, 800);
  ExpectOdds(75);
}

// No pair is alike: 4 * 30 * 1 / (1 * mean).
TEST_F(IntervalEntropyTest, WithoutAnythingAlikeNothingIsKnownOfWhatFollows) {
  VIGIL_VERIFIES("REQ-AF-001");
  AllDifferent(49);
  // The mean of 560, 590, ..., 1940.
  ExpectOdds(120 * 1000 / 1250);
}

// 600 stands at every second place, and what follows it is never alike: of the pairs
// (600, x) 24 begin alike.
TEST_F(IntervalEntropyTest, WhatFollowsWithoutOrderGivesMuch) {
  VIGIL_VERIFIES("REQ-AF-001");
  After(600);
  for (int n = 0; n < 24; ++n) {
    After(600);
    After(640 + 30 * n);
  }
  ASSERT_TRUE(entropy_.is_complete());
  // 24 of the pairs begin with 600, 276 pairs of them; none goes on alike. The second
  // intervals: 24 times 640..1330, 23 times 600.
  ExpectOdds(std::int64_t{120} * 277 * 47 * 1000 / (24 * 985 + 23 * 600));
}

TEST_F(IntervalEntropyTest, TheWindowSlides) {
  VIGIL_VERIFIES("REQ-AF-001");
  AllDifferent(30);
  now_ = now_ + Milliseconds(100);
  for (int n = 0; n < 20; ++n) After(2000 - 31 * n);
  Regular(60, 800);
  ExpectOdds(75);
}

TEST_F(IntervalEntropyTest, IntervalsAreAlikeBelowTheTolerance) {
  VIGIL_VERIFIES("REQ-AF-001");
  for (int n = 0; n < 25; ++n) {
    After(800);
    After(829);
  }
  ASSERT_TRUE(entropy_.is_complete());
  ExpectOdds(std::int64_t{120} * 1082 * 47 * 1000 / (std::int64_t{2163} * (24 * 829 + 23 * 800)));
  SetUp();
  for (int n = 0; n < 25; ++n) {
    After(800);
    After(830);
  }
  // Two kinds of 24 and 23 pairs: 276 + 253 alike, followed as well.
  ExpectOdds(std::int64_t{120} * 530 * 47 * 1000 / (std::int64_t{1059} * (24 * 830 + 23 * 800)));
}

TEST_F(IntervalEntropyTest, ADetectionNearToTheLastBeatIsLeftOut) {
  VIGIL_VERIFIES("REQ-AF-004");
  Regular(3, 800);
  EXPECT_FALSE(After(199));
  EXPECT_FALSE(entropy_.Add(now_ - Seconds(5)));
  EXPECT_TRUE(After(601));
  EXPECT_EQ(entropy_.begin(), now_ - Milliseconds(2400));
}

TEST_F(IntervalEntropyTest, TheShortestAndTheLongestIntervalCount) {
  VIGIL_VERIFIES("REQ-AF-004");
  Regular(2, 200);
  EXPECT_TRUE(After(200));
  EXPECT_TRUE(After(2500));
  EXPECT_FALSE(After(2501));
  EXPECT_FALSE(After(800));
  EXPECT_TRUE(After(800));
}

TEST_F(IntervalEntropyTest, AnIntervalOverABreakIsNone) {
  VIGIL_VERIFIES("REQ-AF-004");
  Regular(3, 800);
  entropy_.Break();
  EXPECT_FALSE(After(800));
  EXPECT_FALSE(After(800));
  EXPECT_TRUE(After(800));
}

TEST_F(IntervalEntropyTest, PairsBeforeABreakStillCount) {
  VIGIL_VERIFIES("REQ-AF-003");
  Regular(48, 800);
  entropy_.Break();
  Regular(2, 800);
  EXPECT_FALSE(entropy_.is_complete());
  After(800);
  EXPECT_TRUE(entropy_.is_complete());
}

TEST_F(IntervalEntropyTest, PairsOfMoreThanTwoMinutesAgoAreForgotten) {
  VIGIL_VERIFIES("REQ-AF-003");
  Regular(49, 800);
  const Timestamp oldest = entropy_.EndOf(46);
  entropy_.ForgetOld(oldest + Seconds(120));
  EXPECT_TRUE(entropy_.is_complete());
  entropy_.ForgetOld(oldest + Seconds(120) + Microseconds(1));
  EXPECT_FALSE(entropy_.is_complete());
  entropy_.ForgetOld(now_ + Seconds(1000));
  entropy_.ForgetOld(now_ + Seconds(1000));
  EXPECT_EQ(Regular(46, 800), 46);
  EXPECT_FALSE(entropy_.is_complete());
  After(800);
  EXPECT_TRUE(entropy_.is_complete());
  ExpectOdds(75);
}

TEST_F(IntervalEntropyTest, AWholeWindowIsForgotten) {
  VIGIL_VERIFIES("REQ-AF-003");
  Regular(49, 800);
  entropy_.ForgetOld(now_ + Seconds(1000));
  EXPECT_FALSE(entropy_.is_complete());
  EXPECT_EQ(Regular(47, 800), 47);
  EXPECT_TRUE(entropy_.is_complete());
  ExpectOdds(75);
}

TEST_F(IntervalEntropyTest, ClearForgetsEverything) {
  VIGIL_VERIFIES("REQ-AF-003");
  Regular(49, 800);
  entropy_.Clear();
  EXPECT_FALSE(entropy_.is_complete());
  EXPECT_EQ(Regular(3, 800), 1);
}

}  // namespace
}  // namespace vigil::plugins
