// The last value of a vital sign that was known, and for how long it counts.
//
//   last.Take(observation);             // intact and of the vital sign's code
//   if (last.IsKnown(now)) ...          // it is valid and current
//   if (last.Counts(now)) ...           // or it was so not long ago
//
// Motion hides a value now and then. What lasted for a minute must not begin anew with each
// window that cannot be told, or the patient who moves is never alarmed.
#ifndef VIGIL_PLUGINS_ALERTING_LIMIT_CROSSING_LAST_KNOWN_H_
#define VIGIL_PLUGINS_ALERTING_LIMIT_CROSSING_LAST_KNOWN_H_

#include <cstdint>

#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"

namespace vigil::plugins {

class LastKnown {
 public:
  // For how long after the end of its validity a value counts. By then the alarm that it is
  // unavailable is there: that of a product's value watch comes sooner.
  static constexpr Duration kCounts = Seconds(30);

  void Take(const Observation& value) {
    is_told_ = value.validity == Validity::kValid;
    if (!is_told_) return;
    value_ = value.value;
    until_ = value.valid_until;
    was_told_ = true;
  }

  // It counts as if it had been valid until `until`.
  void Keep(Timestamp until) { until_ = until; }

  bool IsKnown(Timestamp now) const { return is_told_ && now <= until_; }
  bool Counts(Timestamp now) const { return was_told_ && now <= until_ + kCounts; }

  // 0 when none was known.
  std::int32_t value() const { return value_; }

 private:
  bool is_told_ = false;   // by the newest value
  bool was_told_ = false;  // value_ holds
  std::int32_t value_ = 0;
  Timestamp until_;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALERTING_LIMIT_CROSSING_LAST_KNOWN_H_
