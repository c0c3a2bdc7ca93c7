#include "plugins/algorithm/activity/activity.h"

#include <cstddef>
#include <cstdint>

#include "gtest/gtest.h"
#include "plugins/algorithm/activity/activity.plugin.h"
#include "plugins/algorithm/motion/minute_bench.h"
#include "safety_kernel/plugin/plugin.h"
#include "test/sim/patient.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

class ActivityTest : public MinuteBench<Activity> {
 protected:
  ActivityTest() : MinuteBench(kActivityManifest) {}
  void SetUp() override { Restart(Doing(sim::Motion::kWalking, 110)); }
  static sim::Recording Doing(sim::Motion motion, double steps = 0, double seconds = 600) {
    sim::Scene scene;
    scene.seconds = seconds;
    scene.motion = motion;
    scene.steps_per_minute = steps;
    return sim::Simulate({scene}, {.seed = 2});
  }
  void Seconds10(int count) { Frames(count * 100); }
};

TEST_F(ActivityTest, SaysSomethingEachSecond) {
  VIGIL_VERIFIES("REQ-ACTIVITY-003");
  ExpectSaysSomethingEachSecond();
  EXPECT_GE(minutes_.size(), 2u);
}

TEST_F(ActivityTest, CountsTheStepsOfASyntheticPatient) {
  VIGIL_VERIFIES("REQ-ACTIVITY-001");
  for (const double rate : {70.0, 90.0, 110.0, 130.0}) {
    Restart(Doing(sim::Motion::kWalking, rate));
    Seconds10(31);
    ASSERT_EQ(minutes_.size(), 5u);
    for (const Observation& minute : minutes_) {
      const double end = static_cast<double>(minute.time.us) / 1e6;
      EXPECT_EQ(minute.validity, Validity::kValid);
      EXPECT_NEAR(minute.value, sim::CountIn(patient_.steps, end - 60, end), 4) << rate;
    }
  }
  Restart(Doing(sim::Motion::kRunning, 165));
  Seconds10(13);
  EXPECT_NEAR(minutes_.back().value, 165, 5);
}

TEST_F(ActivityTest, WhoDoesNotWalkMakesNoSteps) {
  VIGIL_VERIFIES("REQ-ACTIVITY-002");
  for (const sim::Motion motion : {sim::Motion::kStill, sim::Motion::kSleep, sim::Motion::kDesk}) {
    Restart(Doing(motion));
    Seconds10(55);
    ASSERT_EQ(minutes_.size(), 9u);
    int sum = 0;
    for (const Observation& minute : minutes_) {
      EXPECT_EQ(minute.validity, Validity::kValid);
      EXPECT_LE(minute.value, 8);
      sum += minute.value;
    }
    EXPECT_LE(sum, 9 * 2);
  }
}

TEST_F(ActivityTest, AWalkThatEndsCountsAsFarAsItGoes) {
  VIGIL_VERIFIES("REQ-ACTIVITY-001");
  sim::Scene walk;
  walk.seconds = 90;
  walk.motion = sim::Motion::kWalking;
  sim::Scene rest = walk;
  rest.motion = sim::Motion::kDesk;
  Restart(sim::Simulate({walk, rest}, {.seed = 2}));
  Seconds10(19);
  ASSERT_EQ(minutes_.size(), 3u);
  EXPECT_NEAR(minutes_[0].value, 110, 4);
  EXPECT_NEAR(minutes_[1].value, 55, 6);
  EXPECT_EQ(minutes_[2].value, 0);
}

TEST_F(ActivityTest, EachMinuteIsToldOnceWithinTwoSeconds) {
  VIGIL_VERIFIES("REQ-ACTIVITY-003");
  for (int n = 0; n < 3000; ++n) {
    const std::size_t before = minutes_.size();
    Frame(Block());
    if (minutes_.size() == before) continue;
    EXPECT_EQ(minutes_.back().time, Timestamp() + Activity::kMinute * static_cast<std::int64_t>(minutes_.size()));
    EXPECT_LE(bench_->now() - minutes_.back().time, Seconds(2));
    EXPECT_EQ(minutes_.back().valid_until - minutes_.back().time, Seconds(70));
  }
  EXPECT_EQ(minutes_.size(), 4u);
}

TEST_F(ActivityTest, AMinuteWithoutSamplesSaysWhy) {
  VIGIL_VERIFIES("REQ-ACTIVITY-003");
  Silent(63);
  ExpectUnknown(Reason::kStarting);
  Seconds10(13);
  EXPECT_EQ(minutes_.back().validity, Validity::kValid);
  Silent(63);
  ExpectUnknown(Reason::kDataGap);
}

TEST_F(ActivityTest, TenUnknownSecondsAreBorne) {
  VIGIL_VERIFIES("REQ-ACTIVITY-003");
  Seconds10(7);
  Silent(5);  // and 4 s for a new window
  for (int n = 0; n < 500; ++n) Frame(Block());
  ASSERT_EQ(minutes_.size(), 2u);
  EXPECT_EQ(minutes_.back().validity, Validity::kValid);
  EXPECT_NEAR(minutes_.back().value, 110, 5);
  Silent(8);
  for (int n = 0; n < 600; ++n) Frame(Block());
  ASSERT_EQ(minutes_.size(), 3u);
  ExpectUnknown(Reason::kDataGap);
}

TEST_F(ActivityTest, UnusableSamplesAreTheReason) {
  VIGIL_VERIFIES("REQ-ACTIVITY-003");
  Seconds10(7);
  for (int n = 0; n < 600; ++n) {
    SampleBlock block = Block();
    block.quality = kQualityNotWorn;
    Frame(block);
  }
  ExpectUnknown(Reason::kNotWorn);
  EXPECT_EQ(minutes_.back().validity, Validity::kUndeterminable);
}

TEST_F(ActivityTest, AGapIsSeenByItsMarkAndByItsTime) {
  VIGIL_VERIFIES("REQ-ACTIVITY-003");
  for (const bool is_marked : {true, false}) {
    Restart(Doing(sim::Motion::kWalking, 110));
    GiveWithGaps(30, is_marked);  // each three seconds: no window is ever full
    ExpectUnknown(Reason::kDataGap);
  }
  EXPECT_EQ(minutes_.size(), 1u);
}

TEST_F(ActivityTest, EmptyBlocksChangeNothing) {
  VIGIL_VERIFIES("REQ-ACTIVITY-004");
  for (int n = 0; n < 650; ++n) {
    SampleBlock empty = Block();
    empty.count = 0;
    ASSERT_EQ(bench_->Give(empty), Status::kOk);
    Frame(Block());
  }
  EXPECT_NEAR(minutes_.back().value, 110, 4);
}

TEST_F(ActivityTest, RefusesWhatItDidNotAskFor) {
  VIGIL_VERIFIES("REQ-ACTIVITY-004");
  ExpectRefusesWhatItDidNotAskFor();
  EXPECT_TRUE(minutes_.empty());
}

}  // namespace
}  // namespace vigil::plugins
