// What time and operators do to an alarm.
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "safety_kernel/alerting/alarm_manager.h"
#include "safety_kernel/base/authority_for_test.h"
#include "test/verifies.h"

namespace vigil {
namespace {

constexpr AlarmAuthority kMay = AuthorityForTest::kAlarm;
constexpr AlarmId kPlain = AlarmId::kHeartRateLow;
constexpr AlarmId kOther = AlarmId::kHeartRateHigh;
constexpr AlarmId kLatching = AlarmId::kEcgLeadOff;
constexpr AlarmId kSlow = AlarmId::kNotWorn;
constexpr AlarmId kUrgent = AlarmId::kEcgSignalLost;
constexpr OperatorId kNurse = 7;

constexpr AlarmRule kRules[] = {
    {.id = kLatching, .latching = true},
    {.id = kSlow, .condition_delay = Seconds(3)},
    {.id = kUrgent, .escalate_after = Seconds(60), .remind_after = Seconds(120)},
};

class AlarmLifeTest : public testing::Test {
 protected:
  void SetUp() override { manager_.Start(kRules, 3); }

  void Set(AlarmId id, AlarmPriority priority) {
    AlarmCondition condition;
    condition.id = id;
    condition.priority = priority;
    condition.present = priority != AlarmPriority::kNone;
    condition.since = now_;
    ASSERT_EQ(manager_.Report(kMay, condition, now_), Status::kOk);
  }
  void Clear(AlarmId id) { Set(id, AlarmPriority::kNone); }

  // Lets time pass and takes what is told.
  std::vector<AlarmEvent> After(Duration duration) {
    now_ = now_ + duration;
    manager_.Advance(kMay, now_);
    std::vector<AlarmEvent> events;
    for (std::uint32_t n = 0; n <= AlarmManager::kMaxNews; ++n) {
      const Result<AlarmEvent> event = manager_.TakeNext(now_);
      if (!event.ok()) break;
      const AlarmId id = event.value().condition.id;
      const bool quiet = id == AlarmId::kAudioQuiet || id == AlarmId::kAlarmQuiet;
      (quiet ? quiet_ : events).push_back(event.value());
    }
    return events;
  }
  std::vector<AlarmEvent> Told() { return After(Duration()); }

  AlarmEvent Raise(AlarmId id, AlarmPriority priority) {
    Set(id, priority);
    const std::vector<AlarmEvent> events = Told();
    EXPECT_EQ(events.size(), 1u);
    if (!events.empty()) EXPECT_EQ(events[0].by, 0);  // nobody did that
    return events.empty() ? AlarmEvent() : events[0];
  }
  Result<AlarmEvent> Acknowledge(const AlarmEvent& seen) {
    return manager_.Acknowledge(kMay, seen.condition.id, seen.condition.value,
                                seen.sequence, kNurse, now_);
  }
  AlarmSurface surface() const { return manager_.Surface(); }

  void ExpectSignals(AlarmPriority light, AlarmPriority sound) {
    EXPECT_EQ(surface().light, light);
    EXPECT_EQ(surface().sound, sound);
  }

