#include "tools/new_plugin/template/alerting/template_alerting.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "tools/new_plugin/template/alerting/template_alerting.plugin.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::int32_t kLimit = 100;

// Runs the plugin each 100 ms, as the kernel does, and holds it to its manifest.
class TemplateAlertingTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(bench_.Start(Limit(kLimit)), Status::kOk); }

  static Timestamp At(std::int64_t ms) { return Timestamp{ms * 1000}; }

  static Settings Limit(std::int32_t limit) {
    Settings settings;
    EXPECT_EQ(settings.Add({SettingId::kHeartRateHighLimit, limit}), Status::kOk);
    return settings;
  }

  // That is true now, and holds for 5 s.
  Observation Value(std::int32_t value) const {
    Observation observation;
    observation.code = ObservationCode::kHeartRate;
    observation.unit = Unit::kPerMinute;
    observation.value = value;
    observation.validity = Validity::kValid;
    observation.time = bench_.now();
    observation.valid_until = observation.time + Seconds(5);
    return observation;
  }

  Observation Undeterminable() const {
    Observation observation = Value(0);
    observation.validity = Validity::kUndeterminable;
    observation.reason = Reason::kLeadOff;
    return observation;
  }

  // One activation; its condition.
  AlarmCondition Run(const std::vector<Observation>& values = {}) {
    for (const Observation& value : values) {
      EXPECT_EQ(bench_.Give(value), Status::kOk);
    }
    EXPECT_EQ(bench_.Activate(), Status::kOk);
    EXPECT_EQ(bench_.said().conditions.size(), 1u);
    return bench_.said().conditions[0];
  }

  // That value at each activation for so long; the last condition.
  AlarmCondition Hold(std::int32_t value, std::int64_t ms) {
    const Timestamp end = bench_.now() + Milliseconds(ms);
    AlarmCondition condition;
    while (bench_.now() < end) condition = Run({Value(value)});
    return condition;
  }

  PluginBench<TemplateAlerting> bench_{kTemplateAlertingManifest};
};

TEST_F(TemplateAlertingTest, AValueAboveTheLimitAlarmsAfterTheDelay) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALERTING-001");
  EXPECT_FALSE(Hold(kLimit + 1, 2900).present);
  const AlarmCondition condition = Hold(kLimit + 1, 100);
  EXPECT_TRUE(condition.present);
  EXPECT_EQ(condition.id, AlarmId::kHeartRateHigh);
  EXPECT_EQ(condition.priority, AlarmPriority::kMedium);
  EXPECT_EQ(condition.value, kLimit + 1);
  EXPECT_EQ(condition.limit, kLimit);
  EXPECT_EQ(condition.since, At(0));
}

TEST_F(TemplateAlertingTest, AValueAtTheLimitIsNoAlarm) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALERTING-001");
  EXPECT_FALSE(Hold(kLimit, 10'000).present);
}

TEST_F(TemplateAlertingTest, TheAlarmEndsInsideOfTheLimit) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALERTING-001");
  EXPECT_TRUE(Hold(kLimit + 1, 3000).present);
  EXPECT_TRUE(Hold(kLimit - 1, 100).present);
  EXPECT_FALSE(Hold(kLimit - 2, 100).present);
}

TEST_F(TemplateAlertingTest, WithoutAValueThereIsNoAlarm) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALERTING-002");
  EXPECT_FALSE(Run().present);
}

TEST_F(TemplateAlertingTest, AnUndeterminableValueEndsTheAlarm) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALERTING-002");
  EXPECT_TRUE(Hold(kLimit + 1, 3000).present);
  EXPECT_FALSE(Run({Undeterminable()}).present);
  EXPECT_FALSE(Hold(kLimit + 1, 2900).present);
}

TEST_F(TemplateAlertingTest, AValueThatIsOverEndsTheAlarm) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALERTING-002");
  EXPECT_TRUE(Hold(kLimit + 1, 3000).present);
  // Its last value was given at 2.9 s, and is current up to 7.9 s.
  while (bench_.now() < At(7900)) EXPECT_TRUE(Run().present);
  EXPECT_FALSE(Run().present);
}

TEST_F(TemplateAlertingTest, ADamagedValueEndsTheAlarm) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALERTING-002");
  EXPECT_TRUE(Hold(kLimit + 1, 3000).present);
  Inbox in;
  Outbox out;
  in.now = At(3100);
  Observation value = Value(kLimit + 1);
  Seal(value);
  value.value = kLimit + 2;
  ASSERT_EQ(in.observations.Add(value), Status::kOk);
  ASSERT_EQ(bench_.plugin().Process(in, out), Status::kOk);
  EXPECT_FALSE(out.conditions[0].present);
}

// Run demands the condition at each activation, and the bench that it does not flicker.
TEST_F(TemplateAlertingTest, ItKeepsItsManifestWhateverTheValues) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALERTING-003");
  while (bench_.now() < At(10'000)) {
    const std::vector<Observation> swaying = {Value(kLimit + 1), Value(kLimit - 1)};
    Run(swaying);
    Run({Value(INT32_MAX), Value(INT32_MIN), Undeterminable()});
    Run();
  }
}

TEST_F(TemplateAlertingTest, LimitsThatNeverAlarmAreRefused) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALERTING-005");
  EXPECT_EQ(bench_.Start(Limit(20)), Status::kOk);
  EXPECT_EQ(bench_.Start(Limit(300)), Status::kOk);
  EXPECT_EQ(bench_.Start(Limit(19)), Status::kInvalidArgument);
  EXPECT_EQ(bench_.Start(Limit(301)), Status::kInvalidArgument);
}

TEST_F(TemplateAlertingTest, WithoutASettingTheUsualLimitHolds) {
  VIGIL_VERIFIES("REQ-TEMPLATE-ALERTING-005");
  ASSERT_EQ(bench_.Start(), Status::kOk);
  EXPECT_EQ(Run().limit, 120);
}

}  // namespace
}  // namespace vigil::plugins
