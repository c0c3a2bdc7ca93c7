// An alarm when vital signs together tell of a patient's decline: the National Early
// Warning Score 2, as far as the device can know it.
//
//   in:  ObservationCode::kHeartRate, else kPulseRate (/min), kSpo2 (%),
//        kRespirationRate (/min)
//   out: AlarmId::kEarlyWarning; value: points, limit: 5, unit kOne
//
// The score has seven parts. Four of them this device does not measure: blood pressure,
// consciousness, oxygen that is given, and the temperature of the body (the skin's is
// not). They count as 0, and so does a value that is not known: the points are a lower
// bound of the score. A bound that is high is an alarm; a bound that is low says nothing,
// and is never shown as a score. A product without respiration, such as the wrist monitor,
// reaches 6 points at most: never the emergency. A value that cannot be told for a while counts as it was
// for up to 30 s (last_known.h).
//
// The condition is present when for a minute the points are 5 or more, or one part alone
// gives 3: the thresholds at which the score calls for an urgent review. 7 or more for a
// minute call for an emergency. One point less than a threshold does not end what had
// reached it: a rate sways. Not for patients under 16 years, in pregnancy, or with a
// saturation that is meant to be low (scale 2): the score was not made for them.
// The priorities are from the hazards in early_warning.lifecycle.textproto.
#ifndef VIGIL_PLUGINS_ALERTING_EARLY_WARNING_EARLY_WARNING_H_
#define VIGIL_PLUGINS_ALERTING_EARLY_WARNING_EARLY_WARNING_H_

#include <cstdint>

#include "plugins/alerting/limit_crossing/last_known.h"
#include "plugins/alerting/limit_crossing/limit_crossing.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

// Thresholds of the score (see early_warning_score.h for the source).
inline constexpr std::int32_t kUrgentPoints = 5;
inline constexpr std::int32_t kEmergencyPoints = 7;
// From the least that is beyond; so one point below a threshold does not end it.
inline constexpr std::int32_t kPointsHysteresis = 1;

// The score is made for a nurse's round, not for each second: what lasts less than a
// minute is for the alarms of the vital signs alone.
inline constexpr Duration kEarlyWarningDelay = Seconds(60);

class EarlyWarning {
 public:
  // Never fails.
  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  struct Points {
    std::int32_t sum = 0;
    bool one_alone = false;  // one part gives its greatest
  };

  void TakeOver(const Observation& value);
  const LastKnown& RateAt(Timestamp now) const;
  Points PointsAt(Timestamp now) const;

  LastKnown heart_;
  LastKnown pulse_;
  LastKnown saturation_;
  LastKnown respiration_;
  LimitCrossing urgent_;
  LimitCrossing emergency_;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALERTING_EARLY_WARNING_EARLY_WARNING_H_
