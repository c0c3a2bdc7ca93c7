// Turns the states of alarm conditions into events: each occurrence is signalled
// once when it begins and once when it ends, and once more for each rise of its
// priority. What matters more is told first.
//
//   manager.Report(condition);                    // any number in a frame
//   for (std::uint32_t told = 0; told < manager.known(); ++told) {
//     const Result<AlarmEvent> event = manager.TakeNext(now);
//     if (!event.ok()) break;
//     sink.OnAlarm(event.value());
//   }
//
// Not safe for use from several threads.
#ifndef VIGIL_SAFETY_KERNEL_ALERTING_ALARM_MANAGER_H_
#define VIGIL_SAFETY_KERNEL_ALERTING_ALARM_MANAGER_H_

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"

namespace vigil {

// A place for each condition of each plugin, for the failure of each plugin and
// for the kernel's own: no alarm has to give way to another. runtime.cc asserts
// that it suffices.
inline constexpr std::uint32_t kMaxAlarms = 69;

class AlarmManager {
 public:
  // Forgets everything; nothing is signalled for what was active.
  void Start();

  // The state of a condition as of now; replaces what was reported before. While
  // an occurrence lasts its priority only rises: a lower one is not taken over.
  // AlarmId::kPluginFailed is one condition for each value.
  // kInvalidArgument: no id, or present without a priority.
  // kFull: it is new, and kMaxAlarms are known; nothing was taken over.
  Status Report(const AlarmCondition& condition);

  // The condition cannot be judged any longer: what was signalled is ended, since
  // an old alarm is never kept as current. Nothing happens if it is not known.
  void Withdraw(AlarmId id);

  // The most important transition that was not told yet: what begins or rises
  // before what ends, then the higher priority, then the earlier reported.
  // kUnavailable: there is none.
  Result<AlarmEvent> TakeNext(Timestamp now);

  // How many alarms were reported since Start, present or not; so many events
  // there can be at most until the next report. 0..kMaxAlarms.
  std::uint32_t known() const { return known_; }

 private:
  struct Alarm {
    AlarmCondition condition;  // as last reported
    AlarmPriority signalled = AlarmPriority::kNone;  // kNone: not active
  };

  static std::uint32_t Urgency(const Alarm& alarm);
  static void Update(Alarm& alarm, const AlarmCondition& condition);
  // known_ when it is new.
  std::uint32_t PlaceOf(const AlarmCondition& condition) const;
  AlarmEvent Tell(Alarm& alarm, Timestamp now);

  Alarm alarms_[kMaxAlarms];
  std::uint32_t known_ = 0;
  std::uint32_t next_sequence_ = 0;
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ALERTING_ALARM_MANAGER_H_
