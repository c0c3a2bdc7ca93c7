// How alarms behave, as data: what a product configures for each of its alarms.
//
//   constexpr AlarmRule kRules[] = {
//       {.id = AlarmId::kHeartRateLow, .escalate_after = Seconds(60)},
//       {.id = AlarmId::kAsystole, .latching = true},
//   };
//
// Terms and rules after IEC 60601-1-8; figures marked [recall] are from
// secondary sources and are to be checked against the standard.
#ifndef VIGIL_SAFETY_KERNEL_ALERTING_ALARM_RULES_H_
#define VIGIL_SAFETY_KERNEL_ALERTING_ALARM_RULES_H_

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/base/time.h"

namespace vigil {

// What happens if nobody responds, and how soon.
enum class Harm : std::uint8_t { kMinor = 1, kReversible = 2, kIrreversible = 3 };
enum class Onset : std::uint8_t { kDelayed = 1, kPrompt = 2, kImmediate = 3 };

// The table of IEC 60601-1-8 [recall for the cells].
constexpr AlarmPriority PriorityOf(Harm harm, Onset onset) {
  constexpr AlarmPriority kTable[3][3] = {
      // delayed, prompt, immediate
      {AlarmPriority::kLow, AlarmPriority::kLow, AlarmPriority::kMedium},
      {AlarmPriority::kLow, AlarmPriority::kMedium, AlarmPriority::kHigh},
      {AlarmPriority::kMedium, AlarmPriority::kHigh, AlarmPriority::kHigh},
  };
  return kTable[static_cast<std::uint8_t>(harm) - 1]
               [static_cast<std::uint8_t>(onset) - 1];
}

inline constexpr Duration kNever{};

struct AlarmRule {
  AlarmId id = AlarmId::kNone;
  bool latching = false;            // its signals stay until an operator resets
  Duration condition_delay;         // it has to hold for so long without a break
  Duration escalate_after = kNever;  // unacknowledged: one priority higher
  Duration remind_after = kNever;    // acknowledged, still there: told again
};

// Audio paused and alarm paused end by themselves: after 120 s when the operator
// says nothing, after 600 s at most [recall].
inline constexpr Duration kPauseDefault = Seconds(120);
inline constexpr Duration kPauseAtMost = Seconds(600);

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ALERTING_ALARM_RULES_H_
