// Alarm of a fall.
//
//   in:  ObservationCode::kFallDetected, mg: a fall, of the time of its impact
//   out: AlarmId::kFall; value: the greatest impact, unit kMilliG; since: the first impact
//
// A fall is told once and over at once; the need for help is not. So the condition is
// present from the activation that learns of the fall on and for a minute, and for a minute
// more with each other fall. That is the least: a product that latches the alarm
// (AlarmRule::latching) keeps it lit until somebody was there. Nothing ends it earlier, not
// even motion: who moves may have broken a hip.
//
// What is not valid is no fall. That falls cannot be told is no alarm here: the product may
// have the kernel alarm that nobody watches for them (AlarmId::kFallsUnavailable, a watch over
// an event), which no plugin can hold back.
#ifndef VIGIL_PLUGINS_ALERTING_FALL_ALARM_FALL_ALARM_H_
#define VIGIL_PLUGINS_ALERTING_FALL_ALARM_FALL_ALARM_H_

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class FallAlarm {
 public:
  // After the last fall was told.
  static constexpr Duration kLasts = Seconds(60);

  // Never fails.
  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  void TakeOver(const Observation& fall, Timestamp now);
  AlarmCondition Condition() const;

  bool is_present_ = false;
  std::int32_t impact_mg_ = 0;  // the greatest
  Timestamp since_;             // impact of the first fall
  Timestamp told_;              // when the last fall was told
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALERTING_FALL_ALARM_FALL_ALARM_H_
