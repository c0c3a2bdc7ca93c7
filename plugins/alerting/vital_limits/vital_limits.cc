#include "plugins/alerting/vital_limits/vital_limits.h"

#include <cstdint>

#include "plugins/alerting/vital_limits/priorities.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_limits.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

struct Limit {
  ObservationCode code = ObservationCode::kNone;
  AlarmId id = AlarmId::kNone;
  bool upper = false;
  std::int32_t extreme = 0;  // beyond it the priority is the extreme one
  AlarmPriority priority = AlarmPriority::kNone;
  AlarmPriority extreme_priority = AlarmPriority::kNone;
};

constexpr Limit kRules[] = {
    {ObservationCode::kSpo2, AlarmId::kSpo2Low, false, kSpo2Extreme, kSpo2LowPriority,
     kSpo2LowExtremePriority},
    {ObservationCode::kRespirationRate, AlarmId::kRespirationRateLow, false,
     kRespirationLowExtreme, kRespirationRateLowPriority,
     kRespirationRateLowExtremePriority},
    {ObservationCode::kRespirationRate, AlarmId::kRespirationRateHigh, true,
     kRespirationHighExtreme, kRespirationRateHighPriority,
     kRespirationRateHighExtremePriority},
};

std::int32_t Excess(const Limit& rule, std::int32_t limit, std::int32_t value) {
  return rule.upper ? value - limit : limit - value;
}

}  // namespace

Status VitalLimits::Init(const Settings& settings) {
  static_assert(sizeof kRules / sizeof kRules[0] == kLimits);
  const std::int32_t spo2 =
      SettingOr(settings, SettingId::kSpo2LowLimit, kSpo2DefaultLow);
  AlarmLimits respiration;
  respiration.low = SettingOr(settings, SettingId::kRespirationRateLowLimit,
                              kRespirationDefaults.low);
  respiration.high = SettingOr(settings, SettingId::kRespirationRateHighLimit,
                               kRespirationDefaults.high);
  for (Watched& watched : watched_) watched = Watched();
  watched_[0].limit = spo2;
  watched_[1].limit = respiration.low;
  watched_[2].limit = respiration.high;
  if (spo2 < kSpo2Range.low || spo2 > kSpo2Range.high) return Status::kInvalidArgument;
  return CheckLimits(respiration, kRespirationRange);
}

Status VitalLimits::Process(const Inbox& in, Outbox& out) {
  for (const Observation& value : in.observations) TakeOver(value);
  for (std::uint32_t place = 0; place < kLimits; ++place) {
    if (out.conditions.Add(ConditionOf(place, in.now)) != Status::kOk) {
      return Status::kInternal;
    }
  }
  return Status::kOk;
}

void VitalLimits::TakeOver(const Observation& value) {
  // What is damaged may be of any code: each value ends when the last one does.
  if (!IsIntact(value)) return;
  for (std::uint32_t place = 0; place < kLimits; ++place) {
    const Limit& rule = kRules[place];
    if (rule.code != value.code) continue;
    Watched& watched = watched_[place];
    watched.last.Take(value);
    // Beyond what can be told: it follows on one that went there.
    if (value.reason == Reason::kOutOfRange) watched.last.Keep(value.valid_until);
    if (value.validity != Validity::kValid) continue;
    watched.crossing.Update(Excess(rule, watched.limit, value.value), value.time,
                            kVitalHysteresis);
  }
}

AlarmCondition VitalLimits::ConditionOf(std::uint32_t place, Timestamp now) {
  const Limit& rule = kRules[place];
  Watched& watched = watched_[place];
  if (!watched.last.Counts(now)) watched.crossing.Clear();
  const bool may_be = watched.present || watched.last.IsKnown(now);
  watched.present = may_be && watched.crossing.HasLasted(now, kVitalLimitDelay);
  AlarmCondition condition;
  condition.id = rule.id;
  condition.present = watched.present;
  condition.priority = Excess(rule, rule.extreme, watched.last.value()) > 0
                           ? rule.extreme_priority
                           : rule.priority;
  condition.unit = UnitOf(rule.code);
  condition.value = watched.last.value();
  condition.limit = watched.limit;
  condition.since = watched.crossing.since();
  return condition;
}

}  // namespace vigil::plugins
