#include "safety_kernel/alerting/alarm_manager.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "safety_kernel/base/authority_for_test.h"
#include "test/verifies.h"

namespace vigil {
namespace {

constexpr Timestamp kNow{5'000'000};

AlarmCondition Condition(AlarmId id, AlarmPriority priority, bool present) {
  AlarmCondition condition;
  condition.id = id;
  condition.priority = priority;
  condition.present = present;
  condition.unit = Unit::kPerMinute;
  condition.value = 40;
  condition.limit = 50;
  condition.since = Timestamp{1'000'000};
  return condition;
}

AlarmCondition Present(AlarmId id, AlarmPriority priority) {
  return Condition(id, priority, true);
}

AlarmCondition Absent(AlarmId id) {
  AlarmCondition condition = Condition(id, AlarmPriority::kNone, false);
  condition.since = Timestamp{};
  return condition;
}

AlarmCondition Failed(std::int32_t place, AlarmPriority priority) {
  AlarmCondition condition = Present(AlarmId::kPluginFailed, priority);
  condition.value = place;
  return condition;
}

TEST(AlarmKindTest, PhysiologicalAndTechnicalAreKeptApart) {
  VIGIL_VERIFIES("REQ-ALM-012");
  EXPECT_EQ(KindOf(AlarmId::kHeartRateLow), AlarmKind::kPhysiological);
  EXPECT_EQ(KindOf(AlarmId::kHeartRateHigh), AlarmKind::kPhysiological);
  EXPECT_EQ(KindOf(static_cast<AlarmId>(999)), AlarmKind::kPhysiological);
  EXPECT_EQ(KindOf(AlarmId::kEcgLeadOff), AlarmKind::kTechnical);
  EXPECT_EQ(KindOf(AlarmId::kPluginFailed), AlarmKind::kTechnical);
}

class AlarmManagerTest : public testing::Test {
 protected:
  void SetUp() override { manager_.Start(nullptr, 0); }

  void Report(const AlarmCondition& condition) {
    ASSERT_EQ(manager_.Report(AuthorityForTest::kAlarm, condition, kNow), Status::kOk);
  }

  std::vector<AlarmEvent> TakeAll() {
    std::vector<AlarmEvent> events;
    for (std::uint32_t i = 0; i <= kMaxAlarms; ++i) {
      const Result<AlarmEvent> event = manager_.TakeNext(kNow);
      if (!event.ok()) {
        EXPECT_EQ(event.status(), Status::kUnavailable);
        return events;
      }
      events.push_back(event.value());
    }
    ADD_FAILURE() << "more events than alarms";
    return events;
  }

  AlarmManager manager_;
};

TEST_F(AlarmManagerTest, TellsNothingWhenNothingWasReported) {
  EXPECT_TRUE(TakeAll().empty());
}

TEST_F(AlarmManagerTest, WhatIsAbsentFromTheBeginningIsNotTold) {
  Report(Absent(AlarmId::kHeartRateLow));
  EXPECT_TRUE(TakeAll().empty());
}

TEST_F(AlarmManagerTest, RaisesWithEverythingThatWasReported) {
  Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kMedium));
  const std::vector<AlarmEvent> events = TakeAll();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].transition, AlarmTransition::kRaised);
  EXPECT_EQ(events[0].condition.id, AlarmId::kHeartRateLow);
  EXPECT_EQ(events[0].condition.priority, AlarmPriority::kMedium);
  EXPECT_TRUE(events[0].condition.present);
  EXPECT_EQ(events[0].condition.unit, Unit::kPerMinute);
  EXPECT_EQ(events[0].condition.value, 40);
  EXPECT_EQ(events[0].condition.limit, 50);
  EXPECT_EQ(events[0].condition.since, Timestamp{1'000'000});
  EXPECT_EQ(events[0].time, kNow);
  EXPECT_EQ(events[0].sequence, 0u);
}

TEST_F(AlarmManagerTest, RaisesOnceHoweverOftenItIsReported) {
  VIGIL_VERIFIES("REQ-ALM-009");
  for (int i = 0; i < 5; ++i) {
    Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kMedium));
    EXPECT_EQ(TakeAll().size(), i == 0 ? 1u : 0u);
  }
}