  AlarmManager manager_;
  std::vector<AlarmEvent> quiet_;  // what was told of the signals
  Timestamp now_{1'000'000};
};

// --- priority ---

TEST_F(AlarmLifeTest, PriorityFollowsFromHarmAndOnset) {
  EXPECT_EQ(PriorityOf(Harm::kIrreversible, Onset::kImmediate), AlarmPriority::kHigh);
  EXPECT_EQ(PriorityOf(Harm::kIrreversible, Onset::kPrompt), AlarmPriority::kHigh);
  EXPECT_EQ(PriorityOf(Harm::kIrreversible, Onset::kDelayed), AlarmPriority::kMedium);
  EXPECT_EQ(PriorityOf(Harm::kReversible, Onset::kImmediate), AlarmPriority::kHigh);
  EXPECT_EQ(PriorityOf(Harm::kReversible, Onset::kPrompt), AlarmPriority::kMedium);
  EXPECT_EQ(PriorityOf(Harm::kReversible, Onset::kDelayed), AlarmPriority::kLow);
  EXPECT_EQ(PriorityOf(Harm::kMinor, Onset::kImmediate), AlarmPriority::kMedium);
  EXPECT_EQ(PriorityOf(Harm::kMinor, Onset::kPrompt), AlarmPriority::kLow);
  EXPECT_EQ(PriorityOf(Harm::kMinor, Onset::kDelayed), AlarmPriority::kLow);
}

// --- delay ---

TEST_F(AlarmLifeTest, AConditionIsSignalledOnceItHeldForItsDelay) {
  VIGIL_VERIFIES("REQ-ALM-001");
  Set(kSlow, AlarmPriority::kLow);
  EXPECT_TRUE(After(Seconds(3) - Microseconds(1)).empty());
  ExpectSignals(AlarmPriority::kNone, AlarmPriority::kNone);
  ASSERT_EQ(After(Microseconds(1)).size(), 1u);
  ExpectSignals(AlarmPriority::kLow, AlarmPriority::kLow);
}

TEST_F(AlarmLifeTest, ABreakBeginsTheDelayAnew) {
  Set(kSlow, AlarmPriority::kLow);
  EXPECT_TRUE(After(Seconds(2)).empty());
  Clear(kSlow);
  Set(kSlow, AlarmPriority::kLow);
  EXPECT_TRUE(After(Seconds(2)).empty());
  EXPECT_EQ(After(Seconds(1)).size(), 1u);
}

TEST_F(AlarmLifeTest, WhatEndsWithinItsDelayIsNeverTold) {
  Set(kSlow, AlarmPriority::kHigh);
  Clear(kSlow);
  EXPECT_TRUE(After(Seconds(10)).empty());
}

// --- acknowledge ---

TEST_F(AlarmLifeTest, AcknowledgingQuietsTheSoundAndLeavesTheLight) {
  VIGIL_VERIFIES("REQ-ALM-002");
  const AlarmEvent raised = Raise(kPlain, AlarmPriority::kMedium);
  const Result<AlarmEvent> event = Acknowledge(raised);
  ASSERT_EQ(event.status(), Status::kOk);
  EXPECT_EQ(event.value().transition, AlarmTransition::kAcknowledged);
  EXPECT_EQ(event.value().by, kNurse);
  EXPECT_EQ(event.value().sequence, raised.sequence + 1);
  ExpectSignals(AlarmPriority::kMedium, AlarmPriority::kNone);
  EXPECT_EQ(surface().active_count, 1u);
  EXPECT_EQ(surface().unacknowledged_count, 0u);
  EXPECT_TRUE(Told().empty());
}

TEST_F(AlarmLifeTest, ANewOccurrenceAlarmsAgain) {
  VIGIL_VERIFIES("REQ-ALM-005");
  ASSERT_TRUE(Acknowledge(Raise(kPlain, AlarmPriority::kMedium)).ok());
  Clear(kPlain);
  ASSERT_EQ(Told().size(), 1u);
  Raise(kPlain, AlarmPriority::kMedium);
  ExpectSignals(AlarmPriority::kMedium, AlarmPriority::kMedium);
}

TEST_F(AlarmLifeTest, AHigherPriorityAlarmsAgain) {
  VIGIL_VERIFIES("REQ-ALM-005");
  ASSERT_TRUE(Acknowledge(Raise(kPlain, AlarmPriority::kMedium)).ok());
  Set(kPlain, AlarmPriority::kMedium);
  EXPECT_TRUE(Told().empty());
  EXPECT_EQ(Raise(kPlain, AlarmPriority::kHigh).transition,
            AlarmTransition::kRaised);
  ExpectSignals(AlarmPriority::kHigh, AlarmPriority::kHigh);
}

TEST_F(AlarmLifeTest, WhatNobodySawCannotBeAcknowledged) {
  VIGIL_VERIFIES("REQ-ALM-005");
  const AlarmEvent medium = Raise(kPlain, AlarmPriority::kMedium);
  const AlarmEvent high = Raise(kPlain, AlarmPriority::kHigh);
  EXPECT_EQ(Acknowledge(medium).status(), Status::kFailedPrecondition);
  ExpectSignals(AlarmPriority::kHigh, AlarmPriority::kHigh);
  Clear(kPlain);
  Told();
  EXPECT_EQ(Acknowledge(high).status(), Status::kUnavailable);
  Set(kPlain, AlarmPriority::kLow);
  EXPECT_EQ(Acknowledge(high).status(), Status::kFailedPrecondition);
}

TEST_F(AlarmLifeTest, AcknowledgingTwiceOrNothingIsRefused) {
  const AlarmEvent raised = Raise(kPlain, AlarmPriority::kLow);
  ASSERT_TRUE(Acknowledge(raised).ok());
  EXPECT_EQ(Acknowledge(raised).status(), Status::kUnavailable);
  AlarmEvent unknown = raised;
  unknown.condition.id = kOther;
  EXPECT_EQ(Acknowledge(unknown).status(), Status::kUnavailable);
}

TEST_F(AlarmLifeTest, AcknowledgingOneQuietsNoOther) {
  VIGIL_VERIFIES("REQ-ALM-005");
  const AlarmEvent high = Raise(kOther, AlarmPriority::kHigh);
  Raise(kPlain, AlarmPriority::kLow);
  ASSERT_TRUE(Acknowledge(high).ok());
  ExpectSignals(AlarmPriority::kHigh, AlarmPriority::kLow);
}

// --- latching ---

TEST_F(AlarmLifeTest, WhatLatchesStaysUntilAnOperatorResetsIt) {
  VIGIL_VERIFIES("REQ-ALM-008");
  Raise(kLatching, AlarmPriority::kHigh);
  EXPECT_EQ(manager_.ResetLatched(kMay, kLatching, 0, kNurse, now_).status(),
            Status::kUnavailable);  // its condition holds
  Clear(kLatching);
  const std::vector<AlarmEvent> events = After(Seconds(1000));
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].transition, AlarmTransition::kLatched);
  ExpectSignals(AlarmPriority::kHigh, AlarmPriority::kHigh);
  const Result<AlarmEvent> reset =
      manager_.ResetLatched(kMay, kLatching, 0, kNurse, now_);
  ASSERT_EQ(reset.status(), Status::kOk);
  EXPECT_EQ(reset.value().transition, AlarmTransition::kEnded);
  EXPECT_EQ(reset.value().by, kNurse);
  ExpectSignals(AlarmPriority::kNone, AlarmPriority::kNone);
  EXPECT_TRUE(Told().empty());
}

