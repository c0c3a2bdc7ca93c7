#include "plugins/algorithm/motion/minute_word.h"

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

void MinuteWord::Clear(ObservationCode code, Unit unit) {
  told_ = Observation();
  told_.code = code;
  told_.unit = unit;
  spoke_ = Timestamp();
  has_just_told_ = false;
}

Status MinuteWord::Tell(const Observation& minute, Outbox& out) {
  told_ = minute;
  has_just_told_ = true;
  return out.observations.Add(minute) == Status::kOk ? Status::kOk : Status::kInternal;
}

Status MinuteWord::Repeat(Timestamp now, Reason reason, Outbox& out) {
  if (has_just_told_) spoke_ = now;
  has_just_told_ = false;
  if (now - spoke_ < kRepeats) return Status::kOk;
  spoke_ = now;
  if (now > told_.valid_until) {
    told_.validity = Validity::kUndeterminable;
    told_.value = 0;
    told_.reason = reason;
    told_.time = now;
    told_.valid_until = now + kRepeats;
  }
  return out.observations.Add(told_) == Status::kOk ? Status::kOk : Status::kInternal;
}

}  // namespace vigil::plugins
