// The rate of an event, from the interval between the last two of it.
//
//   in:  ObservationCode::kQrsDetected
//   out: ObservationCode::kHeartRate, /min, 20..300: at each activation; its time is
//        that of the last event
//
// A rate holds for kRateHolds. Whatever breaks the row of events ends it at once, with
// the reason: an interval over a break is no interval.
#ifndef VIGIL_TOOLS_NEW_PLUGIN_TEMPLATE_ALGORITHM_TEMPLATE_ALGORITHM_H_
#define VIGIL_TOOLS_NEW_PLUGIN_TEMPLATE_ALGORITHM_TEMPLATE_ALGORITHM_H_

#include <cstdint>

#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class TemplateAlgorithm {
 public:
  // The longest interval of which a rate can be told: that of 20 per minute.
  static constexpr Duration kRateHolds = Seconds(3);
  // That of 300 per minute.
  static constexpr Duration kShortestInterval = Milliseconds(200);

  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  void LookAt(const Observation& event);
  void TakeOver(Duration interval);
  void Forget(Reason reason);
  Observation Rate(Timestamp now) const;

  Timestamp newest_;             // time of the last event, when there is one
  std::int32_t per_minute_ = 0;  // 0: there is no rate
  bool has_event_ = false;
  Reason reason_ = Reason::kStarting;  // why there is no rate, when there is none
};

}  // namespace vigil::plugins

#endif  // VIGIL_TOOLS_NEW_PLUGIN_TEMPLATE_ALGORITHM_TEMPLATE_ALGORITHM_H_
