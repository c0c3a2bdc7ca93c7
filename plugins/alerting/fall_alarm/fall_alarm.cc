#include "plugins/alerting/fall_alarm/fall_alarm.h"

#include <cstdint>

#include "plugins/alerting/fall_alarm/priorities.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

Status FallAlarm::Init(const Settings& /*settings*/) {
  is_present_ = false;
  impact_mg_ = 0;
  since_ = Timestamp();
  told_ = Timestamp();
  return Status::kOk;
}

Status FallAlarm::Process(const Inbox& in, Outbox& out) {
  if (in.now - told_ > kLasts) is_present_ = false;
  for (const Observation& fall : in.observations) TakeOver(fall, in.now);
  return out.conditions.Add(Condition()) == Status::kOk ? Status::kOk : Status::kInternal;
}

void FallAlarm::TakeOver(const Observation& fall, Timestamp now) {
  // What is damaged may be a fall or the word that nobody fell; the detector watches on.
  if (!IsIntact(fall)) return;
  if (fall.validity != Validity::kValid) return;
  if (!is_present_) {
    is_present_ = true;
    impact_mg_ = 0;
    since_ = fall.time;
  }
  if (fall.value > impact_mg_) impact_mg_ = fall.value;
  told_ = now;
}

AlarmCondition FallAlarm::Condition() const {
  AlarmCondition condition;
  condition.id = AlarmId::kFall;
  condition.priority = kFallPriority;
  condition.unit = Unit::kMilliG;
  condition.present = is_present_;
  if (is_present_) {
    condition.value = impact_mg_;
    condition.since = since_;
  }
  return condition;
}

}  // namespace vigil::plugins
