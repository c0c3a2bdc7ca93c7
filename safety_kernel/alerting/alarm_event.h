// What the kernel tells about an alarm condition: that it began or ended. These
// events are the alarm log; they carry everything that a reader years later
// needs.
#ifndef VIGIL_SAFETY_KERNEL_ALERTING_ALARM_EVENT_H_
#define VIGIL_SAFETY_KERNEL_ALERTING_ALARM_EVENT_H_

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/base/time.h"

namespace vigil {

enum class AlarmTransition : std::uint8_t {
  kRaised = 1,
  kEnded = 2,
};

struct AlarmEvent {
  AlarmCondition condition;     // as it was at the transition
  AlarmTransition transition = AlarmTransition::kRaised;
  std::uint32_t sequence = 0;   // one more than the event before
  Timestamp time;               // when the kernel signalled it
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ALERTING_ALARM_EVENT_H_
