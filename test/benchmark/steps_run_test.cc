#include "test/benchmark/steps_run.h"

#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/motion/acceleration_stream.h"
#include "test/sim/patient.h"

namespace vigil::benchmark {
namespace {

std::vector<plugins::Acceleration> MotionOf(sim::Motion motion, double steps_per_minute) {
  sim::Scene scene;
  scene.seconds = 60;
  scene.motion = motion;
  scene.steps_per_minute = steps_per_minute;
  std::vector<plugins::Acceleration> moments;
  for (const sim::Moment& moment : sim::Simulate({scene}, {.seed = 1}).motion) {
    moments.push_back({.x = moment.x, .y = moment.y, .z = moment.z});
  }
  return moments;
}

TEST(StepsRun, CountsAndPaceOfAWalkAreTheSame) {
  for (const double pace : {90.0, 120.0}) {
    const std::vector<plugins::Acceleration> walk = MotionOf(sim::Motion::kWalking, pace);
    const StepRun run = CountSteps(walk);
    EXPECT_EQ(run.seconds, 57);
    EXPECT_GE(run.gait_seconds, 55);
    EXPECT_NEAR(run.PerMinute(), pace, 3);
    EXPECT_NEAR(StrongestPace(walk), pace, 3);
  }
}

TEST(StepsRun, WhoSitsMakesNoSteps) {
  const StepRun run = CountSteps(MotionOf(sim::Motion::kStill, 110));
  EXPECT_EQ(run.seconds, 57);
  EXPECT_EQ(run.gait_seconds, 0);
  EXPECT_EQ(run.PerMinute(), 0);
}

TEST(StepsRun, WithoutMotionThereIsNoPace) {
  EXPECT_EQ(StrongestPace(std::vector<plugins::Acceleration>(500, {.x = 0, .y = 0, .z = 1000})), 0);
  EXPECT_EQ(StrongestPace({}), 0);
}

TEST(StepsRun, TrialsAddUp) {
  StepRun all = {.seconds = 10, .gait_seconds = 5, .steps = 9};
  all += {.seconds = 20, .gait_seconds = 10, .steps = 21};
  EXPECT_EQ(all.seconds, 30);
  EXPECT_EQ(all.PerMinute(), 120);
}

}  // namespace
}  // namespace vigil::benchmark
