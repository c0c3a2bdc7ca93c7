// Alarms when oxygen saturation or breathing leave their limits.
//
//   in:       ObservationCode::kSpo2 (%), kRespirationRate (/min)
//   out:      AlarmId::kSpo2Low, kRespirationRateLow, kRespirationRateHigh
//   settings: kSpo2LowLimit (%, 50..99), kRespirationRateLowLimit and
//             kRespirationRateHighLimit (/min, 4..60)
//
// Only a value that is valid and current counts: without one no condition is present.
// An alarm begins after the value was beyond its limit for 10 s: saturation and
// breathing change over tens of seconds, and most short crossings are motion
// (Rheineck-Leyssius and Kalkman 1998, on delays of oximeters [recall]). Far beyond a limit the priority is high. The priorities are from the hazards
// in vital_limits.lifecycle.textproto.
#ifndef VIGIL_PLUGINS_ALERTING_VITAL_LIMITS_VITAL_LIMITS_H_
#define VIGIL_PLUGINS_ALERTING_VITAL_LIMITS_VITAL_LIMITS_H_

#include <cstdint>

#include "plugins/alerting/limit_crossing/limit_crossing.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_limits.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

inline constexpr Duration kVitalLimitDelay = Seconds(10);

// In the unit of the value; one that sways around its limit does not alarm again.
inline constexpr std::int32_t kVitalHysteresis = 1;

// %, as oximeters are commonly delivered; ISO 80601-2-61 wants at least 85 by default.
inline constexpr std::int32_t kSpo2DefaultLow = 90;
inline constexpr AlarmLimits kSpo2Range = {.low = 50, .high = 99};
// /min: beyond 8 and 25 the National Early Warning Score 2 calls for urgent help; 30
// leaves room for exertion.
inline constexpr AlarmLimits kRespirationDefaults = {.low = 8, .high = 30};
inline constexpr AlarmLimits kRespirationRange = {.low = 4, .high = 60};

// Beyond the limit by more than that, the harm is prompt: a saturation under 85 % falls
// fast (steep part of the dissociation curve); under 5 breaths a minute is near arrest.
inline constexpr std::int32_t kSpo2Extreme = 5;
inline constexpr std::int32_t kRespirationLowExtreme = 3;
inline constexpr std::int32_t kRespirationHighExtreme = 10;

class VitalLimits {
 public:
  // kInvalidArgument: a limit is outside of its range, or the low one of respiration is
  // not below the high one.
  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  static constexpr std::uint32_t kLimits = 3;

  struct Watched {
    std::int32_t limit = 0;
    Observation last;  // of its value
    LimitCrossing crossing;
  };

  void TakeOver(const Observation& value);
  AlarmCondition ConditionOf(std::uint32_t place, Timestamp now);

  Watched watched_[kLimits];
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALERTING_VITAL_LIMITS_VITAL_LIMITS_H_
