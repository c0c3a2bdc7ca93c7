#include "plugins/alerting/rhythm_alarms/rhythm_alarms.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "plugins/alerting/rhythm_alarms/rhythm_alarms.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr ObservationCode kCodes[] = {
    ObservationCode::kAsystole, ObservationCode::kVentricularFibrillation,
    ObservationCode::kVentricularTachycardia, ObservationCode::kAtrialFibrillation};
constexpr AlarmId kIds[] = {AlarmId::kAsystole, AlarmId::kVentricularFibrillation,
                            AlarmId::kVentricularTachycardia,
                            AlarmId::kAtrialFibrillation};
constexpr AlarmPriority kPriorities[] = {AlarmPriority::kHigh, AlarmPriority::kHigh,
                                         AlarmPriority::kHigh, AlarmPriority::kMedium};
constexpr std::uint32_t kTachycardia = 2;
constexpr std::uint32_t kAtrial = 3;

class RhythmAlarmsTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(bench_.Start(), Status::kOk); }

  Observation Rhythm(ObservationCode code, std::int32_t value) const {
    Observation rhythm;
    rhythm.code = code;
    rhythm.value = value;
    rhythm.unit = Unit::kOne;
    rhythm.validity = Validity::kValid;
    rhythm.time = bench_.now();
    rhythm.valid_until = rhythm.time + Seconds(3);
    return rhythm;
  }
  void Give(const Observation& rhythm) { ASSERT_EQ(bench_.Give(rhythm), Status::kOk); }
  void Run() {
    ASSERT_EQ(bench_.Activate(), Status::kOk);
    ASSERT_EQ(bench_.said().conditions.size(), 4u);
  }
  // Each second it is told; activations each 100 ms.
  void Tell(ObservationCode code, std::int32_t value, std::uint32_t seconds) {
    for (std::uint32_t second = 0; second < seconds; ++second) {
      Give(Rhythm(code, value));
      for (std::uint32_t frame = 0; frame < 10; ++frame) Run();
    }
  }
  const AlarmCondition& Of(std::uint32_t place) const {
    return bench_.said().conditions[place];
  }

  PluginBench<RhythmAlarms> bench_{kRhythmAlarmsManifest};
};

TEST_F(RhythmAlarmsTest, WithoutAValueNothingIsPresent) {
  VIGIL_VERIFIES("REQ-RHA-003");
  Run();
  for (std::uint32_t place = 0; place < 4; ++place) {
    EXPECT_EQ(Of(place).id, kIds[place]);
    EXPECT_FALSE(Of(place).present);
  }
}

TEST_F(RhythmAlarmsTest, ARhythmThatKillsIsAlarmedInTheActivationThatLearnsOfIt) {
  VIGIL_VERIFIES("REQ-RHA-001");
  for (std::uint32_t place = 0; place < kTachycardia; ++place) {
    SetUp();
    const Timestamp begin = bench_.now();
    Give(Rhythm(kCodes[place], 1));
    Run();
    for (std::uint32_t other = 0; other < 4; ++other) {
      EXPECT_EQ(Of(other).present, other == place) << place << ' ' << other;
    }
    EXPECT_EQ(Of(place).since, begin);
  }
}

TEST_F(RhythmAlarmsTest, PrioritiesFollowFromTheHazards) {
  VIGIL_VERIFIES("REQ-RHA-004");
  for (std::uint32_t place = 0; place < 4; ++place) {
    Tell(kCodes[place], 1, 31);
    EXPECT_TRUE(Of(place).present);
    EXPECT_EQ(Of(place).priority, kPriorities[place]);
    EXPECT_EQ(Of(place).value, 31);
    EXPECT_EQ(Of(place).unit, Unit::kNone);
  }
}

TEST_F(RhythmAlarmsTest, TheOthersAreAlarmedWhenTheyHaveLasted) {
  VIGIL_VERIFIES("REQ-RHA-002");
  const struct {
    std::uint32_t place;
    Duration delay;
  } rhythms[] = {{kTachycardia, Seconds(6)}, {kAtrial, Seconds(30)}};
  for (const auto& rhythm : rhythms) {
    SetUp();
    Give(Rhythm(kCodes[rhythm.place], 1));
    const Timestamp begin = bench_.now();
    while (bench_.now() + Milliseconds(100) - begin < rhythm.delay) {
      Run();
      EXPECT_FALSE(Of(rhythm.place).present);
      Give(Rhythm(kCodes[rhythm.place], 1));
    }
    Run();
    EXPECT_EQ(bench_.now() - begin, rhythm.delay);
    EXPECT_TRUE(Of(rhythm.place).present);
    EXPECT_EQ(Of(rhythm.place).since, begin);
  }
}

TEST_F(RhythmAlarmsTest, AnotherRhythmEndsIt) {
  VIGIL_VERIFIES("REQ-RHA-003");
  Tell(ObservationCode::kVentricularTachycardia, 1, 7);
  ASSERT_TRUE(Of(2).present);
  Give(Rhythm(ObservationCode::kVentricularTachycardia, 0));
  Run();
  EXPECT_FALSE(Of(2).present);
  EXPECT_EQ(Of(2).value, 0);
}

