// Alarms when the pulse rate leaves its limits.
//
//   in:       ObservationCode::kPulseRate, /min
//   out:      AlarmId::kPulseRateLow, kPulseRateHigh
//   settings: kPulseRateLowLimit and kPulseRateHighLimit, /min, 31..239
//
// For a device without an ECG; where there is one, heart_rate_limits is faster and sees
// single beats. When an alarm begins and ends: limit_crossing/value_limit.h. A pulse that
// cannot be told is no condition here: the product watches its age (ValueWatch). Far beyond
// a limit the priority is high. The priorities are from the hazard in
// pulse_rate_limits.lifecycle.textproto.
#ifndef VIGIL_PLUGINS_ALERTING_PULSE_RATE_LIMITS_PULSE_RATE_LIMITS_H_
#define VIGIL_PLUGINS_ALERTING_PULSE_RATE_LIMITS_PULSE_RATE_LIMITS_H_

#include <cstdint>

#include "plugins/alerting/limit_crossing/value_limit.h"
#include "safety_kernel/alerting/alarm_limits.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

// /min; those of the heart rate of an adult, as monitors are commonly delivered [recall].
// Who sleeps deeply or runs needs others.
inline constexpr AlarmLimits kPulseRateDefaults = HeartRateDefaults(PatientGroup::kAdult);
// Of what is told, 30..240: beyond each limit of the range there is a value.
inline constexpr AlarmLimits kPulseRateRange = {.low = 31, .high = 239};

// Beyond these the harm is prompt, wherever the limit is: guidelines of resuscitation name a
// bradycardia below 40 and a tachycardia above 150 as rates at which a heart may fail to
// perfuse [recall].
inline constexpr std::int32_t kPulseRateLowExtreme = 40;
inline constexpr std::int32_t kPulseRateHighExtreme = 150;

class PulseRateLimits {
 public:
  // kInvalidArgument: the low limit is not below the high one, or one is outside of
  // kPulseRateRange.
  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  ValueLimit low_;
  ValueLimit high_;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALERTING_PULSE_RATE_LIMITS_PULSE_RATE_LIMITS_H_
