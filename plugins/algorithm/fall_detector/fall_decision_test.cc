#include "plugins/algorithm/fall_detector/fall_decision.h"

#include <cstdint>
#include <cstdlib>
#include <limits>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr Acceleration kUpright = {.x = 0, .y = -1000, .z = 0};
constexpr Acceleration kOnTheBack = {.x = 0, .y = 0, .z = 1000};
constexpr int kMomentsPerSecond = 50;

class FallDecisionTest : public testing::Test {
 protected:
  void SetUp() override { decision_.Reset(); }

  // Falls that were decided in so many moments.
  int Give(const Acceleration& moment, int moments) {
    int falls = 0;
    for (int n = 0; n < moments; ++n) {
      ++given_;
      if (!decision_.Next(moment)) continue;
      ++falls;
      decided_at_ = given_;
    }
    return falls;
  }
  int Seconds(const Acceleration& moment, int seconds) { return Give(moment, seconds * kMomentsPerSecond); }

  // Upright, an impact of that greatest value, and then `after`.
  int FallsWith(std::int32_t impact_mg, const Acceleration& after) {
    EXPECT_EQ(Seconds(kUpright, 4), 0);
    struck_at_ = given_ + 1;
    return Give({.x = 0, .y = -impact_mg, .z = 0}, 1) + Seconds(after, 4);
  }

  FallDecision decision_;
  int given_ = 0;
  int struck_at_ = 0;
  int decided_at_ = 0;
};

TEST_F(FallDecisionTest, AnImpactAndAnotherPostureAreAFall) {
  VIGIL_VERIFIES("REQ-FALL-001");
  EXPECT_EQ(FallsWith(2500, kOnTheBack), 1);
  EXPECT_EQ(decision_.impact_mg(), 2500);
}

TEST_F(FallDecisionTest, AFallIsDecidedTwoSecondsAfterItsSlice) {
  VIGIL_VERIFIES("REQ-FALL-002");
  EXPECT_EQ(FallsWith(2500, kOnTheBack), 1);
  const int slice_end = (struck_at_ + 4) / 5 * 5;
  EXPECT_EQ(decided_at_ - slice_end, 2 * kMomentsPerSecond);
}

TEST_F(FallDecisionTest, TheLeastImpactCounts) {
  VIGIL_VERIFIES("REQ-FALL-001");
  EXPECT_EQ(FallsWith(1700, kOnTheBack), 1);
  EXPECT_EQ(decision_.impact_mg(), 1700);
}

TEST_F(FallDecisionTest, ASofterImpactIsNone) {
  VIGIL_VERIFIES("REQ-FALL-003");
  EXPECT_EQ(FallsWith(1699, kOnTheBack), 0);
}

TEST_F(FallDecisionTest, AnImpactWithoutAnotherPostureIsNone) {
  VIGIL_VERIFIES("REQ-FALL-003");
  EXPECT_EQ(FallsWith(6000, kUpright), 0);
}

// From upright to 2.5 g and back in so many mg a moment; 500 ms later, the body lies.
TEST_F(FallDecisionTest, ASwingThatIsNotSuddenIsNone) {
  VIGIL_VERIFIES("REQ-FALL-003");
  for (const std::int32_t step : {249, 250}) {
    decision_.Reset();
    int falls = Seconds(kUpright, 4);
    for (const int place : {1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1}) falls += Give({.x = 0, .y = -1000 - step * place, .z = 0}, 1);
    falls += Give(kUpright, 25) + Seconds(kOnTheBack, 4);
    EXPECT_EQ(falls, step < 250 ? 0 : 1) << step;
  }
}