TEST_F(AlarmLifeTest, ALatchedAlarmCanBeQuietedAndStaysLit) {
  Raise(kLatching, AlarmPriority::kMedium);
  Clear(kLatching);
  const AlarmEvent latched = Told()[0];
  ASSERT_TRUE(Acknowledge(latched).ok());
  ExpectSignals(AlarmPriority::kMedium, AlarmPriority::kNone);
  EXPECT_TRUE(Told().empty());
  ASSERT_TRUE(manager_.ResetLatched(kMay, kLatching, 0, kNurse, now_).ok());
  ExpectSignals(AlarmPriority::kNone, AlarmPriority::kNone);
}

TEST_F(AlarmLifeTest, AnAcknowledgedOneLatchesQuietly) {
  ASSERT_TRUE(Acknowledge(Raise(kLatching, AlarmPriority::kMedium)).ok());
  Clear(kLatching);
  ASSERT_EQ(Told().size(), 1u);
  ExpectSignals(AlarmPriority::kMedium, AlarmPriority::kNone);
}

TEST_F(AlarmLifeTest, WhatIsLatchedAndComesAgainAlarmsAgain) {
  ASSERT_TRUE(Acknowledge(Raise(kLatching, AlarmPriority::kMedium)).ok());
  Clear(kLatching);
  Told();
  EXPECT_EQ(Raise(kLatching, AlarmPriority::kLow).transition,
            AlarmTransition::kRaised);
  ExpectSignals(AlarmPriority::kMedium, AlarmPriority::kMedium);
}

