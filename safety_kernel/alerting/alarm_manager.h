// The life of alarms: from conditions that are reported to what is told and
// signalled, with all that an operator may do about it.
//
//   manager.Start(rules, rule_count);
//   manager.Report(authority, condition, now);    // any number in a frame
//   for (std::uint32_t told = 0; told < AlarmManager::kMaxNews; ++told) {
//     const Result<AlarmEvent> event = manager.TakeNext(now);
//     if (!event.ok()) break;
//     sink.OnAlarm(event.value());
//   }
//   const AlarmSurface surface = manager.Surface();   // lights and sound
//
//   absent -> (condition delay) -> active -> acknowledged -> absent
//                                        \-> latched -> reset -> absent
//
// Invariants, checked over the whole reachable state space by
// alarm_exploration_test.cc:
//   1. A condition that has held for its delay is active in the same frame,
//      whatever else is reported, acknowledged, paused or flooding.
//   2. The light shows the highest priority of all that is active; the sound that
//      of all that is active and not acknowledged, unless paused or off.
//   3. What is told first is what begins, the highest priority first.
//   4. Acknowledging quiets the one occurrence that the operator saw. What begins
//      later, or rises in priority, is heard.
//   5. A pause ends by itself, and at once when something begins that is higher
//      than all that was active since it began and still is.
//   6. What latches is lit until it is reset, also when who reported it is gone.
//   7. Each step of an alarm's life is told exactly once; only what both began and
//      ended before it could be told is not. That an operator made signals quiet is
//      told as well, and shown until it ends.
//
// Not safe for use from several threads.
#ifndef VIGIL_SAFETY_KERNEL_ALERTING_ALARM_MANAGER_H_
#define VIGIL_SAFETY_KERNEL_ALERTING_ALARM_MANAGER_H_

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/alerting/alarm_rules.h"
#include "safety_kernel/base/authority.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"

namespace vigil {

// A place for each condition of each plugin, for the failure and the restart of
// each plugin and for the kernel's own: no alarm has to give way to another.
// runtime.cc asserts that it suffices.
inline constexpr std::uint32_t kMaxAlarms = 100;

// What an operator may switch. kAudio: no sound. kAlarm: neither sound nor light.
enum class Quiet : std::uint8_t { kAudio = 1, kAlarm = 2 };

enum class QuietState : std::uint8_t {
  kOn = 0x0F,      // signals are given
  kPaused = 0x33,  // until quiet_until
  kOff = 0x55,     // until it is switched on
};

// What lights, sounder and screen show now. It is derived, never stored.
struct AlarmSurface {
  AlarmPriority light = AlarmPriority::kNone;
  AlarmPriority sound = AlarmPriority::kNone;
  AlarmPriority active = AlarmPriority::kNone;  // highest, also when all is off
  QuietState audio = QuietState::kOn;           // shown all the time unless kOn
  QuietState alarm = QuietState::kOn;
  std::uint32_t active_count = 0;
  std::uint32_t unacknowledged_count = 0;
};

class AlarmManager {
 public:
  // Forgets everything; nothing is told of what was active. Every signal is on.
  // `rules` must outlive this object; alarms without a rule have a default one.
  // first_sequence: number of the first event; above those that were told before,
  // so that nobody takes an old one for a new one.
  void Start(const AlarmRule* rules, std::uint32_t rule_count,
             std::uint32_t first_sequence = 0);

  // The state of a condition as of now; replaces what was reported before. While
  // an occurrence lasts its priority only rises: a lower one is not taken over.
  // The alarms of a plugin (AlarmId::kPluginFailed, kPluginRestarted) are one for
  // each value.
  // kInvalidArgument: no id, or present without a priority.
  // kFull: it is new, and kMaxAlarms are known; nothing was taken over.
  Status Report(AlarmAuthority, const AlarmCondition& condition, Timestamp now);

  // The condition cannot be judged any longer: what was signalled ends, since an old
  // alarm is never kept as current; what latches is latched. Nothing happens if it
  // is not known.
  void Withdraw(AlarmAuthority, AlarmId id);

  // Lets time pass: delays, escalations, reminders, pauses. Once a frame, after
  // the reports.
  void Advance(AlarmAuthority, Timestamp now);

  // The most important transition that was not told yet: what begins or rises
  // before all else, then the higher priority, then the earlier reported.
  // kUnavailable: there is none.
  Result<AlarmEvent> TakeNext(Timestamp now);

