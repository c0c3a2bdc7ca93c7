// Alarms when oxygen saturation or breathing leave their limits.
//
//   in:       ObservationCode::kSpo2 (%), kRespirationRate (/min)
//   out:      AlarmId::kSpo2Low, kRespirationRateLow, kRespirationRateHigh
//   settings: kSpo2LowLimit (%, 61..99), kRespirationRateLowLimit and
//             kRespirationRateHighLimit (/min, 5..59)
//
// When an alarm begins and ends: limit_crossing/value_limit.h. Far beyond a limit the priority
// is high. The priorities are from the hazards in vital_limits.lifecycle.textproto.
#ifndef VIGIL_PLUGINS_ALERTING_VITAL_LIMITS_VITAL_LIMITS_H_
#define VIGIL_PLUGINS_ALERTING_VITAL_LIMITS_VITAL_LIMITS_H_

#include <cstdint>

#include "plugins/alerting/limit_crossing/value_limit.h"
#include "safety_kernel/alerting/alarm_limits.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

// %, as oximeters are commonly delivered; ISO 80601-2-61 wants at least 85 by default.
inline constexpr std::int32_t kSpo2DefaultLow = 90;
// Of what is told, 60..100: beyond each limit of the range there is a value.
inline constexpr AlarmLimits kSpo2Range = {.low = 61, .high = 99};
// /min: beyond 8 and 25 the National Early Warning Score 2 calls for urgent help; 30
// leaves room for exertion.
inline constexpr AlarmLimits kRespirationDefaults = {.low = 8, .high = 30};
// Of what is told, 4..60.
inline constexpr AlarmLimits kRespirationRange = {.low = 5, .high = 59};

// Beyond these the harm is prompt, wherever the limit is: a saturation under 85 % falls
// fast (steep part of the dissociation curve); under 5 breaths a minute is near arrest;
// above 40 the strength to breathe ends soon.
inline constexpr std::int32_t kSpo2Extreme = 85;
inline constexpr std::int32_t kRespirationLowExtreme = 5;
inline constexpr std::int32_t kRespirationHighExtreme = 40;

class VitalLimits {
 public:
  // kInvalidArgument: a limit is outside of its range, or the low one of respiration is
  // not below the high one.
  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  static constexpr std::uint32_t kLimits = 3;

  ValueLimit limits_[kLimits];
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALERTING_VITAL_LIMITS_VITAL_LIMITS_H_