TEST_F(AlarmLifeTest, WhatBeganAndEndedUntoldIsToldWhenItLatches) {
  Set(kLatching, AlarmPriority::kHigh);
  Clear(kLatching);
  const std::vector<AlarmEvent> events = Told();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].transition, AlarmTransition::kRaised);
  EXPECT_EQ(events[1].transition, AlarmTransition::kLatched);
}

TEST_F(AlarmLifeTest, NothingUnlatchedOrUnknownCanBeReset) {
  EXPECT_EQ(manager_.ResetLatched(kMay, kPlain, 0, kNurse, now_).status(),
            Status::kUnavailable);
  Raise(kPlain, AlarmPriority::kLow);
  EXPECT_EQ(manager_.ResetLatched(kMay, kPlain, 0, kNurse, now_).status(),
            Status::kUnavailable);
}

// --- escalation and reminder ---

TEST_F(AlarmLifeTest, WhatNobodyAcknowledgesRisesUntilItIsHigh) {
  Raise(kUrgent, AlarmPriority::kLow);
  EXPECT_TRUE(After(Seconds(60) - Microseconds(1)).empty());
  std::vector<AlarmEvent> events = After(Microseconds(1));
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].condition.priority, AlarmPriority::kMedium);
  Set(kUrgent, AlarmPriority::kLow);  // its plugin does not know
  EXPECT_TRUE(Told().empty());
  events = After(Seconds(60));
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].condition.priority, AlarmPriority::kHigh);
  EXPECT_TRUE(After(Seconds(600)).empty());
}

TEST_F(AlarmLifeTest, WhatIsAcknowledgedOrWithoutRuleDoesNotEscalate) {
  ASSERT_TRUE(Acknowledge(Raise(kUrgent, AlarmPriority::kLow)).ok());
  EXPECT_TRUE(After(Seconds(119)).empty());
  Raise(kPlain, AlarmPriority::kLow);
  EXPECT_TRUE(After(Microseconds(1)).empty());
  ExpectSignals(AlarmPriority::kLow, AlarmPriority::kLow);
}

TEST_F(AlarmLifeTest, AnAcknowledgedAlarmIsRememberedAgainAndAgain) {
  ASSERT_TRUE(Acknowledge(Raise(kUrgent, AlarmPriority::kHigh)).ok());
  for (int n = 0; n < 3; ++n) {
    EXPECT_TRUE(After(Seconds(119)).empty());
    const std::vector<AlarmEvent> events = After(Seconds(1));
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].transition, AlarmTransition::kReminded);
  }
  Clear(kUrgent);
  EXPECT_EQ(After(Seconds(500)).size(), 1u);  // its end alone
}

TEST_F(AlarmLifeTest, AReminderCountsFromTheAcknowledgement) {
  const AlarmEvent raised = Raise(kUrgent, AlarmPriority::kHigh);
  EXPECT_TRUE(After(Seconds(100)).empty());
  ASSERT_TRUE(Acknowledge(raised).ok());
  EXPECT_TRUE(After(Seconds(119)).empty());
  EXPECT_EQ(After(Seconds(1)).size(), 1u);
}

TEST_F(AlarmLifeTest, AReminderOfWhatEndsIsNotTold) {
  ASSERT_TRUE(Acknowledge(Raise(kUrgent, AlarmPriority::kHigh)).ok());
  now_ = now_ + Seconds(121);
  manager_.Advance(kMay, now_);
  Clear(kUrgent);
  const std::vector<AlarmEvent> events = Told();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].transition, AlarmTransition::kEnded);
}

