// One limit with hysteresis and condition delay.
//
//   crossing.Clear();
//   crossing.Update(limit - rate, rate_time, 2);      // > 0: beyond the limit
//   condition.present = crossing.HasLasted(now, Seconds(3));
#ifndef VIGIL_PLUGINS_ALERTING_LIMIT_CROSSING_LIMIT_CROSSING_H_
#define VIGIL_PLUGINS_ALERTING_LIMIT_CROSSING_LIMIT_CROSSING_H_

#include <cstdint>

#include "safety_kernel/base/time.h"

namespace vigil::plugins {

class LimitCrossing {
 public:
  void Clear() {
    beyond_ = false;
    since_ = Timestamp();
  }

  // excess: by how much a value of time `time` is beyond the limit; 0 or less: it
  // is not. A crossing ends when the value is back by at least `hysteresis`.
  void Update(std::int32_t excess, Timestamp time, std::int32_t hysteresis) {
    if (beyond_) {
      beyond_ = excess > -hysteresis;
    } else if (excess > 0) {
      beyond_ = true;
      since_ = time;
    }
  }

  // True when the values have been beyond the limit for `delay`.
  bool HasLasted(Timestamp now, Duration delay) const {
    return beyond_ && now - since_ >= delay;
  }

  // Of the first value beyond; means nothing when none is.
  Timestamp since() const { return since_; }

 private:
  bool beyond_ = false;
  Timestamp since_;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALERTING_LIMIT_CROSSING_LIMIT_CROSSING_H_