TEST_F(AlarmManagerTest, EndsOnceWithThePriorityThatWasTold) {
  VIGIL_VERIFIES("REQ-ALM-009");
  Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kMedium));
  TakeAll();
  Report(Absent(AlarmId::kHeartRateLow));
  Report(Absent(AlarmId::kHeartRateLow));
  const std::vector<AlarmEvent> events = TakeAll();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].transition, AlarmTransition::kEnded);
  EXPECT_EQ(events[0].condition.priority, AlarmPriority::kMedium);
  EXPECT_FALSE(events[0].condition.present);
  EXPECT_EQ(events[0].condition.since, Timestamp{1'000'000});
  EXPECT_EQ(events[0].sequence, 1u);
  Report(Absent(AlarmId::kHeartRateLow));
  EXPECT_TRUE(TakeAll().empty());
}

TEST_F(AlarmManagerTest, ANewOccurrenceIsRaisedAgainWithItsOwnPriority) {
  Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kHigh));
  TakeAll();
  Report(Absent(AlarmId::kHeartRateLow));
  TakeAll();
  AlarmCondition again = Present(AlarmId::kHeartRateLow, AlarmPriority::kLow);
  again.since = Timestamp{3'000'000};
  Report(again);
  const std::vector<AlarmEvent> events = TakeAll();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].transition, AlarmTransition::kRaised);
  EXPECT_EQ(events[0].condition.priority, AlarmPriority::kLow);
  EXPECT_EQ(events[0].condition.since, Timestamp{3'000'000});
  EXPECT_EQ(events[0].sequence, 2u);
}

TEST_F(AlarmManagerTest, ARiseOfPriorityIsToldAgain) {
  Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kLow));
  TakeAll();
  Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kHigh));
  const std::vector<AlarmEvent> events = TakeAll();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].transition, AlarmTransition::kRaised);
  EXPECT_EQ(events[0].condition.priority, AlarmPriority::kHigh);
  EXPECT_TRUE(TakeAll().empty());
}

TEST_F(AlarmManagerTest, ALowerPriorityDoesNotHideTheHigherOne) {
  VIGIL_VERIFIES("REQ-ALM-004");
  Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kHigh));
  TakeAll();
  Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kLow));
  EXPECT_TRUE(TakeAll().empty());
  // when it rises to where it was, there is nothing new
  Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kHigh));
  EXPECT_TRUE(TakeAll().empty());
  Report(Absent(AlarmId::kHeartRateLow));
  const std::vector<AlarmEvent> events = TakeAll();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].condition.priority, AlarmPriority::kHigh);
}

TEST_F(AlarmManagerTest, ThePresentStateCountsNotTheOneBetween) {
  // A condition that came and went before it could be told.
  Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kHigh));
  Report(Absent(AlarmId::kHeartRateLow));
  EXPECT_TRUE(TakeAll().empty());
  // One that went and came again.
  Report(Present(AlarmId::kHeartRateHigh, AlarmPriority::kHigh));
  TakeAll();
  Report(Absent(AlarmId::kHeartRateHigh));
  Report(Present(AlarmId::kHeartRateHigh, AlarmPriority::kMedium));
  const std::vector<AlarmEvent> events = TakeAll();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].transition, AlarmTransition::kRaised);
  EXPECT_EQ(events[0].condition.priority, AlarmPriority::kHigh);
}

TEST_F(AlarmManagerTest, TheHigherPriorityComesFirstWhateverTheOrder) {
  VIGIL_VERIFIES("REQ-ALM-003");
  const AlarmCondition low =
      Present(AlarmId::kHeartRateLow, AlarmPriority::kLow);
  const AlarmCondition medium =
      Present(AlarmId::kEcgLeadOff, AlarmPriority::kMedium);
  const AlarmCondition high =
      Present(AlarmId::kHeartRateHigh, AlarmPriority::kHigh);
  const AlarmCondition orders[][3] = {
      {low, medium, high}, {low, high, medium}, {medium, low, high},
      {medium, high, low}, {high, low, medium}, {high, medium, low}};
  for (const auto& order : orders) {
    manager_.Start(nullptr, 0);
    for (const AlarmCondition& condition : order) Report(condition);
    const std::vector<AlarmEvent> events = TakeAll();
    ASSERT_EQ(events.size(), 3u);
    EXPECT_EQ(events[0].condition.priority, AlarmPriority::kHigh);
    EXPECT_EQ(events[1].condition.priority, AlarmPriority::kMedium);
    EXPECT_EQ(events[2].condition.priority, AlarmPriority::kLow);
    for (std::uint32_t i = 0; i < 3; ++i) EXPECT_EQ(events[i].sequence, i);
  }
}

