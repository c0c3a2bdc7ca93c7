#include "plugins/alerting/pulse_rate_limits/pulse_rate_limits.h"

#include "plugins/alerting/limit_crossing/value_limit.h"
#include "plugins/alerting/pulse_rate_limits/priorities.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_limits.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

constexpr LimitRule kLow = {.code = ObservationCode::kPulseRate,
                            .id = AlarmId::kPulseRateLow,
                            .upper = false,
                            .extreme = kPulseRateLowExtreme,
                            .priority = kPulseRateLowPriority,
                            .extreme_priority = kPulseRateLowExtremePriority};
constexpr LimitRule kHigh = {.code = ObservationCode::kPulseRate,
                             .id = AlarmId::kPulseRateHigh,
                             .upper = true,
                             .extreme = kPulseRateHighExtreme,
                             .priority = kPulseRateHighPriority,
                             .extreme_priority = kPulseRateHighExtremePriority};

}  // namespace

Status PulseRateLimits::Init(const Settings& settings) {
  AlarmLimits limits;
  limits.low = SettingOr(settings, SettingId::kPulseRateLowLimit, kPulseRateDefaults.low);
  limits.high = SettingOr(settings, SettingId::kPulseRateHighLimit, kPulseRateDefaults.high);
  low_.Start(limits.low);
  high_.Start(limits.high);
  return CheckLimits(limits, kPulseRateRange);
}

Status PulseRateLimits::Process(const Inbox& in, Outbox& out) {
  for (const Observation& rate : in.observations) {
    low_.Take(kLow, rate);
    high_.Take(kHigh, rate);
  }
  if (out.conditions.Add(low_.ConditionOf(kLow, in.now)) != Status::kOk) return Status::kInternal;
  if (out.conditions.Add(high_.ConditionOf(kHigh, in.now)) != Status::kOk) return Status::kInternal;
  return Status::kOk;
}

}  // namespace vigil::plugins
