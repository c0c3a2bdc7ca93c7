// Explores every state that the alarms can reach, and checks the invariants of
// alarm_manager.h on each transition.
//
// The states are those of a real AlarmManager, with four alarms: low, medium that
// latches, high behind a delay, and low that escalates and reminds. An event is a
// report (present or absent, also with another priority), the end of who reports,
// any order of an operator, or the passing of one unit of time. Time enters a state only as the age
// of what is waited for, up to where nothing depends on it any more; so the states
// are finite, and all of them are visited.
//
// Beside it runs an oracle: what a bystander with a watch knows of the patient and
// of what the operator did. It shares no code with the manager.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <deque>
#include <string>
#include <unordered_set>
#include <vector>

#include "gtest/gtest.h"
#include "safety_kernel/alerting/alarm_manager.h"
#include "safety_kernel/base/authority_for_test.h"
#include "test/verifies.h"

namespace vigil {

// Reads what the manager keeps to itself.
class AlarmManagerForTest {
 public:
  // What the future depends on: ages instead of times, no numbers of events.
  static std::string Key(const AlarmManager& manager, Timestamp now,
                         std::int64_t longest) {
    std::string key;
    const auto age = [&](Timestamp since) {
      const std::int64_t us = (now - since).us;
      return static_cast<char>(us > longest ? longest : us);
    };
    for (std::uint32_t n = 0; n < manager.known_; ++n) {
      const AlarmManager::Alarm& alarm = manager.alarms_[n];
      const AlarmRule& rule = manager.RuleOf(alarm.condition.id);
      const bool high = alarm.condition.priority == AlarmPriority::kHigh;
      const bool waits =
          alarm.stage == AlarmManager::Stage::kDelayed ||
          (alarm.stage == AlarmManager::Stage::kActive && !high &&
           rule.escalate_after != kNever) ||
          (alarm.stage == AlarmManager::Stage::kAcknowledged &&
           rule.remind_after != kNever);
      // The priority of what is over and told is read by nobody.
      const bool over = alarm.stage == AlarmManager::Stage::kAbsent &&
                        alarm.told == AlarmManager::Stage::kAbsent;
      key += static_cast<char>(alarm.condition.id);
      key += over ? '-' : static_cast<char>(alarm.condition.priority);
      key += static_cast<char>(alarm.condition.present);
      key += static_cast<char>(alarm.stage);
      key += static_cast<char>(alarm.told);
      key += static_cast<char>(alarm.raise_due * 2 + alarm.reminder_due);
      key += waits ? age(alarm.entered) : '-';
    }
    for (const AlarmManager::Signals& signals : manager.signals_) {
      const bool paused = signals.state == QuietState::kPaused;
      key += static_cast<char>(signals.state);
      key += paused ? static_cast<char>(signals.above) : '-';
      key += paused ? static_cast<char>((signals.until - now).us) : '-';
    }
    return key;
  }
};

namespace {

constexpr AlarmAuthority kMay = AuthorityForTest::kAlarm;
constexpr Duration kTick = Microseconds(1);
constexpr std::int64_t kLongest = 2;  // no rule waits longer

constexpr int kAlarms = 4;
constexpr int kDelayed = 2;
constexpr AlarmId kIds[kAlarms] = {AlarmId::kHeartRateLow, AlarmId::kEcgLeadOff,
                                   AlarmId::kHeartRateHigh, AlarmId::kNotWorn};
constexpr AlarmPriority kPriorities[kAlarms] = {
    AlarmPriority::kLow, AlarmPriority::kMedium, AlarmPriority::kHigh,
    AlarmPriority::kLow};
constexpr AlarmRule kRules[] = {
    {.id = kIds[1], .latching = true},
    {.id = kIds[2], .condition_delay = Microseconds(1)},
    {.id = kIds[3],
     .escalate_after = Microseconds(2),
     .remind_after = Microseconds(2)},
};

// What a bystander knows.
struct Known {
  bool present = false;
  std::int8_t held = 0;   // ticks for which it has held
  bool signalled = false;  // told as raised and not as ended
  bool quiet = false;      // the operator acknowledged what was told last
  AlarmPriority priority = AlarmPriority::kNone;  // as told last
};

struct World {
  AlarmManager manager;
  Timestamp now;
  std::array<Known, kAlarms> known;
  std::array<std::uint32_t, kAlarms> last_event = {};
  bool audio_off = false, alarm_off = false;  // as ordered, not ended yet
  std::int8_t audio_pause = 0, alarm_pause = 0;  // ticks left
  AlarmPriority audio_above = AlarmPriority::kNone;
  AlarmPriority alarm_above = AlarmPriority::kNone;
  bool audio_told = false, alarm_told = false;  // that they are quiet
};

std::string KeyOf(const World& world) {
  std::string key = AlarmManagerForTest::Key(world.manager, world.now, kLongest);
  for (int place = 0; place < kAlarms; ++place) {
    const Known& known = world.known[place];
    key += static_cast<char>(known.present * 4 + known.signalled * 2 + known.quiet);
    key += static_cast<char>(place == kDelayed && known.held > 0);
    key += known.signalled ? static_cast<char>(known.priority) : '-';
  }
  key += static_cast<char>(world.audio_off * 2 + world.alarm_off);
  key += static_cast<char>(world.audio_pause);
  key += static_cast<char>(world.alarm_pause);
  key += world.audio_pause > 0 ? static_cast<char>(world.audio_above) : '-';
  key += world.alarm_pause > 0 ? static_cast<char>(world.alarm_above) : '-';
  return key;
}

int PlaceOf(AlarmId id) {
  for (int n = 0; n < kAlarms; ++n) {
    if (kIds[n] == id) return n;
  }
  return -1;
}

AlarmPriority Highest(const World& world, bool heard_only) {
  AlarmPriority highest = AlarmPriority::kNone;
  for (const Known& known : world.known) {
    if (!known.signalled || (heard_only && known.quiet)) continue;
    if (known.priority > highest) highest = known.priority;
  }
  return highest;
}

bool IsQuiet(const AlarmEvent& event) {
  return event.condition.id == AlarmId::kAudioQuiet ||
         event.condition.id == AlarmId::kAlarmQuiet;
}

// Each event of the alphabet, by number.
enum : int {
  kTickEvent = 0,
  kFirstReport = 1,                            // present, absent of each alarm
  kRaisedReport = kFirstReport + 2 * kAlarms,  // the first alarm, but high
  kFirstWithdraw,  // of the first two alarms
  kFirstAcknowledge = kFirstWithdraw + 2,
  kReset = kFirstAcknowledge + kAlarms,
  kPauseAudio,
  kPauseAlarm,
  kAudioOff,
  kAlarmOff,
  kAllOn,
  kEvents,
};

class Explorer {
 public:
  using Mutation = void (*)(AlarmManager& manager, int event);