// A swing in three slices, of which the second has the peak, and a jolt of 300 mg so many
// slices from it.
TEST_F(FallDecisionTest, AJoltWithin200MsMakesASwingAnImpact) {
  VIGIL_VERIFIES("REQ-FALL-001");
  for (const int away : {-3, -2, 2, 3}) {
    decision_.Reset();
    int falls = 0;
    for (int n = 0; n < 300; ++n) {
      const int from_peak = std::abs(n - 207);  // the peak is in slice 41
      Acceleration moment = n < 230 ? kUpright : kOnTheBack;
      if (from_peak < 7) moment.y = -2400 + 200 * from_peak;
      if (n == (41 + away) * 5 + 2) moment.x = 300;
      falls += Give(moment, 1);
    }
    falls += Seconds(kOnTheBack, 1);
    EXPECT_EQ(falls, std::abs(away) <= 2 ? 1 : 0) << away;
  }
}

// 40 degrees: cos = 0.7660, sin = 0.6428.
TEST_F(FallDecisionTest, APostureChangesFromFortyDegreesOn) {
  VIGIL_VERIFIES("REQ-FALL-001");
  EXPECT_EQ(FallsWith(2500, {.x = 0, .y = -777, .z = 629}), 0);  // 39.0
  decision_.Reset();
  EXPECT_EQ(FallsWith(2500, {.x = 0, .y = -755, .z = 656}), 1);  // 41.0
}

TEST_F(FallDecisionTest, MoreThanARightAngleIsAnotherPosture) {
  VIGIL_VERIFIES("REQ-FALL-001");
  EXPECT_EQ(FallsWith(2500, {.x = 0, .y = 900, .z = 400}), 1);
}

TEST_F(FallDecisionTest, LyingDownSlowlyIsNone) {
  VIGIL_VERIFIES("REQ-FALL-003");
  EXPECT_EQ(Seconds(kUpright, 4), 0);
  EXPECT_EQ(Give({.x = 0, .y = -700, .z = 700}, 40), 0);
  EXPECT_EQ(Seconds(kOnTheBack, 5), 0);
}

// Twelve steps in 4 s, of 2.6 g each, as running shows at the waist.
TEST_F(FallDecisionTest, RunningIsNone) {
  VIGIL_VERIFIES("REQ-FALL-003");
  int falls = Seconds(kUpright, 2);
  for (int step = 0; step < 60; ++step) {
    falls += Give({.x = 300, .y = -2600, .z = 400}, 4);
    falls += Give({.x = -100, .y = -300, .z = -100}, 13);
  }
  EXPECT_EQ(falls, 0);
}

TEST_F(FallDecisionTest, TheReboundsOfAFallAreTheSameFall) {
  VIGIL_VERIFIES("REQ-FALL-001");
  int falls = Seconds(kUpright, 4);
  falls += Give({.x = 0, .y = -2500, .z = 0}, 1) + Give(kOnTheBack, 14);
  falls += Give({.x = 0, .y = 0, .z = 3500}, 1) + Give(kOnTheBack, 24);
  falls += Give({.x = 0, .y = 0, .z = 2000}, 1) + Seconds(kOnTheBack, 4);
  EXPECT_EQ(falls, 1);
}

// Of two peaks within 200 ms the greater one is the impact, whichever comes first.
TEST_F(FallDecisionTest, TheGreatestPeakNearbyIsTheImpact) {
  VIGIL_VERIFIES("REQ-FALL-001");
  for (const bool first_is_greater : {true, false}) {
    decision_.Reset();
    int falls = Seconds(kUpright, 4);
    falls += Give({.x = 0, .y = first_is_greater ? -3000 : -2000, .z = 0}, 1) + Give(kOnTheBack, 9);
    falls += Give({.x = 0, .y = first_is_greater ? -2000 : -3000, .z = 0}, 1) + Seconds(kOnTheBack, 4);
    EXPECT_EQ(falls, 1);
    EXPECT_EQ(decision_.impact_mg(), 3000);
  }
}

TEST_F(FallDecisionTest, AfterFiveSecondsTheNextFallIsTold) {
  VIGIL_VERIFIES("REQ-FALL-001");
  EXPECT_EQ(FallsWith(2500, kOnTheBack), 1);
  EXPECT_EQ(Seconds(kUpright, 3), 0);
  EXPECT_EQ(FallsWith(2500, kOnTheBack), 1);
}