  // The operator `by` has seen the alarm as told by the event `seen`. `value`: for
  // the alarms of a plugin, else ignored.
  // kUnavailable: no such alarm is active, or it is acknowledged already.
  // kFailedPrecondition: something newer than `seen` was told of it.
  Result<AlarmEvent> Acknowledge(AlarmAuthority, AlarmId id, std::int32_t value,
                                 std::uint32_t seen, OperatorId by,
                                 Timestamp now);

  // Ends what is latched. kUnavailable: it is not; also while its condition holds.
  Result<AlarmEvent> ResetLatched(AlarmAuthority, AlarmId id,
                                  std::int32_t value, OperatorId by,
                                  Timestamp now);

  // The operator `by` makes signals quiet, or ends that. It is told by TakeNext as
  // AlarmId::kAudioQuiet or kAlarmQuiet, low, for as long as it lasts.
  // kOutOfRange: not within 1 us..kPauseAtMost; nothing changed.
  Status Pause(AlarmAuthority, Quiet quiet, Duration duration, OperatorId by,
               Timestamp now);
  void SwitchOff(AlarmAuthority, Quiet quiet, OperatorId by, Timestamp now);
  void SwitchOn(AlarmAuthority, Quiet quiet, OperatorId by);

  AlarmSurface Surface() const;

  // So many events there can be at most until the next report or order.
  static constexpr std::uint32_t kMaxNews = kMaxAlarms + 2;

 private:
  friend class AlarmManagerForTest;

  // At a distance of 4 bits from one another.
  enum class Stage : std::uint8_t {
    kAbsent = 0x0F,
    kDelayed = 0x33,       // holds, not yet for its delay
    kActive = 0x55,        // signalled
    kAcknowledged = 0x69,  // signalled by light alone
    kLatched = 0x96,       // the condition is gone
    kLatchedAcknowledged = 0xAA,
  };

  struct Alarm {
    AlarmCondition condition;  // as last reported; with its highest priority
    Timestamp entered;         // when the stage began
    std::uint32_t told_event = 0;  // number of the last event about it
    Stage stage = Stage::kAbsent;
    Stage told = Stage::kAbsent;   // the stage that was told last
    bool raise_due = false;        // it began, or rose, and that is not told yet
    bool reminder_due = false;
  };

  struct Signals {
    QuietState state = QuietState::kOn;
    AlarmPriority above = AlarmPriority::kNone;  // what ends the pause is higher
    OperatorId by = 0;                           // who made or ended it
    Timestamp since;
    Timestamp until;
    bool told = false;     // somebody knows that they are quiet
    bool changed = false;  // an order came that is not told yet
  };

  const AlarmRule& RuleOf(AlarmId id) const;
  std::uint32_t PlaceOf(AlarmId id, std::int32_t value) const;
  void Hold(Alarm& alarm, const AlarmCondition& condition, Timestamp now);
  void Release(Alarm& alarm, const AlarmCondition& condition);
  void Activate(Alarm& alarm, Timestamp now);
  void AdvanceAlarm(Alarm& alarm, Timestamp now);
  void Escalate(Alarm& alarm, Timestamp now);
  void EndPauses(AlarmPriority begins);
  void AdvanceSignals(Timestamp now);
  Result<AlarmEvent> TakeNextOfSignals(Timestamp now);
  AlarmEvent Tell(Alarm& alarm, AlarmTransition transition, OperatorId by,
                  Timestamp now);
  Signals& SignalsOf(Quiet quiet) { return signals_[quiet == Quiet::kAudio ? 0 : 1]; }
  static void SwitchOn(Signals& signals, OperatorId by);

  static bool IsSignalled(Stage stage);
  static bool IsHeard(Stage stage);
  static bool HasNews(const Alarm& alarm);
  static std::uint32_t Urgency(const Alarm& alarm);
  static AlarmTransition NewsOf(const Alarm& alarm);

  const AlarmRule* rules_ = nullptr;
  std::uint32_t rule_count_ = 0;
  Alarm alarms_[kMaxAlarms];
  std::uint32_t known_ = 0;
  std::uint32_t next_sequence_ = 0;
  Signals signals_[2];  // of the sound, of all
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ALERTING_ALARM_MANAGER_H_
