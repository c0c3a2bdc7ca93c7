#include "plugins/algorithm/respiration_rate/respiration_rate.h"

#include <cstdint>

#include "plugins/algorithm/readable_ecg/readable_ecg.h"
#include "plugins/algorithm/respiration_rate/beat_series.h"
#include "plugins/algorithm/respiration_rate/breath_finder.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

constexpr Duration kTellsEvery = Seconds(1);
// Usable beats come to a look each 5 s. When none is usable a rate ends with its validity.
constexpr Duration kHolds = Seconds(12);
static_assert(RespirationRate::kLooksEvery + RespirationRate::kLongestSilence < kHolds);
constexpr std::int64_t kHalfMinuteMs = 30'000;

std::int32_t Distance(std::int32_t a, std::int32_t b) { return a < b ? b - a : a - b; }

}  // namespace

Status RespirationRate::Init(const Settings&) {
  beats_.Clear();
  readable_.Clear();
  breath_ = BreathFinder();
  heard_ = Timestamp();
  has_heard_ = false;
  looked_ = Timestamp();
  looks_ = 0;
  rate_ = 0;
  has_rate_ = false;
  detector_ = Reason::kNone;
  lost_ = Reason::kStarting;
  reason_ = Reason::kStarting;
  is_news_ = true;
  told_ = Timestamp();
  return Status::kOk;
}

// One look an activation at most, however many beats came.
Status RespirationRate::Process(const Inbox& in, Outbox& out) {
  for (const Observation& said : in.observations) Hear(said, in.now);
  if (has_heard_ && in.now - heard_ > kLongestSilence) FallSilent();
  if (!beats_.is_full()) {
    Lose();
  } else if (beats_.end() - looked_ >= kLooksEvery) {
    Look();
  }
  if (has_rate_ && in.now - looked_ > kHolds) Lose();
  return Tell(in.now, out);
}

void RespirationRate::Hear(const Observation& said, Timestamp now) {
  if (!IsIntact(said)) {
    Break(Reason::kDamaged);
  } else if (said.code == ObservationCode::kEcgQuality) {
    readable_.Take(said);
  } else if (said.validity == Validity::kValid) {
    HearBeat(said, now);
  } else if (said.reason != Reason::kNoEvent) {  // then it works, between two beats
    Break(WhyUnknown(said));
  }
}

void RespirationRate::HearBeat(const Observation& qrs, Timestamp now) {
  const Reason unreadable = readable_.WhyNot(now);
  if (unreadable != Reason::kNone) {
    Break(unreadable);
    return;
  }
  beats_.Add(qrs.time, qrs.value);
  detector_ = Reason::kNone;
  has_heard_ = true;
  heard_ = qrs.time;
}

void RespirationRate::Break(Reason reason) {
  beats_.Break();
  detector_ = reason;
}

void RespirationRate::FallSilent() {
  beats_.Clear();
  has_heard_ = false;
  lost_ = detector_ == Reason::kNone ? Reason::kNoBeats : detector_;
}

// What was before is no part of a window after it.
void RespirationRate::Lose() {
  if (reason_ != lost_) is_news_ = true;
  looks_ = 0;
  has_rate_ = false;
  reason_ = lost_;
}

void RespirationRate::Look() {
  looked_ = beats_.end();
  is_news_ = true;
  BeatSeries::Curves curves;
  beats_.Draw(curves);
  const std::int64_t half = kHalfMinuteMs / beats_.usual_interval_ms();
  const auto greatest = static_cast<std::int32_t>(half < BreathFinder::kHighestRate ? half : BreathFinder::kHighestRate);
  const bool is_found = breath_.Find(curves, greatest);
  const bool is_steady = looks_ == 0 || Distance(breath_.rate_per_minute(), rate_) <= kSteady;
  if (!is_found) {
    looks_ = 0;
  } else if (!is_steady) {
    looks_ = 1;
  } else if (looks_ < kLooks) {
    ++looks_;
  }
  rate_ = breath_.rate_per_minute();
  has_rate_ = looks_ == kLooks;
  reason_ = has_rate_ ? Reason::kNone : Reason::kNoise;
  lost_ = Reason::kNoise;  // beats that are not usable, unless the detector says more
}

Status RespirationRate::Tell(Timestamp now, Outbox& out) {
  if (!is_news_ && now - told_ < kTellsEvery) return Status::kOk;
  is_news_ = false;
  told_ = now;
  Observation said;
  said.code = ObservationCode::kRespirationRate;
  said.unit = Unit::kPerMinute;
  said.reason = reason_;
  said.time = now;
  said.valid_until = now + kTellsEvery;
  if (has_rate_) {
    said.value = rate_;
    said.validity = Validity::kValid;
    said.time = looked_;
    said.valid_until = looked_ + kHolds;
  }
  return out.observations.Add(said) == Status::kOk ? Status::kOk : Status::kInternal;
}

}  // namespace vigil::plugins
