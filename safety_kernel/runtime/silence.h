// The alarm condition of something that has not been heard of for too long.
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_SILENCE_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_SILENCE_H_

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/base/time.h"

namespace vigil {

// Present when `since` lies more than `limit` before `now`. value and limit: ms.
constexpr AlarmCondition Silence(AlarmId id, AlarmPriority priority,
                                 Timestamp since, Timestamp now,
                                 Duration limit) {
  const std::int64_t ms = (now - since).us / 1000;
  AlarmCondition condition;
  condition.id = id;
  condition.priority = priority;
  condition.present = now - since > limit;
  condition.unit = Unit::kMillisecond;
  condition.value = static_cast<std::int32_t>(ms < INT32_MAX ? ms : INT32_MAX);
  condition.limit = static_cast<std::int32_t>(limit.us / 1000);
  condition.since = since;
  return condition;
}

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_SILENCE_H_
