#include "plugins/alerting/early_warning/early_warning.h"

#include <cstdint>

#include "plugins/alerting/early_warning/early_warning_score.h"
#include "plugins/alerting/early_warning/priorities.h"
#include "plugins/alerting/limit_crossing/last_known.h"
#include "plugins/alerting/limit_crossing/limit_crossing.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

// A threshold is crossed when it is reached, and left two points below.
void Watch(std::int32_t points, std::int32_t threshold, Timestamp now,
           LimitCrossing& crossing) {
  crossing.Update(points - threshold + 1, now, kPointsHysteresis);
}

}  // namespace

Status EarlyWarning::Init(const Settings& /*settings*/) {
  heart_ = LastKnown();
  pulse_ = LastKnown();
  saturation_ = LastKnown();
  respiration_ = LastKnown();
  urgent_.Clear();
  emergency_.Clear();
  return Status::kOk;
}

Status EarlyWarning::Process(const Inbox& in, Outbox& out) {
  for (const Observation& value : in.observations) TakeOver(value);
  const Points points = PointsAt(in.now);
  const bool one_calls = points.one_alone && points.sum < kUrgentPoints;
  Watch(one_calls ? kUrgentPoints : points.sum, kUrgentPoints, in.now, urgent_);
  Watch(points.sum, kEmergencyPoints, in.now, emergency_);
  AlarmCondition condition;
  condition.id = AlarmId::kEarlyWarning;
  condition.present = urgent_.HasLasted(in.now, kEarlyWarningDelay);
  condition.priority = emergency_.HasLasted(in.now, kEarlyWarningDelay)
                           ? kEarlyWarningEmergencyPriority
                           : kEarlyWarningPriority;
  condition.unit = Unit::kOne;
  condition.value = points.sum;
  condition.limit = kUrgentPoints;
  condition.since = urgent_.since();
  return out.conditions.Add(condition) == Status::kOk ? Status::kOk : Status::kInternal;
}

void EarlyWarning::TakeOver(const Observation& value) {
  // What is damaged may be of any code: each value ends when the last one does.
  if (!IsIntact(value)) return;
  if (value.code == ObservationCode::kHeartRate) heart_.Take(value);
  if (value.code == ObservationCode::kPulseRate) pulse_.Take(value);
  if (value.code == ObservationCode::kSpo2) saturation_.Take(value);
  if (value.code == ObservationCode::kRespirationRate) respiration_.Take(value);
}

// The pulse at the wrist is the heart's rate where that is not known.
const LastKnown& EarlyWarning::RateAt(Timestamp now) const {
  if (heart_.IsKnown(now)) return heart_;
  return pulse_.Counts(now) ? pulse_ : heart_;
}

EarlyWarning::Points EarlyWarning::PointsAt(Timestamp now) const {
  const LastKnown& rate = RateAt(now);
  const std::int32_t parts[] = {
      rate.Counts(now) ? PulsePoints(rate.value()) : 0,
      saturation_.Counts(now) ? SaturationPoints(saturation_.value()) : 0,
      respiration_.Counts(now) ? RespirationPoints(respiration_.value()) : 0,
  };
  Points points;
  for (const std::int32_t part : parts) {
    points.sum += part;
    if (part == kGreatestPoints) points.one_alone = true;
  }
  return points;
}

}  // namespace vigil::plugins