TEST_F(AlarmManagerTest, WhatBeginsComesBeforeWhatEnds) {
  VIGIL_VERIFIES("REQ-ALM-003");
  Report(Present(AlarmId::kHeartRateHigh, AlarmPriority::kHigh));
  TakeAll();
  Report(Absent(AlarmId::kHeartRateHigh));
  Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kLow));
  const std::vector<AlarmEvent> events = TakeAll();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].condition.id, AlarmId::kHeartRateLow);
  EXPECT_EQ(events[1].condition.id, AlarmId::kHeartRateHigh);
}

TEST_F(AlarmManagerTest, OfEqualPriorityTheEarlierReportedComesFirst) {
  VIGIL_VERIFIES("REQ-ALM-003");
  Report(Present(AlarmId::kEcgSignalLost, AlarmPriority::kHigh));
  Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kHigh));
  const std::vector<AlarmEvent> events = TakeAll();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].condition.id, AlarmId::kEcgSignalLost);
  EXPECT_EQ(events[1].condition.id, AlarmId::kHeartRateLow);
}

TEST_F(AlarmManagerTest, EachFailedPluginIsAnAlarmOfItsOwn) {
  Report(Failed(0, AlarmPriority::kHigh));
  Report(Failed(1, AlarmPriority::kHigh));
  EXPECT_EQ(TakeAll().size(), 2u);
  Report(Failed(1, AlarmPriority::kHigh));
  EXPECT_TRUE(TakeAll().empty());
}

TEST_F(AlarmManagerTest, TheValueOfOtherAlarmsMakesNoNewAlarm) {
  AlarmCondition condition =
      Present(AlarmId::kHeartRateLow, AlarmPriority::kMedium);
  Report(condition);
  TakeAll();
  condition.value = 39;
  Report(condition);
  EXPECT_TRUE(TakeAll().empty());
}

TEST_F(AlarmManagerTest, RefusesWhatIsNoCondition) {
  EXPECT_EQ(manager_.Report(AuthorityForTest::kAlarm, Present(AlarmId::kNone, AlarmPriority::kHigh), kNow),
            Status::kInvalidArgument);
  EXPECT_EQ(
      manager_.Report(AuthorityForTest::kAlarm, Present(AlarmId::kHeartRateLow, AlarmPriority::kNone), kNow),
      Status::kInvalidArgument);
  EXPECT_TRUE(TakeAll().empty());
}

TEST_F(AlarmManagerTest, AFullTableKeepsWhatItHoldsAndStillTakesItsChanges) {
  VIGIL_VERIFIES("REQ-ALM-004");
  for (std::uint32_t i = 0; i < kMaxAlarms; ++i) {
    Report(Failed(static_cast<std::int32_t>(i), AlarmPriority::kLow));
  }
  EXPECT_EQ(manager_.Report(AuthorityForTest::kAlarm, Failed(1000, AlarmPriority::kLow), kNow), Status::kFull);
  EXPECT_EQ(TakeAll().size(), kMaxAlarms);
  Report(Failed(kMaxAlarms - 1, AlarmPriority::kHigh));
  const std::vector<AlarmEvent> events = TakeAll();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].condition.value,
            static_cast<std::int32_t>(kMaxAlarms) - 1);
}

TEST_F(AlarmManagerTest, AStartForgetsWhatWasReportedAndCountsOn) {
  Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kLow));
  manager_.Start(nullptr, 0, 1000);
  EXPECT_TRUE(TakeAll().empty());
  EXPECT_EQ(manager_.Surface().active_count, 0u);
  Report(Present(AlarmId::kHeartRateHigh, AlarmPriority::kLow));
  const std::vector<AlarmEvent> events = TakeAll();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].sequence, 1000u);
}

