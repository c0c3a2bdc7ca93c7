#include "plugins/algorithm/beat_classifier/beat_company.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins::beats {
namespace {

constexpr std::int32_t kClear = 5 * 256;         // odds of 148 to 1
constexpr std::int32_t kOwn = -9 * 256;          // of a normal beat
constexpr std::int32_t kFar = BeatCompany::kNear;

class BeatCompanyTest : public testing::Test {
 protected:
  void SetUp() override { company_.Clear(); }

  Verdict Take(std::int32_t score, std::int32_t before, std::int32_t after, bool is_unusual = false) {
    return company_.Take({.score = score, .is_unusual = is_unusual, .before = before}, false, after);
  }
  Verdict TakeSmall(std::int32_t score) { return company_.Take({.score = score, .before = 100}, true, 100); }

  BeatCompany company_;
};

TEST_F(BeatCompanyTest, OddsAboveTheThresholdNeedNoCompany) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  EXPECT_EQ(Take(257, 250, kFar), Verdict::kVentricular);
  SetUp();
  EXPECT_EQ(Take(256, 250, 100), Verdict::kOther);
}

TEST_F(BeatCompanyTest, OddsAboveOneAreEnoughRightBehindAVentricularBeat) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  EXPECT_EQ(Take(1, 100, 100), Verdict::kOther) << "none is before it";
  EXPECT_EQ(Take(kClear, 100, 187), Verdict::kVentricular);
  EXPECT_EQ(Take(1, 187, kFar), Verdict::kVentricular);
  EXPECT_EQ(Take(1, 188, 100), Verdict::kOther) << "it comes as late as a normal one";
  EXPECT_EQ(Take(1, 100, 100), Verdict::kOther);
}

TEST_F(BeatCompanyTest, LowerOddsAreEnoughBehindTwoAtTheirPace) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  for (const std::int32_t before : {100, 101}) {
    for (const std::int32_t score : {-255, -256}) {
      SetUp();
      EXPECT_EQ(Take(kClear, 150, 100), Verdict::kVentricular);
      EXPECT_EQ(Take(kClear, 100, before), Verdict::kVentricular);
      const bool is_one = before == 100 && score == -255;
      EXPECT_EQ(Take(score, before, kFar), is_one ? Verdict::kVentricular : Verdict::kOther) << before << " " << score;
    }
  }
  SetUp();
  EXPECT_EQ(Take(kClear, 150, 100), Verdict::kVentricular);
  EXPECT_EQ(Take(-1, 100, kFar), Verdict::kOther) << "behind one alone";
  for (const std::int32_t before : {187, 188}) {  // those two may be as far apart as escape beats
    SetUp();
    EXPECT_EQ(Take(kClear, 350, kFar), Verdict::kVentricular);
    EXPECT_EQ(Take(kClear, 350, before), Verdict::kVentricular);
    EXPECT_EQ(Take(-1, before, kFar), before == 187 ? Verdict::kVentricular : Verdict::kOther);
  }
}

TEST_F(BeatCompanyTest, BetweenTwoItAsksForTheNext) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  EXPECT_EQ(Take(kClear, 250, 100), Verdict::kVentricular);
  EXPECT_EQ(Take(-255, 100, 150), Verdict::kAsksNext);
  const JudgedBeat next = {.score = 1, .before = 150};
  EXPECT_TRUE(BeatCompany::IsMoreLikely(next));
  EXPECT_EQ(company_.Take(next, false, kFar), Verdict::kVentricular) << "behind one that was decided by it";
}

TEST_F(BeatCompanyTest, BetweenAVentricularBeatAndANormalOneItIsNone) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  EXPECT_EQ(Take(kClear, 250, 100), Verdict::kVentricular);
  EXPECT_EQ(Take(-1, 100, 100), Verdict::kAsksNext);
  EXPECT_FALSE(BeatCompany::IsMoreLikely({.score = 0}));
  EXPECT_EQ(Take(0, 100, 100), Verdict::kOther);
  EXPECT_EQ(Take(1, 100, 100), Verdict::kOther) << "none of the two before it is ventricular";
}

TEST_F(BeatCompanyTest, UnevenOrLongIntervalsAreNoCompany) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  const struct {
    std::int32_t before;
    std::int32_t after;
    Verdict verdict;
  } cases[] = {{120, 180, Verdict::kAsksNext}, {120, 181, Verdict::kOther}, {180, 120, Verdict::kAsksNext},
               {181, 120, Verdict::kOther},    {187, 187, Verdict::kAsksNext}, {188, 187, Verdict::kOther},
               {187, 188, Verdict::kOther}};
  for (const auto& one : cases) {
    SetUp();
    EXPECT_EQ(Take(kClear, 250, one.before), Verdict::kVentricular);
    EXPECT_EQ(Take(-1, one.before, one.after), one.verdict) << one.before << " " << one.after;
  }
}

