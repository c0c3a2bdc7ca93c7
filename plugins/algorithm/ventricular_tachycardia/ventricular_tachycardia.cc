#include "plugins/algorithm/ventricular_tachycardia/ventricular_tachycardia.h"

namespace vigil::plugins {

Status VentricularTachycardia::Init(const Settings&) {
  runs_.Clear();
  begun_ = Timestamp();
  readable_.Clear();
  told_ = Timestamp();
  has_told_ = false;
  class_reason_ = Reason::kStarting;
  return Status::kOk;
}

Status VentricularTachycardia::Process(const Inbox& in, Outbox& out) {
  for (const Observation& said : in.observations) LookAt(said, in.now);
  if (!IsDue(in.now)) return Status::kOk;
  has_told_ = true;
  told_ = in.now;
  return out.observations.Add(Tachycardia(in.now)) == Status::kOk ? Status::kOk : Status::kInternal;
}

bool VentricularTachycardia::IsDue(Timestamp now) const {
  if (!has_told_) return true;
  return now.us / kRepeats.us > told_.us / kRepeats.us;
}

void VentricularTachycardia::LookAt(const Observation& said, Timestamp now) {
  if (!IsIntact(said)) {
    readable_.Lose(Reason::kDamaged);
    Break(now);
  } else if (said.code == ObservationCode::kVentricularBeat) {
    TakeClass(said);
  } else {
    readable_.Take(said);
    if (said.validity != Validity::kValid) Break(now);
  }
}

void VentricularTachycardia::TakeClass(const Observation& beat) {
  if (beat.validity == Validity::kValid) {
    class_reason_ = Reason::kNone;
    runs_.Add(beat.time, beat.value == 1);
  } else if (beat.reason != Reason::kNoEvent) {
    class_reason_ = WhyUnknown(beat);
  }
}

// What was before may have been another heart, or none.
void VentricularTachycardia::Break(Timestamp now) {
  runs_.Clear();
  begun_ = now;
}

Observation VentricularTachycardia::Tachycardia(Timestamp now) const {
  const Timestamp time = now - VentricularRuns::kDelay;
  Observation said;
  said.code = ObservationCode::kVentricularTachycardia;
  said.unit = Unit::kOne;
  said.time = now;
  said.valid_until = now + kHolds;
  const bool is_there = runs_.IsTachycardia(time);
  const Reason unreadable = readable_.WhyNot(now, kRemembers);
  if (unreadable != Reason::kNone) {
    said.reason = unreadable;
  } else if (time < begun_) {
    said.reason = Reason::kStarting;
  } else if (!is_there && class_reason_ != Reason::kNone) {
    said.reason = class_reason_;
  } else {
    said.validity = Validity::kValid;
    said.value = is_there ? 1 : 0;
    said.time = time;
  }
  return said;
}

}  // namespace vigil::plugins