// --- pauses ---

TEST_F(AlarmLifeTest, AudioPausedEndsByItself) {
  VIGIL_VERIFIES("REQ-ALM-006");
  Raise(kPlain, AlarmPriority::kMedium);
  ASSERT_EQ(manager_.Pause(kMay, Quiet::kAudio, kPauseDefault, 7, now_), Status::kOk);
  ExpectSignals(AlarmPriority::kMedium, AlarmPriority::kNone);
  EXPECT_EQ(surface().audio, QuietState::kPaused);
  After(kPauseDefault - Microseconds(1));
  ExpectSignals(AlarmPriority::kMedium, AlarmPriority::kNone);
  After(Microseconds(1));
  ExpectSignals(AlarmPriority::kMedium, AlarmPriority::kMedium);
  EXPECT_EQ(surface().audio, QuietState::kOn);
}

TEST_F(AlarmLifeTest, AlarmPausedSilencesLightAndSoundAndShowsItself) {
  Raise(kPlain, AlarmPriority::kHigh);
  ASSERT_EQ(manager_.Pause(kMay, Quiet::kAlarm, Seconds(10), 7, now_), Status::kOk);
  ExpectSignals(AlarmPriority::kNone, AlarmPriority::kNone);
  EXPECT_EQ(surface().alarm, QuietState::kPaused);
  EXPECT_EQ(surface().active, AlarmPriority::kHigh);
  After(Seconds(10));
  ExpectSignals(AlarmPriority::kHigh, AlarmPriority::kHigh);
}

TEST_F(AlarmLifeTest, SomethingHigherEndsAPauseAndNothingElseDoes) {
  VIGIL_VERIFIES("REQ-ALM-006");
  for (const Quiet quiet : {Quiet::kAudio, Quiet::kAlarm}) {
    SetUp();
    Raise(kPlain, AlarmPriority::kMedium);
    ASSERT_EQ(manager_.Pause(kMay, quiet, Seconds(100), 7, now_), Status::kOk);
    Raise(kOther, AlarmPriority::kMedium);
    EXPECT_EQ(surface().sound, AlarmPriority::kNone);
    Raise(kUrgent, AlarmPriority::kHigh);
    ExpectSignals(AlarmPriority::kHigh, AlarmPriority::kHigh);
    EXPECT_EQ(surface().audio, QuietState::kOn);
    EXPECT_EQ(surface().alarm, QuietState::kOn);
  }
}

TEST_F(AlarmLifeTest, WhatHasEndedExcusesNothingNew) {
  VIGIL_VERIFIES("REQ-ALM-006");
  Raise(kPlain, AlarmPriority::kHigh);
  ASSERT_EQ(manager_.Pause(kMay, Quiet::kAlarm, kPauseAtMost, 7, now_), Status::kOk);
  Clear(kPlain);
  After(Seconds(1));
  Raise(kOther, AlarmPriority::kHigh);
  ExpectSignals(AlarmPriority::kHigh, AlarmPriority::kHigh);
}