  // `mutation`: a fault of the manager, to show that the checks can fail.
  explicit Explorer(Mutation mutation = nullptr) : mutation_(mutation) {}

  void Run() {
    World start;
    start.manager.Start(kRules, std::size(kRules));
    seen_.insert(KeyOf(start));
    std::deque<World> open = {start};
    while (!open.empty() && violations_.empty()) {
      const World from = open.front();
      open.pop_front();
      for (int event = 0; event < kEvents; ++event) {
        World to = from;
        Step(to, event);
        ++transitions_;
        if (seen_.insert(KeyOf(to)).second) open.push_back(to);
      }
    }
  }

  std::size_t states() const { return seen_.size(); }
  std::size_t transitions() const { return transitions_; }
  const std::vector<std::string>& violations() const { return violations_; }

 private:
  void Expect(bool holds, const char* invariant, int event) {
    if (holds) return;
    violations_.push_back(std::string(invariant) + ", event " +
                          std::to_string(event));
  }

  void Report(World& world, int place, AlarmPriority priority, bool present) {
    AlarmCondition condition;
    condition.id = kIds[place];
    condition.priority = priority;
    condition.present = present;
    condition.since = world.now;
    EXPECT_EQ(world.manager.Report(kMay, condition, world.now), Status::kOk);
    Known& known = world.known[place];
    if (!present || !known.present) known.held = 0;
    known.present = present;
  }

  // Who reported it is gone, for the bystander as if the condition were.
  void Withdraw(World& world, int place) {
    world.manager.Withdraw(kMay, kIds[place]);
    world.known[place].present = false;
    world.known[place].held = 0;
  }

  void Pass(World& world) {
    world.now = world.now + kTick;
    for (Known& known : world.known) {
      if (known.present && known.held < kLongest) ++known.held;
    }
    if (world.audio_pause > 0) --world.audio_pause;
    if (world.alarm_pause > 0) --world.alarm_pause;
  }

  void Acknowledge(World& world, int place, int event) {
    const Known before = world.known[place];
    const Result<AlarmEvent> told = world.manager.Acknowledge(
        kMay, kIds[place], 0, world.last_event[place], 1, world.now);
    const bool heard = before.signalled && !before.quiet;
    Expect(told.ok() == heard, "4: what is heard can be acknowledged", event);
    if (!told.ok()) return;
    world.known[place].quiet = true;
    world.last_event[place] = told.value().sequence;
  }

  void Reset(World& world, int event) {
    const Known before = world.known[1];
    const Result<AlarmEvent> told =
        world.manager.ResetLatched(kMay, kIds[1], 0, 1, world.now);
    Expect(told.ok() == (before.signalled && !before.present),
           "6: what latched can be reset, and nothing else", event);
    if (told.ok()) world.known[1].signalled = false;
  }

