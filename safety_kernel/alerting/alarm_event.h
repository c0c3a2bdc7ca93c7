// What the kernel tells about an alarm: each step of its life. These events are
// the alarm log; they carry everything that a reader years later needs.
#ifndef VIGIL_SAFETY_KERNEL_ALERTING_ALARM_EVENT_H_
#define VIGIL_SAFETY_KERNEL_ALERTING_ALARM_EVENT_H_

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/base/time.h"

namespace vigil {

// On the wire: the numbers never change their meaning.
enum class AlarmTransition : std::uint8_t {
  kRaised = 1,        // it is signalled, or with a higher priority than before
  kEnded = 2,         // it is not signalled any more
  kAcknowledged = 3,  // somebody has seen it; this occurrence is quiet
  kLatched = 4,       // its condition is gone; it stays until an operator resets it
  kReminded = 5,      // acknowledged long ago, and its condition still holds
};

// Who acted; 0 where nobody did. Numbers are the product's.
using OperatorId = std::uint16_t;

struct AlarmEvent {
  AlarmCondition condition;     // as it was at the transition
  AlarmTransition transition = AlarmTransition::kRaised;
  std::uint32_t sequence = 0;   // one more than the event before
  Timestamp time;               // when the kernel signalled it
  OperatorId by = 0;            // who acknowledged or reset it
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ALERTING_ALARM_EVENT_H_
