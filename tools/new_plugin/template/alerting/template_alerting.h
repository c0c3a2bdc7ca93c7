// Alarms when a value rises above its limit.
//
//   in:       ObservationCode::kHeartRate
//   out:      AlarmId::kHeartRateHigh
//   settings: kHeartRateHighLimit, /min, within kHeartRateRange
//
// Only a value that is valid and current counts. Without one the condition is not
// present: that there is none is for the kernel to alarm.
#ifndef VIGIL_TOOLS_NEW_PLUGIN_TEMPLATE_ALERTING_TEMPLATE_ALERTING_H_
#define VIGIL_TOOLS_NEW_PLUGIN_TEMPLATE_ALERTING_TEMPLATE_ALERTING_H_

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_limits.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class TemplateAlerting {
 public:
  // So long a value has to be above the limit: single wrong ones stay quiet.
  static constexpr Duration kDelay = Seconds(3);
  // /min, below the limit: a value that sways around it alarms once.
  static constexpr std::int32_t kHysteresis = 2;

  // kInvalidArgument: the limit is outside of kHeartRateRange.
  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  void TakeOver(const Observation& value);
  AlarmCondition Condition(Timestamp now) const;

  std::int32_t limit_ = 0;
  Observation last_;
  bool above_ = false;
  Timestamp since_;  // time of the first value above the limit, when there is one
};

}  // namespace vigil::plugins

#endif  // VIGIL_TOOLS_NEW_PLUGIN_TEMPLATE_ALERTING_TEMPLATE_ALERTING_H_