TEST_F(FallDecisionTest, ItIsReadyOnceItKnowsHowTheBodyLay) {
  VIGIL_VERIFIES("REQ-FALL-004");
  EXPECT_FALSE(decision_.is_ready());
  Give(kUpright, 36 * 5 - 1);
  EXPECT_FALSE(decision_.is_ready());
  Give(kUpright, 1);
  EXPECT_TRUE(decision_.is_ready());
}

// 1.5 s after the start is the earliest impact of which the posture before is known.
TEST_F(FallDecisionTest, AnImpactRightAfterTheStartIsNotJudged) {
  VIGIL_VERIFIES("REQ-FALL-004");
  EXPECT_EQ(Give(kUpright, 14 * 5) + Give({.x = 0, .y = -2500, .z = 0}, 1) + Seconds(kOnTheBack, 4), 0);
  decision_.Reset();
  EXPECT_EQ(Give(kUpright, 15 * 5) + Give({.x = 0, .y = -2500, .z = 0}, 1) + Seconds(kOnTheBack, 4), 1);
}

// Of the second in which it is seen how the body lies, so many slices show that.
TEST_F(FallDecisionTest, WhoseBodyDoesNotRestLiesNowhere) {
  VIGIL_VERIFIES("REQ-FALL-003");
  struct Rest {
    int restless;
    std::int32_t milli_g;
    int falls;
  };
  for (const Rest& rest : {Rest{3, 1600, 1}, Rest{4, 1600, 0}, Rest{10, 1500, 1}, Rest{10, 1501, 0}}) {
    decision_.Reset();
    int falls = Seconds(kUpright, 4) + Give({.x = 0, .y = -2500, .z = 0}, 5) + Give(kOnTheBack, 9 * 5);
    for (int slice = 0; slice < 10; ++slice) {
      falls += Give({.x = 0, .y = 0, .z = slice < rest.restless ? rest.milli_g : 1000}, 1) + Give(kOnTheBack, 4);
    }
    falls += Seconds(kOnTheBack, 1);
    EXPECT_EQ(falls, rest.falls) << rest.restless << " slices of " << rest.milli_g;
  }
}

TEST_F(FallDecisionTest, WithoutGravityThereIsNoPosture) {
  VIGIL_VERIFIES("REQ-FALL-003");
  EXPECT_EQ(FallsWith(2500, {.x = 0, .y = 0, .z = 499}), 0);
  decision_.Reset();
  EXPECT_EQ(FallsWith(2500, {.x = 0, .y = 0, .z = 500}), 1);
  decision_.Reset();
  EXPECT_EQ(Seconds({.x = 0, .y = -100, .z = 0}, 4) + Give({.x = 0, .y = -2500, .z = 0}, 1) + Seconds(kOnTheBack, 4), 0);
}

TEST_F(FallDecisionTest, ExtremeValuesAreCutOffAndOverflowNothing) {
  VIGIL_VERIFIES("REQ-FALL-005");
  constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max();
  constexpr std::int32_t kLeast = std::numeric_limits<std::int32_t>::min();
  EXPECT_EQ(Seconds({.x = kMost, .y = kMost, .z = kMost}, 6), 0);
  EXPECT_EQ(Seconds({.x = kLeast, .y = kLeast, .z = kLeast}, 6), 0);
  EXPECT_EQ(Seconds(kUpright, 4) + Give({.x = kLeast, .y = kMost, .z = kLeast}, 1) + Seconds(kOnTheBack, 3), 1);
  EXPECT_EQ(decision_.impact_mg(), 27712);  // 16 g along each axis: sqrt(3) * 16000
}

TEST_F(FallDecisionTest, ResetForgetsEverything) {
  VIGIL_VERIFIES("REQ-FALL-004");
  EXPECT_EQ(FallsWith(2500, kOnTheBack), 1);
  decision_.Reset();
  EXPECT_FALSE(decision_.is_ready());
  EXPECT_EQ(decision_.impact_mg(), 0);
  EXPECT_EQ(FallsWith(2500, kOnTheBack), 1);
}

}  // namespace
}  // namespace vigil::plugins
