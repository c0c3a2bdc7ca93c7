// The age of the newest valid value of one kind: what somebody relies on and does
// not come any more is an alarm, whoever has stopped.
//
//   age.Start(value_watch, now);
//   age.OnObservation(value_watch, observation, now);
//   alarms.Report(..., age.TooOld(value_watch, now));   // in each frame
//
// Not safe for use from several threads.
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_VALUE_AGE_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_VALUE_AGE_H_

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/runtime/silence.h"
#include "safety_kernel/runtime/system_description.h"

namespace vigil {

class ValueAge {
 public:
  // The age counts from `now` on, or from when the watch's first value is due.
  void Start(const ValueWatch& watch, Timestamp now) {
    const bool longer = watch.starts_within_us > watch.max_age_us;
    const std::uint32_t grace =
        longer ? watch.starts_within_us - watch.max_age_us : 0;
    newest_ = now + Microseconds(grace);
  }

  // Only a valid and current one of the watch's code counts, from its own time
  // on, not from its arrival; of an event also that it did not happen.
  void OnObservation(const ValueWatch& watch, const Observation& observation,
                     Timestamp now) {
    if (observation.code != watch.code) return;
    if (!Tells(watch, observation, now)) return;
    if (observation.time > newest_) newest_ = observation.time;
  }

  // value and limit: ms.
  AlarmCondition TooOld(const ValueWatch& watch, Timestamp now) const {
    return Silence(watch.alarm, watch.priority, newest_, now,
                   Microseconds(watch.max_age_us));
  }

 private:
  static bool Tells(const ValueWatch& watch, const Observation& observation,
                    Timestamp now) {
    if (IsCurrent(observation, now)) return true;
    return watch.is_event && observation.validity == Validity::kUndeterminable &&
           observation.reason == Reason::kNoEvent;
  }

  Timestamp newest_;  // when the newest value was true
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_VALUE_AGE_H_
