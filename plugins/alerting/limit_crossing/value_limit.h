// One limit of a vital sign, from its values to its alarm condition.
//
//   constexpr LimitRule kLow = {.code = ObservationCode::kSpo2, .id = AlarmId::kSpo2Low, ...};
//   ValueLimit low;
//   low.Start(90);
//   low.Take(kLow, value);                                // each value, of whatever code
//   out.conditions.Add(low.ConditionOf(kLow, in.now));    // once an activation
//
// An alarm begins after the values were beyond their limit for 10 s: what is told of a vital
// sign is a mean of seconds, and most short crossings are motion
// (Rheineck-Leyssius and Kalkman, J Clin Monit 14, 1998, on delays of oximeters). It takes
// a value that is valid and current to begin. What cannot be told for a while neither ends
// an alarm nor begins the 10 s anew (last_known.h); from 30 s on it does, and that the value
// is unavailable is the product's alarm by then (ValueWatch). A value that went beyond what
// can be told (Reason::kOutOfRange) ends nothing. Far beyond a limit the priority is another.
//
// Integers only, nothing blocks; not safe for use from several threads.
#ifndef VIGIL_PLUGINS_ALERTING_LIMIT_CROSSING_VALUE_LIMIT_H_
#define VIGIL_PLUGINS_ALERTING_LIMIT_CROSSING_VALUE_LIMIT_H_

#include <cstdint>

#include "plugins/alerting/limit_crossing/last_known.h"
#include "plugins/alerting/limit_crossing/limit_crossing.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"

namespace vigil::plugins {

struct LimitRule {
  ObservationCode code = ObservationCode::kNone;
  AlarmId id = AlarmId::kNone;
  bool upper = false;
  std::int32_t extreme = 0;  // beyond it the priority is the extreme one
  AlarmPriority priority = AlarmPriority::kNone;
  AlarmPriority extreme_priority = AlarmPriority::kNone;
};

class ValueLimit {
 public:
  static constexpr Duration kDelay = Seconds(10);

  // limit: in the unit of the value. Forgets everything.
  void Start(std::int32_t limit);

  // Values of other codes, and damaged ones, change nothing.
  void Take(const LimitRule& rule, const Observation& value);

  AlarmCondition ConditionOf(const LimitRule& rule, Timestamp now);

 private:
  std::int32_t limit_ = 0;
  LastKnown last_;
  LimitCrossing crossing_;
  bool present_ = false;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALERTING_LIMIT_CROSSING_VALUE_LIMIT_H_