  void Order(World& world, int event) {
    const AlarmPriority active = Highest(world, false);
    switch (event) {
      case kPauseAudio:
        EXPECT_EQ(world.manager.Pause(kMay, Quiet::kAudio, kTick, 1, world.now),
                  Status::kOk);
        world.audio_pause = 1;
        world.audio_above = active;
        world.audio_off = false;
        break;
      case kPauseAlarm:
        EXPECT_EQ(world.manager.Pause(kMay, Quiet::kAlarm, kTick, 1, world.now),
                  Status::kOk);
        world.alarm_pause = 1;
        world.alarm_above = active;
        world.alarm_off = false;
        break;
      case kAudioOff:
        world.manager.SwitchOff(kMay, Quiet::kAudio, 1, Timestamp());
        world.audio_off = true;
        world.audio_pause = 0;
        break;
      case kAlarmOff:
        world.manager.SwitchOff(kMay, Quiet::kAlarm, 1, Timestamp());
        world.alarm_off = true;
        world.alarm_pause = 0;
        break;
      default:
        world.manager.SwitchOn(kMay, Quiet::kAudio, 1);
        world.manager.SwitchOn(kMay, Quiet::kAlarm, 1);
        world.audio_off = world.alarm_off = false;
        world.audio_pause = world.alarm_pause = 0;
    }
  }

  void Do(World& world, int event) {
    if (event == kTickEvent) {
      Pass(world);
    } else if (event < kRaisedReport) {
      const int place = (event - kFirstReport) / 2;
      const bool present = (event - kFirstReport) % 2 == 0;
      Report(world, place, kPriorities[place], present);
    } else if (event == kRaisedReport) {
      Report(world, 0, AlarmPriority::kHigh, true);
    } else if (event < kFirstAcknowledge) {
      Withdraw(world, event - kFirstWithdraw);
    } else if (event < kReset) {
      Acknowledge(world, event - kFirstAcknowledge, event);
    } else if (event == kReset) {
      Reset(world, event);
    } else {
      Order(world, event);
    }
  }

  // That somebody made the signals quiet is told, and its end.
  void HearQuiet(World& world, const AlarmEvent& told, int event) {
    const bool audio = told.condition.id == AlarmId::kAudioQuiet;
    bool& known = audio ? world.audio_told : world.alarm_told;
    const bool quiet = audio ? world.audio_off || world.audio_pause > 0
                             : world.alarm_off || world.alarm_pause > 0;
    const bool raised = told.transition == AlarmTransition::kRaised;
    Expect(raised == quiet, "7: what is told of the signals is so", event);
    Expect(raised || known, "7: only what was told to be quiet is told to end", event);
    known = raised;
  }

  // What is told of an alarm, to the bystander.
  void Hear(World& world, const AlarmEvent& told, int event) {
    if (IsQuiet(told)) {
      HearQuiet(world, told, event);
      return;
    }
    const int place = PlaceOf(told.condition.id);
    ASSERT_GE(place, 0);
    Known& known = world.known[place];
    world.last_event[place] = told.sequence;
    switch (told.transition) {
      case AlarmTransition::kRaised:
        Expect(!known.signalled || known.quiet || place == 1 ||
                   told.condition.priority > known.priority,
               "7: raised once, or once more for a higher priority", event);
        // A pause ends when what begins is higher than what was active.
        if (told.condition.priority > world.audio_above) world.audio_pause = 0;
        if (told.condition.priority > world.alarm_above) world.alarm_pause = 0;
        known.signalled = true;
        known.quiet = false;
        known.priority = told.condition.priority;
        break;
      case AlarmTransition::kEnded:
        Expect(known.signalled && !known.present, "7: only what was raised ends",
               event);
        Expect(place != 1, "6: what latches does not end by itself", event);
        known.signalled = false;
        known.quiet = false;
        break;
      case AlarmTransition::kLatched:
        Expect(place == 1 && known.signalled && !known.present,
               "6: only what latches is latched", event);
        break;
      case AlarmTransition::kReminded:
        Expect(known.quiet && known.present && place == 3,
               "7: only what is acknowledged and lasts is reminded of", event);
        break;
      case AlarmTransition::kAcknowledged:
        Expect(false, "4: nobody acknowledges but an operator", event);
    }
  }

