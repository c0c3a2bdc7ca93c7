#include "plugins/alerting/early_warning/early_warning.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "plugins/alerting/early_warning/early_warning.plugin.h"
#include "plugins/alerting/early_warning/early_warning_score.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::int32_t kNotTold = -1;

class EarlyWarningTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(bench_.Start(), Status::kOk); }

  void Give(ObservationCode code, std::int32_t value) {
    if (value == kNotTold) return;
    Observation observation;
    observation.code = code;
    observation.value = value;
    observation.unit = UnitOf(code);
    observation.validity = validity_;
    observation.time = bench_.now();
    observation.valid_until = observation.time + Seconds(5);
    ASSERT_EQ(bench_.Give(observation), Status::kOk);
  }
  // One second.
  void Tell(std::int32_t heart, std::int32_t saturation, std::int32_t respiration,
            std::int32_t pulse = kNotTold) {
    Give(ObservationCode::kHeartRate, heart);
    Give(ObservationCode::kSpo2, saturation);
    Give(ObservationCode::kRespirationRate, respiration);
    Give(ObservationCode::kPulseRate, pulse);
    const Timestamp end = bench_.now() + Seconds(1);
    while (bench_.now() < end) {
      ASSERT_EQ(bench_.Activate(), Status::kOk);
      ASSERT_EQ(bench_.said().conditions.size(), 1u);
    }
  }
  void TellFor(std::uint32_t seconds, std::int32_t heart, std::int32_t saturation,
               std::int32_t respiration, std::int32_t pulse = kNotTold) {
    for (std::uint32_t second = 0; second < seconds; ++second) {
      Tell(heart, saturation, respiration, pulse);
    }
  }
  const AlarmCondition& Said() const { return bench_.said().conditions[0]; }

  PluginBench<EarlyWarning> bench_{kEarlyWarningManifest};
  Validity validity_ = Validity::kValid;
};

TEST(EarlyWarningScoreTest, PointsAreThoseOfTheChart) {
  VIGIL_VERIFIES("REQ-EWS-001");
  const struct {
    std::int32_t (*points)(std::int32_t);
    std::int32_t from;
    std::int32_t to;
    std::int32_t are;
  } chart[] = {
      {RespirationPoints, 4, 8, 3},    {RespirationPoints, 9, 11, 1},
      {RespirationPoints, 12, 20, 0},  {RespirationPoints, 21, 24, 2},
      {RespirationPoints, 25, 60, 3},  {SaturationPoints, 50, 91, 3},
      {SaturationPoints, 92, 93, 2},   {SaturationPoints, 94, 95, 1},
      {SaturationPoints, 96, 100, 0},  {PulsePoints, 20, 40, 3},
      {PulsePoints, 41, 50, 1},        {PulsePoints, 51, 90, 0},
      {PulsePoints, 91, 110, 1},       {PulsePoints, 111, 130, 2},
      {PulsePoints, 131, 300, 3},
  };
  for (const auto& band : chart) {
    for (std::int32_t value = band.from; value <= band.to; ++value) {
      EXPECT_EQ(band.points(value), band.are) << value;
    }
  }
}

TEST_F(EarlyWarningTest, PointsAreAdded) {
  VIGIL_VERIFIES("REQ-EWS-001");
  Tell(70, 98, 16);
  EXPECT_EQ(Said().id, AlarmId::kEarlyWarning);
  EXPECT_EQ(Said().value, 0);
  EXPECT_EQ(Said().limit, 5);
  EXPECT_EQ(Said().unit, Unit::kOne);
  Tell(120, 93, 22);
  EXPECT_EQ(Said().value, 6);
  Tell(140, 90, 30);
  EXPECT_EQ(Said().value, 9);
}

TEST_F(EarlyWarningTest, FivePointsForAMinuteAlarm) {
  VIGIL_VERIFIES("REQ-EWS-002");
  TellFor(120, 100, 95, 22);  // 4 points
  EXPECT_FALSE(Said().present);
  Tell(115, 95, 22);  // 5 points
  const Timestamp begin = Said().since;
  TellFor(59, 115, 95, 22);
  EXPECT_FALSE(Said().present);
  Tell(115, 95, 22);
  EXPECT_TRUE(Said().present);
  EXPECT_EQ(Said().since, begin);
  EXPECT_EQ(Said().priority, AlarmPriority::kMedium);
}

TEST_F(EarlyWarningTest, OnePointLessDoesNotEndItAndTwoDo) {
  VIGIL_VERIFIES("REQ-EWS-002");
  for (std::uint32_t second = 0; second < 62; ++second) {
    Tell(second % 2 == 0 ? 111 : 110, 95, 22);  // 5 and 4 points
  }
  EXPECT_TRUE(Said().present);
  Tell(90, 95, 22);  // 3
  EXPECT_FALSE(Said().present);
}

