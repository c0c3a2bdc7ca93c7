#include "plugins/alerting/vital_limits/vital_limits.h"

#include <cstdint>

#include "plugins/alerting/limit_crossing/value_limit.h"
#include "plugins/alerting/vital_limits/priorities.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_limits.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

constexpr LimitRule kRules[] = {
    {ObservationCode::kSpo2, AlarmId::kSpo2Low, false, kSpo2Extreme, kSpo2LowPriority,
     kSpo2LowExtremePriority},
    {ObservationCode::kRespirationRate, AlarmId::kRespirationRateLow, false,
     kRespirationLowExtreme, kRespirationRateLowPriority,
     kRespirationRateLowExtremePriority},
    {ObservationCode::kRespirationRate, AlarmId::kRespirationRateHigh, true,
     kRespirationHighExtreme, kRespirationRateHighPriority,
     kRespirationRateHighExtremePriority},
};

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
  limits_[0].Start(spo2);
  limits_[1].Start(respiration.low);
  limits_[2].Start(respiration.high);
  if (spo2 < kSpo2Range.low || spo2 > kSpo2Range.high) return Status::kInvalidArgument;
  return CheckLimits(respiration, kRespirationRange);
}

Status VitalLimits::Process(const Inbox& in, Outbox& out) {
  for (std::uint32_t place = 0; place < kLimits; ++place) {
    const LimitRule& rule = kRules[place];
    for (const Observation& value : in.observations) limits_[place].Take(rule, value);
    if (out.conditions.Add(limits_[place].ConditionOf(rule, in.now)) != Status::kOk) {
      return Status::kInternal;
    }
  }
  return Status::kOk;
}

}  // namespace vigil::plugins