TEST_F(RhythmAlarmsTest, WhatCannotBeToldIsNoAlarm) {
  VIGIL_VERIFIES("REQ-RHA-003");
  for (const Validity validity : {Validity::kUndeterminable, Validity::kQuestionable}) {
    SetUp();
    Tell(ObservationCode::kVentricularFibrillation, 1, 2);
    ASSERT_TRUE(Of(1).present);
    Observation rhythm = Rhythm(ObservationCode::kVentricularFibrillation, 1);
    rhythm.validity = validity;
    Give(rhythm);
    Run();
    EXPECT_FALSE(Of(1).present);
  }
}

TEST_F(RhythmAlarmsTest, AnAlarmEndsWithTheValidityOfItsLastValue) {
  VIGIL_VERIFIES("REQ-RHA-003");
  Give(Rhythm(ObservationCode::kAsystole, 1));
  const Timestamp until = bench_.now() + Seconds(3);
  Run();
  while (bench_.now() < until) {
    EXPECT_TRUE(Of(0).present);
    Run();
  }
  EXPECT_TRUE(Of(0).present);  // at the end it is still valid
  Run();
  EXPECT_FALSE(Of(0).present);
}

TEST_F(RhythmAlarmsTest, WhatCannotBeToldForAWhileEndsNoEpisodeThatHasToLast) {
  VIGIL_VERIFIES("REQ-RHA-002");
  for (const std::uint32_t place : {kTachycardia, kAtrial}) {
    SetUp();
    const Timestamp begin = bench_.now();
    for (std::uint32_t part = 0; part < 10; ++part) {
      Tell(kCodes[place], 1, 4);
      Observation nothing = Rhythm(kCodes[place], 0);
      nothing.validity = Validity::kUndeterminable;
      Give(nothing);
      Run();
    }
    EXPECT_TRUE(Of(place).present);
    EXPECT_EQ(Of(place).since, begin);
  }
}

TEST_F(RhythmAlarmsTest, AnEpisodeThatHasToLastTakesACurrentValueToBegin) {
  VIGIL_VERIFIES("REQ-RHA-003");
  Tell(kCodes[kTachycardia], 1, 2);
  for (std::uint32_t frame = 0; frame < 100; ++frame) Run();
  EXPECT_FALSE(Of(kTachycardia).present);
  Tell(kCodes[kTachycardia], 1, 1);
  EXPECT_TRUE(Of(kTachycardia).present);
}

TEST_F(RhythmAlarmsTest, AfterALongBreakAnEpisodeBeginsAnew) {
  VIGIL_VERIFIES("REQ-RHA-002");
  Tell(kCodes[kAtrial], 1, 31);
  ASSERT_TRUE(Of(kAtrial).present);
  for (std::uint32_t frame = 0; frame < 320; ++frame) Run();  // 2 s and 30 s
  EXPECT_TRUE(Of(kAtrial).present);
  Run();
  EXPECT_FALSE(Of(kAtrial).present);
  const Timestamp begin = bench_.now();
  Tell(kCodes[kAtrial], 1, 20);
  EXPECT_FALSE(Of(kAtrial).present);
  EXPECT_EQ(Of(kAtrial).since, begin);
}

TEST_F(RhythmAlarmsTest, AValueThatComesTooLateToGoOnBeginsAnew) {
  VIGIL_VERIFIES("REQ-RHA-002");
  for (const Duration late : {Seconds(33), Seconds(33) + Microseconds(1)}) {
    SetUp();
    const Timestamp begin = bench_.now();
    Give(Rhythm(kCodes[kAtrial], 1));
    Observation next = Rhythm(kCodes[kAtrial], 1);
    next.time = begin + late;
    next.valid_until = next.time + Seconds(3);
    Give(next);
    Run();
    EXPECT_EQ(Of(kAtrial).since, late == Seconds(33) ? begin : next.time);
  }
}

TEST(RhythmAlarmsAloneTest, ADamagedValueChangesNothing) {
  VIGIL_VERIFIES("REQ-RHA-003");
  RhythmAlarms alarms;
  ASSERT_EQ(alarms.Init({}), Status::kOk);
  Observation rhythm;
  rhythm.code = ObservationCode::kAsystole;
  rhythm.value = 1;
  rhythm.validity = Validity::kValid;
  rhythm.valid_until = Timestamp{3'000'000};
  Inbox in;
  in.now = Timestamp{100'000};
  ASSERT_EQ(in.observations.Add(rhythm), Status::kOk);  // never sealed
  Outbox out;
  ASSERT_EQ(alarms.Process(in, out), Status::kOk);
  EXPECT_FALSE(out.conditions[0].present);
}

}  // namespace
}  // namespace vigil::plugins