  void TakeAll(World& world, int event) {
    AlarmPriority before = AlarmPriority::kHigh;
    bool begins = true;
    std::uint32_t count = 0;
    for (;; ++count) {
      const Result<AlarmEvent> told = world.manager.TakeNext(world.now);
      if (!told.ok()) break;
      const bool raised = told.value().transition == AlarmTransition::kRaised &&
                          !IsQuiet(told.value());
      Expect(begins || !raised, "3: what begins is told first", event);
      if (raised) {
        Expect(told.value().condition.priority <= before,
               "3: the highest is told first", event);
        before = told.value().condition.priority;
      }
      begins = raised;
      Hear(world, told.value(), event);
      if (count > 2 * kAlarms) break;
    }
    Expect(count <= 2 * kAlarms, "7: no event is told without end", event);
  }

  void CheckStanding(const World& world, int event) {
    for (int place = 0; place < kAlarms; ++place) {
      const Known& known = world.known[place];
      const bool due = known.present && (place != kDelayed || known.held >= 1);
      Expect(!due || known.signalled, "1: what has held for its delay is active",
             event);
      Expect(!known.signalled || known.priority >= kPriorities[place],
             "1: with at least its own priority", event);
    }
  }

  void CheckSurface(const World& world, int event) {
    const AlarmSurface surface = world.manager.Surface();
    const bool dark = world.alarm_off || world.alarm_pause > 0;
    const bool mute = dark || world.audio_off || world.audio_pause > 0;
    const AlarmPriority none = AlarmPriority::kNone;
    Expect(surface.active == Highest(world, false),
           "2: the highest active priority is known", event);
    Expect(surface.light == (dark ? none : Highest(world, false)),
           "2, 5: the light shows the highest that is active", event);
    Expect(surface.sound == (mute ? none : Highest(world, true)),
           "2, 4, 5: the sound is that of the highest not acknowledged", event);
    Expect((surface.alarm == QuietState::kOn) == !dark &&
               (surface.audio == QuietState::kOn) ==
                   !(world.audio_off || world.audio_pause > 0),
           "5: what is off or paused is shown", event);
    Expect(world.alarm_told == dark &&
               world.audio_told == (world.audio_off || world.audio_pause > 0),
           "7: that signals are quiet is told", event);
  }

  void Step(World& world, int event) {
    Do(world, event);
    if (mutation_ != nullptr) mutation_(world.manager, event);
    world.manager.Advance(kMay, world.now);
    TakeAll(world, event);
    CheckStanding(world, event);
    CheckSurface(world, event);
    // What has ended does not excuse what begins.
    const AlarmPriority active = Highest(world, false);
    if (active < world.audio_above) world.audio_above = active;
    if (active < world.alarm_above) world.alarm_above = active;
  }

  Mutation mutation_;
  std::unordered_set<std::string> seen_;
  std::size_t transitions_ = 0;
  std::vector<std::string> violations_;
};

TEST(AlarmExploration, NoReachableStateBreaksAnInvariant) {
  VIGIL_VERIFIES("REQ-ALM-001");
  VIGIL_VERIFIES("REQ-ALM-002");
  VIGIL_VERIFIES("REQ-ALM-009");
  Explorer explorer;
  explorer.Run();
  for (const std::string& violation : explorer.violations()) {
    ADD_FAILURE() << violation;
  }
  std::printf("%zu states, %zu transitions\n", explorer.states(),
              explorer.transitions());
  // All combinations of what can be present alone are 16.
  EXPECT_GT(explorer.states(), 10'000u);
  EXPECT_EQ(explorer.transitions(), explorer.states() * kEvents);
}

// Each of these faults of a manager is found.
TEST(AlarmExploration, FindsAnAlarmThatIsDropped) {
  Explorer explorer([](AlarmManager& manager, int event) {
    if (event == kRaisedReport) manager.Start(kRules, std::size(kRules));
  });
  explorer.Run();
  EXPECT_FALSE(explorer.violations().empty());
}

TEST(AlarmExploration, FindsAPauseThatIsNotEnded) {
  Explorer explorer([](AlarmManager& manager, int event) {
    if (event == kRaisedReport) manager.SwitchOff(kMay, Quiet::kAudio, 1, Timestamp());
  });
  explorer.Run();
  EXPECT_FALSE(explorer.violations().empty());
}

TEST(AlarmExploration, FindsASilencedNeighbour) {
  Explorer explorer([](AlarmManager& manager, int event) {
    if (event != kFirstAcknowledge) return;
    for (std::uint32_t seen = 0; seen < 8; ++seen) {
      (void)manager.Acknowledge(kMay, kIds[2], 0, seen, 1, Timestamp());
    }
  });
  explorer.Run();
  EXPECT_FALSE(explorer.violations().empty());
}

TEST(AlarmExploration, FindsALatchThatLetsGo) {
  Explorer explorer([](AlarmManager& manager, int event) {
    if (event == kTickEvent) (void)manager.ResetLatched(kMay, kIds[1], 0, 1, Timestamp());
  });
  explorer.Run();
  EXPECT_FALSE(explorer.violations().empty());
}

}  // namespace
}  // namespace vigil
