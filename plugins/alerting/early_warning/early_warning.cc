#include "plugins/alerting/early_warning/early_warning.h"

#include <cstdint>

#include "plugins/alerting/early_warning/early_warning_score.h"
#include "plugins/alerting/early_warning/priorities.h"
#include "plugins/alerting/limit_crossing/limit_crossing.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

Status EarlyWarning::Init(const Settings& /*settings*/) {
  heart_ = Observation();
  pulse_ = Observation();
  saturation_ = Observation();
  respiration_ = Observation();
  crossing_.Clear();
  return Status::kOk;
}

Status EarlyWarning::Process(const Inbox& in, Outbox& out) {
  for (const Observation& value : in.observations) TakeOver(value);
  const Points points = PointsAt(in.now);
  const bool urgent = points.sum >= kUrgentPoints || points.one_alone;
  crossing_.Update(urgent ? 1 : 0, in.now, 0);
  AlarmCondition condition;
  condition.id = AlarmId::kEarlyWarning;
  condition.present = crossing_.HasLasted(in.now, kEarlyWarningDelay);
  condition.priority = points.sum >= kEmergencyPoints ? kEarlyWarningEmergencyPriority
                                                      : kEarlyWarningPriority;
  condition.unit = Unit::kOne;
  condition.value = points.sum;
  condition.limit = kUrgentPoints;
  condition.since = crossing_.since();
  return out.conditions.Add(condition) == Status::kOk ? Status::kOk : Status::kInternal;
}

void EarlyWarning::TakeOver(const Observation& value) {
  // What is damaged may be of any code: each value ends when the last one does.
  if (!IsIntact(value)) return;
  if (value.code == ObservationCode::kHeartRate) heart_ = value;
  if (value.code == ObservationCode::kPulseRate) pulse_ = value;
  if (value.code == ObservationCode::kSpo2) saturation_ = value;
  if (value.code == ObservationCode::kRespirationRate) respiration_ = value;
}

EarlyWarning::Points EarlyWarning::PointsAt(Timestamp now) const {
  const Observation& rate = IsCurrent(heart_, now) ? heart_ : pulse_;
  const std::int32_t parts[] = {
      IsCurrent(rate, now) ? PulsePoints(rate.value) : 0,
      IsCurrent(saturation_, now) ? SaturationPoints(saturation_.value) : 0,
      IsCurrent(respiration_, now) ? RespirationPoints(respiration_.value) : 0,
  };
  Points points;
  for (const std::int32_t part : parts) {
    points.sum += part;
    if (part == kGreatestPoints) points.one_alone = true;
  }
  return points;
}

}  // namespace vigil::plugins