TEST_F(EarlyWarningTest, ThreePointsOfOnePartAloneAlarm) {
  VIGIL_VERIFIES("REQ-EWS-002");
  const std::int32_t alone[][3] = {{135, 98, 16}, {70, 91, 16}, {70, 98, 25}};
  for (const auto& values : alone) {
    SetUp();
    TellFor(61, values[0], values[1], values[2]);
    EXPECT_TRUE(Said().present);
    EXPECT_EQ(Said().value, 3);
    EXPECT_EQ(Said().priority, AlarmPriority::kMedium);
  }
}

TEST_F(EarlyWarningTest, AfterAMinuteOfSevenPointsThePriorityIsHigh) {
  VIGIL_VERIFIES("REQ-EWS-003");
  TellFor(61, 120, 93, 22);  // 6
  EXPECT_TRUE(Said().present);
  EXPECT_EQ(Said().priority, AlarmPriority::kMedium);
  TellFor(60, 120, 91, 22);  // 7
  EXPECT_EQ(Said().priority, AlarmPriority::kMedium);
  Tell(120, 91, 22);
  EXPECT_TRUE(Said().present);
  EXPECT_EQ(Said().priority, AlarmPriority::kHigh);
}

TEST_F(EarlyWarningTest, AWindowThatCannotBeToldDoesNotKeepItSilent) {
  VIGIL_VERIFIES("REQ-EWS-004");
  for (std::uint32_t window = 0; window < 4; ++window) {
    TellFor(25, 105, 92, 22);  // 5 points
    TellFor(20, 105, kNotTold, 22);
  }
  EXPECT_TRUE(Said().present);
  EXPECT_EQ(Said().value, 5);
}

TEST_F(EarlyWarningTest, WhatIsNotToldCountsAsNothing) {
  VIGIL_VERIFIES("REQ-EWS-004");
  Tell(kNotTold, kNotTold, kNotTold);
  EXPECT_EQ(Said().value, 0);
  TellFor(61, kNotTold, 90, kNotTold);
  EXPECT_EQ(Said().value, 3);
  EXPECT_TRUE(Said().present);
}

TEST_F(EarlyWarningTest, ThePulseCountsWhenThereIsNoHeartRate) {
  VIGIL_VERIFIES("REQ-EWS-004");
  Tell(70, 98, 16, 120);
  EXPECT_EQ(Said().value, 0);
  TellFor(4, kNotTold, 98, 16, 120);
  EXPECT_EQ(Said().value, 0);  // the heart rate is valid for 5 s
  Tell(kNotTold, 98, 16, 120);
  EXPECT_EQ(Said().value, 2);
}

TEST_F(EarlyWarningTest, AHeartRateThatWasKnownCountsWhenThereIsNoPulse) {
  VIGIL_VERIFIES("REQ-EWS-004");
  Tell(120, 98, 16);
  TellFor(30, kNotTold, 98, 16);
  EXPECT_EQ(Said().value, 2);
}

TEST_F(EarlyWarningTest, AValueCountsForHalfAMinuteAfterItsEnd) {
  VIGIL_VERIFIES("REQ-EWS-004");
  Tell(140, 90, 30);
  EXPECT_EQ(Said().value, 9);
  TellFor(34, kNotTold, kNotTold, kNotTold);
  EXPECT_EQ(Said().value, 9);
  TellFor(2, kNotTold, kNotTold, kNotTold);
  EXPECT_EQ(Said().value, 0);
}

TEST_F(EarlyWarningTest, AQuestionableValueCountsAsNothing) {
  VIGIL_VERIFIES("REQ-EWS-004");
  validity_ = Validity::kQuestionable;
  Tell(140, 90, 30);
  EXPECT_EQ(Said().value, 0);
}

TEST(EarlyWarningAloneTest, ADamagedValueChangesNothing) {
  VIGIL_VERIFIES("REQ-EWS-004");
  EarlyWarning warning;
  ASSERT_EQ(warning.Init({}), Status::kOk);
  Observation value;
  value.code = ObservationCode::kHeartRate;
  value.value = 200;
  value.validity = Validity::kValid;
  value.valid_until = Timestamp{5'000'000};
  Inbox in;
  in.now = Timestamp{1'000'000};
  ASSERT_EQ(in.observations.Add(value), Status::kOk);  // never sealed
  Outbox out;
  ASSERT_EQ(warning.Process(in, out), Status::kOk);
  EXPECT_EQ(out.conditions[0].value, 0);
}

}  // namespace
}  // namespace vigil::plugins
