#include "plugins/algorithm/ventricular_tachycardia/ventricular_runs.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class VentricularRunsTest : public testing::Test {
 protected:
  void SetUp() override {
    runs_.Clear();
    now_ = Timestamp() + Seconds(10);
  }

  void After(std::int64_t ms, bool is_ventricular) {
    now_ = now_ + Milliseconds(ms);
    runs_.Add(now_, is_ventricular);
  }
  // Sinus beats, then so many ventricular ones, then a sinus beat. Gives the first of them.
  Timestamp Run(int beats, std::int64_t interval_ms) {
    for (int n = 0; n < 4; ++n) After(900, false);
    Timestamp first;
    for (int n = 0; n < beats; ++n) {
      After(interval_ms, true);
      if (n == 0) first = now_;
    }
    After(700, false);
    return first;
  }
  bool At(Timestamp time) const { return runs_.IsTachycardia(time); }

  VentricularRuns runs_;
  Timestamp now_;
};

TEST_F(VentricularRunsTest, ThreeInARowAreATachycardia) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-001");
  const Timestamp first = Run(3, 400);
  EXPECT_TRUE(At(first));
  EXPECT_TRUE(At(now_ - Milliseconds(1)));
  EXPECT_FALSE(At(now_));
  EXPECT_FALSE(At(now_ + Seconds(1)));
}

TEST_F(VentricularRunsTest, BeatsThatAreNoneEndALongRunAtItsPace) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-001");
  for (int n = 0; n < 60; ++n) After(450, true);
  EXPECT_TRUE(At(now_));
  for (int n = 0; n < 20; ++n) {
    After(450, false);
    EXPECT_FALSE(At(now_)) << n;
  }
}

TEST_F(VentricularRunsTest, TwoAreNone) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-001");
  const Timestamp first = Run(2, 400);
  EXPECT_FALSE(At(first + Milliseconds(200)));
}

TEST_F(VentricularRunsTest, ItBeginsWithTheQrsOfItsFirstBeat) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-001");
  const Timestamp first = Run(3, 400);
  EXPECT_TRUE(At(first - Milliseconds(200)));
  EXPECT_FALSE(At(first - Milliseconds(201)));
}

TEST_F(VentricularRunsTest, ARunThatGoesOnIsToldAtOnceAndForASecondAfterIt) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-001");
  for (int n = 0; n < 40; ++n) After(300, true);
  EXPECT_TRUE(At(now_ - Seconds(5)));
  EXPECT_TRUE(At(now_ + Milliseconds(999)));
  EXPECT_FALSE(At(now_ + Seconds(1)));
}

TEST_F(VentricularRunsTest, ASinusBeatAfterALongPauseDoesNotMakeItLonger) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-001");
  for (int n = 0; n < 4; ++n) After(400, true);
  const Timestamp last = now_;
  After(3000, false);
  EXPECT_TRUE(At(last + Milliseconds(999)));
  EXPECT_FALSE(At(last + Seconds(1)));
}

TEST_F(VentricularRunsTest, AnIdioventricularRhythmIsNone) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-001");
  EXPECT_TRUE(At(Run(4, 750)));
  SetUp();
  EXPECT_FALSE(At(Run(4, 751)));
}

TEST_F(VentricularRunsTest, AlternatingIntervalsCountByTheirMean) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-001");
  After(900, false);
  After(400, true);
  const Timestamp first = now_;
  After(1000, true);
  After(500, true);
  EXPECT_TRUE(At(first));
  SetUp();
  After(400, true);
  After(400, true);
  After(1001, true);  // a run of two, and another begins
  After(400, true);
  EXPECT_FALSE(At(now_));
  After(400, true);
  EXPECT_TRUE(At(now_));
}

TEST_F(VentricularRunsTest, ABeatTwiceOrBackwardsIsLeftOut) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-001");
  After(900, false);
  After(400, true);
  After(0, true);
  After(400, true);
  After(-100, true);
  EXPECT_FALSE(At(now_));
}

TEST_F(VentricularRunsTest, RunsOneAfterAnotherAreToldEach) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-001");
  const Timestamp first = Run(3, 350);
  const Timestamp second = Run(5, 350);
  EXPECT_TRUE(At(first));
  EXPECT_TRUE(At(second));
  EXPECT_FALSE(At(second - Milliseconds(400)));
}

TEST_F(VentricularRunsTest, ClearForgets) {
  VIGIL_VERIFIES("REQ-VENTRICULAR-RUNS-001");
  const Timestamp first = Run(6, 400);
  runs_.Clear();
  EXPECT_FALSE(At(first));
}

}  // namespace
}  // namespace vigil::plugins