TEST_F(BeatCompanyTest, ABidirectionalTachycardiaHasEachOfItsBeats) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  EXPECT_EQ(Take(kClear, 130, 175), Verdict::kVentricular);
  for (int n = 0; n < 20; ++n) {  // each second one is nearly like the normal one, and unlike it
    EXPECT_EQ(Take(-5 * 256, 175, 130, /*is_unusual=*/true), Verdict::kAsksNext) << n;
    EXPECT_EQ(Take(kClear, 130, 175), Verdict::kVentricular) << n;
  }
  EXPECT_EQ(Take(kOwn, 175, 130), Verdict::kOther) << "of a bigeminy, as the normal ones are";
}

TEST_F(BeatCompanyTest, WhenNoNextComesInTimeItIsNone) {
  VIGIL_VERIFIES("REQ-BEAT-010");
  EXPECT_EQ(Take(kClear, 250, 100), Verdict::kVentricular);
  EXPECT_EQ(Take(-1, 100, 100), Verdict::kAsksNext);
  company_.DecideAlone();
  EXPECT_EQ(Take(1, 100, kFar), Verdict::kOther);
}

TEST_F(BeatCompanyTest, SixteenFastBeatsAreALongRun) {
  VIGIL_VERIFIES("REQ-BEAT-011");
  for (int n = 0; n < 15; ++n) {
    EXPECT_EQ(Take(kClear, 136, 136), Verdict::kVentricular);
    EXPECT_FALSE(company_.IsOfLongRun()) << n;
    EXPECT_EQ(Take(kClear, 137, 136), Verdict::kVentricular) << "a slower one of the run does not count";
    EXPECT_FALSE(company_.IsOfLongRun()) << n;
  }
  EXPECT_EQ(Take(kClear, 136, 136), Verdict::kVentricular);
  EXPECT_TRUE(company_.IsOfLongRun());
  EXPECT_EQ(Take(256, 136, 136), Verdict::kVentricular);
  EXPECT_FALSE(company_.IsOfLongRun()) << "in doubt: it may have the shape of a normal beat";
  EXPECT_EQ(Take(kClear, 137, 136), Verdict::kVentricular);
  EXPECT_FALSE(company_.IsOfLongRun());
  EXPECT_EQ(Take(kClear, 136, 136), Verdict::kVentricular);
  EXPECT_TRUE(company_.IsOfLongRun());
  EXPECT_EQ(Take(kOwn, 136, 136), Verdict::kOther);
  EXPECT_EQ(Take(kClear, 136, 136), Verdict::kVentricular);
  EXPECT_FALSE(company_.IsOfLongRun());
}

TEST_F(BeatCompanyTest, AHeldShapeIsVentricularAtItsPace) {
  VIGIL_VERIFIES("REQ-BEAT-011");
  const auto take = [this](std::int32_t before) {
    return company_.Take({.score = kOwn, .is_held = true, .before = before}, false, kFar);
  };
  EXPECT_EQ(take(137), Verdict::kOther);
  EXPECT_EQ(take(136), Verdict::kVentricular);
  EXPECT_EQ(take(250), Verdict::kVentricular) << "one may be missing";
  EXPECT_EQ(take(250), Verdict::kOther) << "two are not";
  EXPECT_EQ(take(250), Verdict::kOther);
  EXPECT_EQ(take(136), Verdict::kVentricular);
  EXPECT_EQ(take(251), Verdict::kOther);
  EXPECT_EQ(Take(kClear, 137, kFar), Verdict::kVentricular);
  EXPECT_EQ(take(250), Verdict::kOther) << "behind a slower one none is missing";
  EXPECT_TRUE(BeatCompany::IsMoreLikely({.score = kOwn, .is_held = true}));
}

TEST_F(BeatCompanyTest, SmallBeatsInCompanyOfSmallOnesAreNone) {
  VIGIL_VERIFIES("REQ-BEAT-009");
  EXPECT_EQ(TakeSmall(kClear), Verdict::kVentricular) << "the first of them";
  EXPECT_EQ(TakeSmall(kClear), Verdict::kOther);
  EXPECT_EQ(Take(kClear, 100, 100), Verdict::kVentricular);
  EXPECT_EQ(TakeSmall(kClear), Verdict::kOther);
  EXPECT_EQ(Take(kOwn, 100, 100), Verdict::kOther);
  EXPECT_EQ(TakeSmall(kClear), Verdict::kVentricular) << "a normal one is between";
  for (const bool is_far : {false, true}) {
    EXPECT_EQ(Take(kClear, 100, 100), Verdict::kVentricular);
    EXPECT_EQ(Take(kClear, 100, 100), Verdict::kVentricular);
    if (is_far) EXPECT_EQ(Take(kClear, 100, 100), Verdict::kVentricular);
    EXPECT_EQ(TakeSmall(kClear), is_far ? Verdict::kVentricular : Verdict::kOther);
  }
}

TEST_F(BeatCompanyTest, ClearForgetsTheCompany) {
  VIGIL_VERIFIES("REQ-BEAT-005");
  EXPECT_EQ(TakeSmall(kClear), Verdict::kVentricular);
  company_.Clear();
  EXPECT_EQ(Take(1, 100, 100), Verdict::kOther);
  company_.Clear();
  EXPECT_EQ(TakeSmall(kClear), Verdict::kVentricular);
}

}  // namespace
}  // namespace vigil::plugins::beats
