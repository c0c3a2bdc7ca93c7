// What is told of each minute: once when it is known, and again each second until the
// next, so that the kernel hears that the plugin lives.
//
//   MinuteWord word;
//   word.Clear(ObservationCode::kStepRate, Unit::kPerMinute);
//   word.Tell(minute, out);          // when it is known
//   word.Repeat(now, reason, out);   // at the end of each activation
//
// Before the first minute, and when the last one is over, it says kUndeterminable with the
// reason. Nothing blocks; not safe for use from several threads.
#ifndef VIGIL_PLUGINS_ALGORITHM_MOTION_MINUTE_WORD_H_
#define VIGIL_PLUGINS_ALGORITHM_MOTION_MINUTE_WORD_H_

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class MinuteWord {
 public:
  static constexpr Duration kRepeats = Seconds(1);

  // Forgets everything.
  void Clear(ObservationCode code, Unit unit);
  // kInternal: there is no room in the outbox; the kernel gives enough.
  Status Tell(const Observation& minute, Outbox& out);
  // Does nothing in an activation in which a minute was told. kInternal: as above.
  Status Repeat(Timestamp now, Reason reason, Outbox& out);

 private:
  Observation told_;
  Timestamp spoke_;             // when something was told last
  bool has_just_told_ = false;  // a minute, in this activation
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_MOTION_MINUTE_WORD_H_
