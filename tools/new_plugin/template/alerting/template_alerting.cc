#include "tools/new_plugin/template/alerting/template_alerting.h"

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_limits.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

Status TemplateAlerting::Init(const Settings& settings) {
  const AlarmLimits usual = HeartRateDefaults(PatientGroup::kAdult);
  limit_ = SettingOr(settings, SettingId::kHeartRateHighLimit, usual.high);
  last_ = Observation();
  above_ = false;
  since_ = Timestamp();
  const bool in_range =
      kHeartRateRange.low <= limit_ && limit_ <= kHeartRateRange.high;
  return in_range ? Status::kOk : Status::kInvalidArgument;
}

Status TemplateAlerting::Process(const Inbox& in, Outbox& out) {
  for (const Observation& value : in.observations) TakeOver(value);
  if (!IsCurrent(last_, in.now)) above_ = false;
  return out.conditions.Add(Condition(in.now)) == Status::kOk
             ? Status::kOk
             : Status::kInternal;
}

void TemplateAlerting::TakeOver(const Observation& value) {
  last_ = IsIntact(value) ? value : Observation();
  if (last_.validity != Validity::kValid) {
    above_ = false;
  } else if (above_) {
    above_ = last_.value > limit_ - kHysteresis;
  } else if (last_.value > limit_) {
    above_ = true;
    since_ = last_.time;
  }
}

AlarmCondition TemplateAlerting::Condition(Timestamp now) const {
  AlarmCondition condition;
  condition.id = AlarmId::kHeartRateHigh;
  condition.priority = AlarmPriority::kMedium;
  condition.present = above_ && now - since_ >= kDelay;
  condition.unit = Unit::kPerMinute;
  condition.value = last_.value;
  condition.limit = limit_;
  condition.since = since_;
  return condition;
}

}  // namespace vigil::plugins
