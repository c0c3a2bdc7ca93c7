#include "safety_kernel/alerting/alarm_manager.h"

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/alerting/alarm_rules.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"

namespace vigil {
namespace {

constexpr AlarmRule kDefaultRule;

bool IsOfAPlugin(AlarmId id) {
  return id == AlarmId::kPluginFailed || id == AlarmId::kPluginRestarted;
}

AlarmPriority Higher(AlarmPriority a, AlarmPriority b) { return a > b ? a : b; }

AlarmPriority OneHigher(AlarmPriority priority) {
  return priority == AlarmPriority::kLow ? AlarmPriority::kMedium
                                         : AlarmPriority::kHigh;
}

bool HasPassed(Timestamp since, Duration span, Timestamp now) {
  return now - since >= span;
}

}  // namespace

void AlarmManager::Start(const AlarmRule* rules, std::uint32_t rule_count,
                         std::uint32_t first_sequence) {
  rules_ = rules;
  rule_count_ = rule_count;
  known_ = 0;
  next_sequence_ = first_sequence;
  for (Signals& signals : signals_) signals = Signals();
}

const AlarmRule& AlarmManager::RuleOf(AlarmId id) const {
  for (std::uint32_t n = 0; n < rule_count_; ++n) {
    if (rules_[n].id == id) return rules_[n];
  }
  return kDefaultRule;
}

// known_ when it is new.
std::uint32_t AlarmManager::PlaceOf(AlarmId id, std::int32_t value) const {
  for (std::uint32_t place = 0; place < known_; ++place) {
    const AlarmCondition& condition = alarms_[place].condition;
    if (condition.id != id) continue;
    if (!IsOfAPlugin(id) || condition.value == value) return place;
  }
  return known_;
}

bool AlarmManager::IsSignalled(Stage stage) {
  return stage != Stage::kAbsent && stage != Stage::kDelayed;
}

bool AlarmManager::IsHeard(Stage stage) {
  return stage == Stage::kActive || stage == Stage::kLatched;
}

// --- conditions ---

Status AlarmManager::Report(AlarmAuthority, const AlarmCondition& condition,
                            Timestamp now) {
  if (condition.id == AlarmId::kNone) return Status::kInvalidArgument;
  if (condition.present && condition.priority == AlarmPriority::kNone) {
    return Status::kInvalidArgument;
  }
  const std::uint32_t place = PlaceOf(condition.id, condition.value);
  if (place == kMaxAlarms) return Status::kFull;
  if (place == known_) {
    alarms_[place] = Alarm();
    ++known_;
  }
  if (condition.present) {
    Hold(alarms_[place], condition, now);
  } else {
    Release(alarms_[place], condition);
  }
  return Status::kOk;
}

void AlarmManager::Hold(Alarm& alarm, const AlarmCondition& condition,
                        Timestamp now) {
  const AlarmPriority before = alarm.condition.priority;
  const bool latched =
      alarm.stage == Stage::kLatched || alarm.stage == Stage::kLatchedAcknowledged;
  const bool lasts = IsSignalled(alarm.stage);
  // What ended and was not told to have: for who listens it goes on.
  const bool goes_on = lasts || IsSignalled(alarm.told);
  alarm.condition = condition;
  if (goes_on) alarm.condition.priority = Higher(condition.priority, before);
  if (alarm.stage == Stage::kAbsent) {
    alarm.stage = Stage::kDelayed;
    alarm.entered = now;
  }
  // A new occurrence, or more than what somebody has seen.
  const bool rises = lasts && condition.priority > before;
  if (latched || rises) Activate(alarm, now);
  AdvanceAlarm(alarm, now);
}

void AlarmManager::Release(Alarm& alarm, const AlarmCondition& condition) {
  const AlarmCondition before = alarm.condition;
  const Stage stage = alarm.stage;
  alarm.condition = condition;
  // The end is told with the priority and the begin of what ends.
  if (IsSignalled(stage) || IsSignalled(alarm.told)) {
    alarm.condition.priority = before.priority;
    alarm.condition.since = before.since;
  }
  alarm.reminder_due = false;
  if (!IsSignalled(stage)) {
    alarm.stage = Stage::kAbsent;
  } else if (!RuleOf(condition.id).latching) {
    alarm.stage = Stage::kAbsent;
    alarm.raise_due = false;
  } else if (stage == Stage::kActive) {
    alarm.stage = Stage::kLatched;
  } else if (stage == Stage::kAcknowledged) {
    alarm.stage = Stage::kLatchedAcknowledged;
  }
}

void AlarmManager::Withdraw(AlarmAuthority, AlarmId id) {
  for (std::uint32_t place = 0; place < known_; ++place) {
    Alarm& alarm = alarms_[place];
    if (alarm.condition.id != id) continue;
    AlarmCondition gone = alarm.condition;
    gone.present = false;
    Release(alarm, gone);
  }
}

void AlarmManager::Activate(Alarm& alarm, Timestamp now) {
  alarm.stage = Stage::kActive;
  alarm.entered = now;
  alarm.raise_due = true;  // goes before a reminder, which ends with it
  EndPauses(alarm.condition.priority);
}

// --- time ---

void AlarmManager::Advance(AlarmAuthority, Timestamp now) {
  for (std::uint32_t place = 0; place < known_; ++place) {
    AdvanceAlarm(alarms_[place], now);
  }
  AdvanceSignals(now);
}

// What has ended does not excuse what begins.
void AlarmManager::AdvanceSignals(Timestamp now) {
  const AlarmPriority active = Surface().active;
  for (Signals& signals : signals_) {
    if (signals.state != QuietState::kPaused) continue;
    if (now >= signals.until) SwitchOn(signals, 0);
    if (active < signals.above) signals.above = active;
  }
}

void AlarmManager::AdvanceAlarm(Alarm& alarm, Timestamp now) {
  const AlarmRule& rule = RuleOf(alarm.condition.id);
  if (alarm.stage == Stage::kDelayed &&
      HasPassed(alarm.entered, rule.condition_delay, now)) {
    Activate(alarm, now);
  }
  const bool escalates = rule.escalate_after != kNever &&
                         alarm.condition.priority != AlarmPriority::kHigh;
  if (alarm.stage == Stage::kActive && escalates &&
      HasPassed(alarm.entered, rule.escalate_after, now)) {
    Escalate(alarm, now);
  }
  if (alarm.stage == Stage::kAcknowledged && rule.remind_after != kNever &&
      HasPassed(alarm.entered, rule.remind_after, now)) {
    alarm.reminder_due = true;
    alarm.entered = now;
  }
}

void AlarmManager::Escalate(Alarm& alarm, Timestamp now) {
  alarm.condition.priority = OneHigher(alarm.condition.priority);
  Activate(alarm, now);
}

// --- telling ---

bool AlarmManager::HasNews(const Alarm& alarm) {
  if (alarm.raise_due || alarm.reminder_due) return true;
  const bool signalled = IsSignalled(alarm.stage);
  if (!signalled) return IsSignalled(alarm.told);
  return alarm.stage != alarm.told;
}

// 0 when there is nothing to tell.
std::uint32_t AlarmManager::Urgency(const Alarm& alarm) {
  constexpr std::uint32_t kBegins = 16;  // above each priority
  if (!HasNews(alarm)) return 0;
  const auto priority = static_cast<std::uint32_t>(alarm.condition.priority);
  return alarm.raise_due ? kBegins + priority : priority;
}

AlarmTransition AlarmManager::NewsOf(const Alarm& alarm) {
  if (alarm.raise_due) return AlarmTransition::kRaised;
  if (alarm.reminder_due) return AlarmTransition::kReminded;
  switch (alarm.stage) {
    case Stage::kLatched:
    case Stage::kLatchedAcknowledged: return AlarmTransition::kLatched;
    default: return AlarmTransition::kEnded;
  }
}

Result<AlarmEvent> AlarmManager::TakeNext(Timestamp now) {
  Alarm* most_urgent = nullptr;
  std::uint32_t highest = 0;
  for (std::uint32_t place = 0; place < known_; ++place) {
    const std::uint32_t urgency = Urgency(alarms_[place]);
    if (urgency > highest) {
      highest = urgency;
      most_urgent = &alarms_[place];
    }
  }
  if (most_urgent == nullptr) return TakeNextOfSignals(now);
  const AlarmTransition news = NewsOf(*most_urgent);
  return Tell(*most_urgent, news, 0, now);
}

// An order that replaces another is told as it is; so is the end.
Result<AlarmEvent> AlarmManager::TakeNextOfSignals(Timestamp now) {
  for (Signals& signals : signals_) {
    const bool quiet = signals.state != QuietState::kOn;
    if (quiet == signals.told && !(quiet && signals.changed)) continue;
    signals.told = quiet;
    signals.changed = false;
    Alarm alarm;
    AlarmCondition& condition = alarm.condition;
    const bool audio = &signals == &signals_[0];
    condition.id = audio ? AlarmId::kAudioQuiet : AlarmId::kAlarmQuiet;
    condition.priority = AlarmPriority::kLow;
    condition.present = quiet;
    condition.value = static_cast<std::int32_t>(signals.state);
    condition.since = signals.since;
    if (signals.state == QuietState::kPaused) {
      condition.limit =
          static_cast<std::int32_t>((signals.until - signals.since).us / 1'000'000);
    }
    return Tell(alarm, quiet ? AlarmTransition::kRaised : AlarmTransition::kEnded,
                signals.by, now);
  }
  return Status::kUnavailable;
}

AlarmEvent AlarmManager::Tell(Alarm& alarm, AlarmTransition transition,
                              OperatorId by, Timestamp now) {
  AlarmEvent event;
  event.condition = alarm.condition;
  event.transition = transition;
  event.sequence = next_sequence_;
  event.time = now;
  event.by = by;
  ++next_sequence_;
  const bool raised = transition == AlarmTransition::kRaised;
  alarm.told = raised ? Stage::kActive : alarm.stage;
  alarm.raise_due = false;
  alarm.told_event = event.sequence;
  alarm.reminder_due = false;
  return event;
}

// --- the operator ---

Result<AlarmEvent> AlarmManager::Acknowledge(AlarmAuthority, AlarmId id,
                                             std::int32_t value,
                                             std::uint32_t seen, OperatorId by,
                                             Timestamp now) {
  const std::uint32_t place = PlaceOf(id, value);
  if (place == known_) return Status::kUnavailable;
  Alarm& alarm = alarms_[place];
  if (!IsHeard(alarm.stage)) return Status::kUnavailable;
  if (HasNews(alarm) || alarm.told_event != seen) {
    return Status::kFailedPrecondition;
  }
  alarm.stage = alarm.stage == Stage::kActive ? Stage::kAcknowledged
                                              : Stage::kLatchedAcknowledged;
  alarm.entered = now;
  return Tell(alarm, AlarmTransition::kAcknowledged, by, now);
}

Result<AlarmEvent> AlarmManager::ResetLatched(AlarmAuthority, AlarmId id,
                                              std::int32_t value, OperatorId by,
                                              Timestamp now) {
  const std::uint32_t place = PlaceOf(id, value);
  if (place == known_) return Status::kUnavailable;
  Alarm& alarm = alarms_[place];
  const bool latched = alarm.stage == Stage::kLatched ||
                       alarm.stage == Stage::kLatchedAcknowledged;
  if (!latched) return Status::kUnavailable;
  alarm.stage = Stage::kAbsent;
  return Tell(alarm, AlarmTransition::kEnded, by, now);
}

Status AlarmManager::Pause(AlarmAuthority, Quiet quiet, Duration duration,
                           OperatorId by, Timestamp now) {
  if (duration <= Duration() || duration > kPauseAtMost) {
    return Status::kOutOfRange;
  }
  Signals& signals = SignalsOf(quiet);
  signals = {.state = QuietState::kPaused,
             .above = Surface().active,
             .by = by,
             .since = now,
             .until = now + duration,
             .told = signals.told,
             .changed = true};
  return Status::kOk;
}

void AlarmManager::SwitchOff(AlarmAuthority, Quiet quiet, OperatorId by,
                             Timestamp now) {
  Signals& signals = SignalsOf(quiet);
  signals = {.state = QuietState::kOff,
             .by = by,
             .since = now,
             .told = signals.told,
             .changed = true};
}

void AlarmManager::SwitchOn(AlarmAuthority, Quiet quiet, OperatorId by) {
  SwitchOn(SignalsOf(quiet), by);
}

void AlarmManager::SwitchOn(Signals& signals, OperatorId by) {
  signals = {.by = by, .since = signals.since, .told = signals.told};
}

void AlarmManager::EndPauses(AlarmPriority begins) {
  for (Signals& signals : signals_) {
    const bool higher = begins > signals.above;
    if (signals.state == QuietState::kPaused && higher) SwitchOn(signals, 0);
  }
}

// --- the surface ---

AlarmSurface AlarmManager::Surface() const {
  AlarmSurface surface;
  surface.audio = signals_[0].state;
  surface.alarm = signals_[1].state;
  AlarmPriority heard = AlarmPriority::kNone;
  for (std::uint32_t place = 0; place < known_; ++place) {
    const Alarm& alarm = alarms_[place];
    if (!IsSignalled(alarm.stage)) continue;
    ++surface.active_count;
    surface.active = Higher(surface.active, alarm.condition.priority);
    if (!IsHeard(alarm.stage)) continue;
    ++surface.unacknowledged_count;
    heard = Higher(heard, alarm.condition.priority);
  }
  const bool lit = surface.alarm == QuietState::kOn;
  const bool loud = lit && surface.audio == QuietState::kOn;
  if (lit) surface.light = surface.active;
  if (loud) surface.sound = heard;
  return surface;
}

}  // namespace vigil
