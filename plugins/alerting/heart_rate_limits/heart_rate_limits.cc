#include "plugins/alerting/heart_rate_limits/heart_rate_limits.h"

#include <cstdint>

#include "plugins/alerting/heart_rate_limits/priorities.h"
#include "plugins/alerting/limit_crossing/limit_crossing.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_limits.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

std::int32_t Lower(std::int32_t a, std::int32_t b) { return a < b ? a : b; }
std::int32_t Greater(std::int32_t a, std::int32_t b) { return a > b ? a : b; }

// Never inside of the limit itself, whatever the clamp.
std::int32_t ExtremeLow(std::int32_t limit) {
  return Lower(limit, Greater(limit - kExtremeDifference, kExtremeLowClamp));
}

std::int32_t ExtremeHigh(std::int32_t limit) {
  return Greater(limit, Lower(limit + kExtremeDifference, kExtremeHighClamp));
}

AlarmPriority PriorityOf(bool extreme) {
  return extreme ? kHeartRateExtremePriority : kHeartRatePriority;
}

AlarmCondition Condition(AlarmId id, const LimitCrossing& crossing,
                         std::int32_t rate, std::int32_t limit) {
  AlarmCondition condition;
  condition.id = id;
  condition.unit = Unit::kPerMinute;
  condition.value = rate;
  condition.limit = limit;
  condition.since = crossing.since();
  return condition;
}

}  // namespace

Status HeartRateLimits::Init(const Settings& settings) {
  const auto group = static_cast<PatientGroup>(
      SettingOr(settings, SettingId::kPatientGroup, 0));
  const AlarmLimits usual = HeartRateDefaults(group);
  limits_.low = SettingOr(settings, SettingId::kHeartRateLowLimit, usual.low);
  limits_.high = SettingOr(settings, SettingId::kHeartRateHighLimit, usual.high);
  rate_ = Observation();
  known_ = 0;
  low_.Clear();
  high_.Clear();
  return CheckLimits(limits_, kHeartRateRange);
}

Status HeartRateLimits::Process(const Inbox& in, Outbox& out) {
  for (const Observation& rate : in.observations) TakeOver(rate);
  if (!IsCurrent(rate_, in.now)) {
    if (!IsTooSlow(in.now)) low_.Clear();
    high_.Clear();
  }
  if (out.conditions.Add(Low(in.now)) != Status::kOk) return Status::kInternal;
  if (out.conditions.Add(High(in.now)) != Status::kOk) return Status::kInternal;
  return Status::kOk;
}

bool HeartRateLimits::IsTooSlow(Timestamp now) const {
  return rate_.reason == Reason::kOutOfRange && now <= rate_.valid_until;
}

void HeartRateLimits::TakeOver(const Observation& rate) {
  rate_ = IsIntact(rate) ? rate : Observation();
  if (rate_.validity != Validity::kValid) return;
  known_ = rate_.value;
  low_.Update(limits_.low - rate_.value, rate_.time, kLimitHysteresis);
  high_.Update(rate_.value - limits_.high, rate_.time, kLimitHysteresis);
}

AlarmCondition HeartRateLimits::Low(Timestamp now) const {
  AlarmCondition low = Condition(AlarmId::kHeartRateLow, low_, known_, limits_.low);
  low.present = low_.HasLasted(now, kLowLimitDelay);
  low.priority = PriorityOf(known_ < ExtremeLow(limits_.low));
  return low;
}

AlarmCondition HeartRateLimits::High(Timestamp now) const {
  AlarmCondition high = Condition(AlarmId::kHeartRateHigh, high_, known_, limits_.high);
  high.present = high_.HasLasted(now, kHighLimitDelay);
  high.priority = PriorityOf(known_ > ExtremeHigh(limits_.high));
  return high;
}

}  // namespace vigil::plugins
