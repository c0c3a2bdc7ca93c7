#include "plugins/alerting/fall_alarm/fall_alarm.h"

#include <cstdint>
#include <memory>

#include "gtest/gtest.h"
#include "plugins/alerting/fall_alarm/fall_alarm.plugin.h"
#include "plugins/algorithm/fall_detector/fall_detector.h"
#include "plugins/algorithm/fall_detector/fall_detector.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/sim/patient.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr Duration kFrame = Milliseconds(100);

Observation FallOf(Timestamp impact, std::int32_t mg) {
  Observation fall;
  fall.code = ObservationCode::kFallDetected;
  fall.unit = Unit::kMilliG;
  fall.value = mg;
  fall.validity = Validity::kValid;
  fall.time = impact;
  fall.valid_until = impact + Seconds(10);
  return fall;
}

class FallAlarmTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(bench_.Start(), Status::kOk);
    Run(100);
  }

  void Run(int frames) {
    for (int frame = 0; frame < frames; ++frame) {
      ASSERT_EQ(bench_.Activate(), Status::kOk);
      ASSERT_EQ(bench_.said().conditions.size(), 1u);
    }
  }
  // Told two seconds after its impact.
  void Fall(std::int32_t mg) {
    ASSERT_EQ(bench_.Give(FallOf(bench_.now() - Seconds(2), mg)), Status::kOk);
    Run(1);
  }
  const AlarmCondition& Told() const { return bench_.said().conditions[0]; }

  PluginBench<FallAlarm> bench_{kFallAlarmManifest};
};

TEST_F(FallAlarmTest, WhereNobodyFellThereIsNoAlarm) {
  VIGIL_VERIFIES("REQ-FLA-003");
  EXPECT_EQ(Told().id, AlarmId::kFall);
  EXPECT_FALSE(Told().present);
  EXPECT_EQ(Told().value, 0);
}

TEST_F(FallAlarmTest, AFallIsAlarmedInTheActivationThatLearnsOfIt) {
  VIGIL_VERIFIES("REQ-FLA-001");
  const Timestamp impact = bench_.now() - Seconds(2);
  Fall(2300);
  EXPECT_TRUE(Told().present);
  EXPECT_EQ(Told().since, impact);
  EXPECT_EQ(Told().value, 2300);
  EXPECT_EQ(Told().unit, Unit::kMilliG);
}

TEST_F(FallAlarmTest, ItLastsForAMinute) {
  VIGIL_VERIFIES("REQ-FLA-002");
  Fall(2300);
  Run(600);
  EXPECT_TRUE(Told().present);
  Run(1);
  EXPECT_FALSE(Told().present);
}

TEST_F(FallAlarmTest, TheWordThatNobodyFallsDoesNotEndIt) {
  VIGIL_VERIFIES("REQ-FLA-002");
  Fall(2300);
  for (int second = 0; second < 50; ++second) {
    Observation none = FallOf(bench_.now(), 0);
    none.validity = Validity::kUndeterminable;
    none.reason = Reason::kNoEvent;
    ASSERT_EQ(bench_.Give(none), Status::kOk);
    Run(10);
    EXPECT_TRUE(Told().present);
  }
}

TEST_F(FallAlarmTest, AnotherFallMakesItLastLongerAndTheHardestIsTold) {
  VIGIL_VERIFIES("REQ-FLA-002");
  const Timestamp first = bench_.now() - Seconds(2);
  Fall(2300);
  Run(300);
  Fall(3100);
  Run(300);
  Fall(1800);
  Run(600);
  EXPECT_TRUE(Told().present);
  EXPECT_EQ(Told().since, first);
  EXPECT_EQ(Told().value, 3100);
  Run(1);
  EXPECT_FALSE(Told().present);
}

TEST_F(FallAlarmTest, AFallAfterTheAlarmIsANewOne) {
  VIGIL_VERIFIES("REQ-FLA-002");
  Fall(3100);
  Run(601);
  ASSERT_FALSE(Told().present);
  const Timestamp impact = bench_.now() - Seconds(2);
  Fall(2300);
  EXPECT_TRUE(Told().present);
  EXPECT_EQ(Told().since, impact);
  EXPECT_EQ(Told().value, 2300);
}

TEST_F(FallAlarmTest, WhatIsNotValidIsNoFall) {
  VIGIL_VERIFIES("REQ-FLA-003");
  for (const Validity validity : {Validity::kUndeterminable, Validity::kQuestionable}) {
    Observation fall = FallOf(bench_.now(), 2300);
    fall.validity = validity;
    fall.reason = Reason::kNoise;
    ASSERT_EQ(bench_.Give(fall), Status::kOk);
    Run(1);
    EXPECT_FALSE(Told().present);
  }
}

TEST_F(FallAlarmTest, WhatIsDamagedIsNoFall) {
  VIGIL_VERIFIES("REQ-FLA-003");
  FallAlarm plugin;
  ASSERT_EQ(plugin.Init({}), Status::kOk);
  Inbox in;
  in.now = Timestamp() + Seconds(100);
  Observation fall = FallOf(in.now, 2300);
  Seal(fall);
  fall.value = 2301;
  ASSERT_EQ(in.observations.Add(fall), Status::kOk);
  Outbox out;
  ASSERT_EQ(plugin.Process(in, out), Status::kOk);
  EXPECT_FALSE(out.conditions[0].present);
}

TEST_F(FallAlarmTest, ItsPriorityFollowsFromTheHazard) {
  VIGIL_VERIFIES("REQ-FLA-004");
  Fall(2300);
  EXPECT_EQ(Told().priority, AlarmPriority::kMedium);
}

// With the detector, on the motion of a synthetic person who falls 4 s before the end of
// a scene, or walks.
TEST_F(FallAlarmTest, AFallOfASyntheticPersonIsAlarmedAndAWalkIsNot) {
  VIGIL_VERIFIES("REQ-FLA-001");
  for (const bool falls : {true, false}) {
    SetUp();
    sim::Scene scene;
    scene.seconds = 24;
    scene.motion = falls ? sim::Motion::kFall : sim::Motion::kWalking;
    scene.fall_peak_mg = 3500;
    const sim::Recording recording = sim::Simulate({scene}, {.seed = 5});
    const auto detector = std::make_unique<PluginBench<FallDetector>>(kFallDetectorManifest);
    ASSERT_EQ(detector->Start(), Status::kOk);
    bool is_alarmed = false;
    for (Timestamp begin; begin < Timestamp() + Seconds(24); begin = begin + kFrame) {
      SampleBlock block = sim::BlockOf(recording, ChannelId::kAcceleration, begin);
      Seal(block);
      ASSERT_EQ(detector->Give(block), Status::kOk);
      ASSERT_EQ(detector->Activate(), Status::kOk);
      for (const Observation& said : detector->said().observations) ASSERT_EQ(bench_.Give(said), Status::kOk);
      Run(1);
      is_alarmed = is_alarmed || Told().present;
    }
    EXPECT_EQ(is_alarmed, falls);
  }
}

}  // namespace
}  // namespace vigil::plugins