TEST_F(AlarmManagerTest, WithdrawnAlarmsEnd) {
  Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kMedium));
  Report(Present(AlarmId::kHeartRateHigh, AlarmPriority::kMedium));
  TakeAll();
  manager_.Withdraw(AuthorityForTest::kAlarm, AlarmId::kHeartRateLow);
  manager_.Withdraw(AuthorityForTest::kAlarm, AlarmId::kEcgLeadOff);  // not known
  const std::vector<AlarmEvent> events = TakeAll();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].condition.id, AlarmId::kHeartRateLow);
  EXPECT_EQ(events[0].transition, AlarmTransition::kEnded);
  EXPECT_FALSE(events[0].condition.present);
  EXPECT_TRUE(TakeAll().empty());
}

TEST_F(AlarmManagerTest, WithdrawnBeforeItWasToldIsNotTold) {
  Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kMedium));
  manager_.Withdraw(AuthorityForTest::kAlarm, AlarmId::kHeartRateLow);
  EXPECT_TRUE(TakeAll().empty());
}

TEST_F(AlarmManagerTest, StartForgetsEverything) {
  Report(Present(AlarmId::kHeartRateLow, AlarmPriority::kHigh));
  TakeAll();
  manager_.Start(nullptr, 0);
  EXPECT_TRUE(TakeAll().empty());
  Report(Present(AlarmId::kHeartRateHigh, AlarmPriority::kMedium));
  const std::vector<AlarmEvent> events = TakeAll();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].sequence, 0u);
  EXPECT_EQ(events[0].condition.priority, AlarmPriority::kMedium);
}

// Every history of three alarms over three frames, each absent or present with
// one of two priorities: 27^3 histories. Two frames reach every state that there
// is (what is told of each alarm); the third tries every change from there.
TEST_F(AlarmManagerTest, NoHistoryHidesRepeatsOrForgetsAnAlarm) {
  VIGIL_VERIFIES("REQ-ALM-004");
  const AlarmId ids[] = {AlarmId::kHeartRateLow, AlarmId::kHeartRateHigh,
                         AlarmId::kEcgLeadOff};
  constexpr int kStates = 27;
  for (int history = 0; history < kStates * kStates * kStates; ++history) {
    manager_.Start(nullptr, 0);
    int told[3] = {};  // priority told and not ended, as a listener knows it
    int rest = history;
    for (int frame = 0; frame < 3; ++frame, rest /= kStates) {
      int wanted[3] = {rest % 3, rest % 9 / 3, rest % 27 / 9};
      for (int& priority : wanted) priority = priority == 0 ? 0 : priority + 1;
      for (int i = 0; i < 3; ++i) {
        const auto priority = static_cast<AlarmPriority>(wanted[i]);
        ASSERT_EQ(manager_.Report(AuthorityForTest::kAlarm, Condition(ids[i], priority, wanted[i] != 0), kNow),
                  Status::kOk);
      }
      int before = 100;  // urgency of the event before
      for (const AlarmEvent& event : TakeAll()) {
        const int i = event.condition.id == ids[0]   ? 0
                      : event.condition.id == ids[1] ? 1
                                                     : 2;
        const int priority = static_cast<int>(event.condition.priority);
        const bool raised = event.transition == AlarmTransition::kRaised;
        if (raised) {
          ASSERT_GT(priority, told[i]) << "repeated, history " << history;
        } else {
          ASSERT_EQ(priority, told[i]) << "ended wrongly, history " << history;
        }
        const int urgency = raised ? 10 + priority : priority;
        ASSERT_LE(urgency, before) << "order, history " << history;
        before = urgency;
        told[i] = raised ? priority : 0;
      }
      for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(told[i] != 0, wanted[i] != 0) << "history " << history;
        ASSERT_GE(told[i], wanted[i]) << "hidden, history " << history;
      }
    }
  }
}

}  // namespace
}  // namespace vigil