TEST_F(AlarmLifeTest, WhoMadeSignalsQuietIsToldAsLongAsItLasts) {
  VIGIL_VERIFIES("REQ-ALM-007");
  ASSERT_EQ(manager_.Pause(kMay, Quiet::kAudio, Seconds(90), 7, now_), Status::kOk);
  const Timestamp begin = now_;
  Told();
  ASSERT_EQ(quiet_.size(), 1u);
  EXPECT_EQ(quiet_[0].transition, AlarmTransition::kRaised);
  EXPECT_EQ(quiet_[0].condition.id, AlarmId::kAudioQuiet);
  EXPECT_EQ(quiet_[0].condition.priority, AlarmPriority::kLow);
  EXPECT_TRUE(quiet_[0].condition.present);
  EXPECT_EQ(quiet_[0].condition.value, static_cast<std::int32_t>(QuietState::kPaused));
  EXPECT_EQ(quiet_[0].condition.limit, 90);
  EXPECT_EQ(quiet_[0].condition.since, begin);
  EXPECT_EQ(quiet_[0].by, 7);
  EXPECT_TRUE((Told(), quiet_.size() == 1));
  manager_.SwitchOff(kMay, Quiet::kAudio, 8, now_);  // another order
  Told();
  ASSERT_EQ(quiet_.size(), 2u);
  EXPECT_EQ(quiet_[1].condition.value, static_cast<std::int32_t>(QuietState::kOff));
  EXPECT_EQ(quiet_[1].condition.limit, 0);
  EXPECT_EQ(quiet_[1].by, 8);
  manager_.SwitchOn(kMay, Quiet::kAudio, 9);
  Told();
  ASSERT_EQ(quiet_.size(), 3u);
  EXPECT_EQ(quiet_[2].transition, AlarmTransition::kEnded);
  EXPECT_FALSE(quiet_[2].condition.present);
  EXPECT_EQ(quiet_[2].by, 9);
  manager_.SwitchOff(kMay, Quiet::kAlarm, 8, now_);
  Told();
  ASSERT_EQ(quiet_.size(), 4u);
  EXPECT_EQ(quiet_[3].condition.id, AlarmId::kAlarmQuiet);
  EXPECT_EQ(quiet_[3].sequence, 3u);
}

TEST_F(AlarmLifeTest, APauseInPlaceOfOffIsToldAndEndsByItself) {
  manager_.SwitchOff(kMay, Quiet::kAudio, 8, now_);
  Told();
  ASSERT_EQ(manager_.Pause(kMay, Quiet::kAudio, Seconds(5), 9, now_), Status::kOk);
  Told();
  ASSERT_EQ(quiet_.size(), 2u);
  EXPECT_EQ(quiet_[1].condition.value, static_cast<std::int32_t>(QuietState::kPaused));
  EXPECT_EQ(quiet_[1].by, 9);
  Raise(kPlain, AlarmPriority::kHigh);  // ends the pause, and nobody did that
  ASSERT_EQ(quiet_.size(), 3u);
  EXPECT_EQ(quiet_[2].transition, AlarmTransition::kEnded);
  EXPECT_EQ(quiet_[2].by, 0);
}

TEST_F(AlarmLifeTest, AQuietThatEndedBeforeItWasToldIsNot) {
  manager_.SwitchOff(kMay, Quiet::kAudio, 8, now_);
  manager_.SwitchOn(kMay, Quiet::kAudio, 8);
  Told();
  EXPECT_TRUE(quiet_.empty());
}

