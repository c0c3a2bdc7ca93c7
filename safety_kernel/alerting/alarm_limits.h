// Alarm limits: what may be set, what is usual for a patient, and when a limit has to
// be shown because it is not.
//
//   constexpr AlarmLimits limits = HeartRateDefaults(PatientGroup::kNeonate);
//   if (CheckLimits(limits, kHeartRateRange) != Status::kOk) ...
#ifndef VIGIL_SAFETY_KERNEL_ALERTING_ALARM_LIMITS_H_
#define VIGIL_SAFETY_KERNEL_ALERTING_ALARM_LIMITS_H_

#include <cstdint>

#include "safety_kernel/base/status.h"

namespace vigil {

// The value of SettingId::kPatientGroup; what is none of them is an adult.
enum class PatientGroup : std::int32_t { kAdult = 0, kPaediatric = 1, kNeonate = 2 };

// In the unit of the value; an alarm is raised beyond them, not at them.
struct AlarmLimits {
  std::int32_t low = 0;
  std::int32_t high = 0;
};

// Of a heart rate that can be told, /min: a limit outside of it would never alarm.
inline constexpr AlarmLimits kHeartRateRange = {.low = 20, .high = 300};

// /min, as patient monitors are commonly delivered [recall].
constexpr AlarmLimits HeartRateDefaults(PatientGroup group) {
  switch (group) {
    case PatientGroup::kNeonate: return {.low = 100, .high = 200};
    case PatientGroup::kPaediatric: return {.low = 75, .high = 160};
    case PatientGroup::kAdult: break;
  }
  return {.low = 50, .high = 120};
}

// kInvalidArgument: low is not below high, or one lies outside of `range`.
constexpr Status CheckLimits(const AlarmLimits& limits, const AlarmLimits& range) {
  if (limits.low < range.low) return Status::kInvalidArgument;
  if (limits.high > range.high) return Status::kInvalidArgument;
  return limits.low < limits.high ? Status::kOk : Status::kInvalidArgument;
}

// True when one lies beyond what is usual, so that it alarms less: whoever looks at
// the monitor has to see that.
constexpr bool AreUnusual(const AlarmLimits& limits, const AlarmLimits& usual) {
  return limits.low < usual.low || limits.high > usual.high;
}

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ALERTING_ALARM_LIMITS_H_
