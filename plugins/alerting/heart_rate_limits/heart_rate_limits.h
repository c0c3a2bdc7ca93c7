// Alarms when the heart rate leaves its limits.
//
//   in:       ObservationCode::kHeartRate
//   out:      AlarmId::kHeartRateLow, AlarmId::kHeartRateHigh
//   settings: kHeartRateLowLimit, kHeartRateHighLimit, /min; those that are not set
//             follow kPatientGroup (safety_kernel/alerting/alarm_limits.h)
//
// Only a rate that is valid and current counts. Without one neither condition is
// present: what then has to alarm is the kernel's kHeartRateUnavailable, which
// no plugin can hold back. A heart that becomes slower than what can be told
// (kOutOfRange) ends no alarm of a low rate: its last rate stays.
#ifndef VIGIL_PLUGINS_ALERTING_HEART_RATE_LIMITS_HEART_RATE_LIMITS_H_
#define VIGIL_PLUGINS_ALERTING_HEART_RATE_LIMITS_HEART_RATE_LIMITS_H_

#include <cstdint>

#include "plugins/alerting/limit_crossing/limit_crossing.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_limits.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

// IEC 60601-2-27 wants a low or high rate alarmed within 10 s; here it is within 8 s. The
// rate follows a step down within 5.8 s, from 21 /min on, and a step up within 5 s;
// the delays keep single wrong values quiet, of which a fast heart has more.
inline constexpr Duration kLowLimitDelay = Seconds(2);
inline constexpr Duration kHighLimitDelay = Seconds(3);

// /min; a rate that sways around its limit does not alarm again and again.
inline constexpr std::int32_t kLimitHysteresis = 2;

// The priorities are from the hazard HAZ-RATE-NOT-ALARMED: beyond a limit the harm
// comes with delay; so far beyond it that the heart may fail to perfuse, it is
// prompt. Patient monitors commonly draw that
// second line 20 /min from the limit, but not within 40..200 /min.
inline constexpr std::int32_t kExtremeDifference = 20;
inline constexpr std::int32_t kExtremeLowClamp = 40;
inline constexpr std::int32_t kExtremeHighClamp = 200;

class HeartRateLimits {
 public:
  // kInvalidArgument: the low limit is not below the high one, or one is outside
  // of kHeartRateRange.
  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  void TakeOver(const Observation& rate);
  AlarmCondition Low(Timestamp now) const;
  AlarmCondition High(Timestamp now) const;
  bool IsTooSlow(Timestamp now) const;

  AlarmLimits limits_ = HeartRateDefaults(PatientGroup::kAdult);
  Observation rate_;         // the last one that came
  std::int32_t known_ = 0;   // of the last valid one, /min
  LimitCrossing low_;
  LimitCrossing high_;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALERTING_HEART_RATE_LIMITS_HEART_RATE_LIMITS_H_