TEST_F(AlarmLifeTest, OffLastsUntilItIsSwitchedOn) {
  Raise(kPlain, AlarmPriority::kLow);
  manager_.SwitchOff(kMay, Quiet::kAudio, 7, now_);
  Raise(kOther, AlarmPriority::kHigh);
  After(Seconds(100'000));
  ExpectSignals(AlarmPriority::kHigh, AlarmPriority::kNone);
  EXPECT_EQ(surface().audio, QuietState::kOff);
  manager_.SwitchOff(kMay, Quiet::kAlarm, 7, now_);
  ExpectSignals(AlarmPriority::kNone, AlarmPriority::kNone);
  EXPECT_EQ(surface().alarm, QuietState::kOff);
  manager_.SwitchOn(kMay, Quiet::kAlarm, 7);
  manager_.SwitchOn(kMay, Quiet::kAudio, 7);
  ExpectSignals(AlarmPriority::kHigh, AlarmPriority::kHigh);
}

TEST_F(AlarmLifeTest, APauseHasItsBounds) {
  VIGIL_VERIFIES("REQ-ALM-006");
  EXPECT_EQ(manager_.Pause(kMay, Quiet::kAudio, Duration(), 7, now_),
            Status::kOutOfRange);
  EXPECT_EQ(manager_.Pause(kMay, Quiet::kAudio, Seconds(-1), 7, now_),
            Status::kOutOfRange);
  EXPECT_EQ(manager_.Pause(kMay, Quiet::kAudio, kPauseAtMost + Microseconds(1), 7, now_),
            Status::kOutOfRange);
  EXPECT_EQ(surface().audio, QuietState::kOn);
  EXPECT_EQ(manager_.Pause(kMay, Quiet::kAudio, kPauseAtMost, 7, now_), Status::kOk);
  EXPECT_EQ(surface().audio, QuietState::kPaused);
}

TEST_F(AlarmLifeTest, WhatLatchesStaysWhenItIsWithdrawn) {
  VIGIL_VERIFIES("REQ-ALM-008");
  Raise(kLatching, AlarmPriority::kHigh);
  manager_.Withdraw(kMay, kLatching);
  const std::vector<AlarmEvent> events = Told();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].transition, AlarmTransition::kLatched);
  ExpectSignals(AlarmPriority::kHigh, AlarmPriority::kHigh);
  EXPECT_TRUE(manager_.ResetLatched(kMay, kLatching, 0, kNurse, now_).ok());
  ExpectSignals(AlarmPriority::kNone, AlarmPriority::kNone);
}

TEST_F(AlarmLifeTest, OnlyWhatIsWithdrawnEnds) {
  Raise(kPlain, AlarmPriority::kLow);
  Raise(kOther, AlarmPriority::kMedium);
  Raise(kUrgent, AlarmPriority::kHigh);
  manager_.Withdraw(kMay, kOther);
  const std::vector<AlarmEvent> events = Told();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].condition.id, kOther);
  EXPECT_EQ(surface().active_count, 2u);
}

TEST_F(AlarmLifeTest, WhatRisesIsNoReminder) {
  ASSERT_TRUE(Acknowledge(Raise(kUrgent, AlarmPriority::kMedium)).ok());
  now_ = now_ + Seconds(121);
  manager_.Advance(kMay, now_);
  Set(kUrgent, AlarmPriority::kHigh);
  const std::vector<AlarmEvent> events = Told();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].transition, AlarmTransition::kRaised);
}

TEST_F(AlarmLifeTest, WhatIsWithdrawnIsNotRememberedAgain) {
  ASSERT_TRUE(Acknowledge(Raise(kUrgent, AlarmPriority::kMedium)).ok());
  now_ = now_ + Seconds(121);
  manager_.Advance(kMay, now_);
  manager_.Withdraw(kMay, kUrgent);
  const std::vector<AlarmEvent> events = Told();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].transition, AlarmTransition::kEnded);
}

TEST_F(AlarmLifeTest, TheSurfaceCountsWhatIsActiveAndWhatNobodyHasSeen) {
  VIGIL_VERIFIES("REQ-ALM-002");
  const AlarmEvent seen = Raise(kPlain, AlarmPriority::kLow);
  Raise(kOther, AlarmPriority::kMedium);
  Raise(kUrgent, AlarmPriority::kHigh);
  EXPECT_EQ(surface().active_count, 3u);
  EXPECT_EQ(surface().unacknowledged_count, 3u);
  ASSERT_TRUE(Acknowledge(seen).ok());
  EXPECT_EQ(surface().active_count, 3u);
  EXPECT_EQ(surface().unacknowledged_count, 2u);
}

TEST_F(AlarmLifeTest, StartSwitchesEverySignalOn) {
  manager_.SwitchOff(kMay, Quiet::kAlarm, 7, now_);
  Raise(kPlain, AlarmPriority::kLow);
  SetUp();
  EXPECT_EQ(surface().alarm, QuietState::kOn);
  EXPECT_EQ(surface().active_count, 0u);
}

}  // namespace
}  // namespace vigil
