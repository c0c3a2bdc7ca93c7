#include "plugins/algorithm/heart_rate/heart_rate.h"

#include <cstdint>

#include "plugins/algorithm/heart_rate/beat_history.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kMinuteUs = 60'000'000;

std::int32_t PerMinute(std::uint32_t interval_us) {
  return static_cast<std::int32_t>((kMinuteUs + interval_us / 2) / interval_us);
}

}  // namespace

Status HeartRate::Init(const Settings&) {
  beats_.Clear();
  own_.Clear(OwnBeats::kNonePercent);
  readable_.Clear();
  usable_from_ = Timestamp();
  heard_ = Timestamp();
  told_ = Timestamp();
  running_ = false;
  news_ = false;
  reason_ = Reason::kStarting;
  return Status::kOk;
}

Status HeartRate::Process(const Inbox& in, Outbox& out) {
  news_ = !running_;
  if (!running_) {
    heard_ = in.now;
    running_ = true;
  }
  for (const SampleBlock& block : in.blocks) LookAt(block);
  for (const Observation& said : in.observations) LookAt(said, in.now);
  CheckSilence(in.now);
  if (!IsDue(in.now)) return Status::kOk;
  told_ = in.now;
  return out.observations.Add(Rate(in.now)) == Status::kOk ? Status::kOk
                                                           : Status::kInternal;
}

void HeartRate::LookAt(const SampleBlock& block) {
  const Reason reason = WhyUnusable(block.quality);
  if (reason != Reason::kNone) {
    Break(reason, SampleTime(block, block.count));
  } else if ((block.quality & kQualityGap) != 0) {
    Break(Reason::kDataGap, block.first_sample);
  } else if (beats_.empty() && reason_ != Reason::kNoBeats) {
    reason_ = Reason::kStarting;  // the cause is gone; beats have to come now
  }
}

void HeartRate::LookAt(const Observation& said, Timestamp now) {
  if (!IsIntact(said)) {
    Break(Reason::kDamaged, now);
  } else if (said.code == ObservationCode::kEcgQuality) {
    TakeQuality(said, now);
  } else {
    TakeBeat(said, now);
  }
}

void HeartRate::TakeQuality(const Observation& quality, Timestamp now) {
  const Reason before = readable_.WhyNot(now);
  readable_.Take(quality);
  own_.TakeQuality(quality);
  if (readable_.WhyNot(now) != before) news_ = true;
}

void HeartRate::TakeBeat(const Observation& qrs, Timestamp now) {
  // The detector works, and the heart is between two beats.
  if (qrs.reason == Reason::kNoEvent) return;
  if (qrs.validity != Validity::kValid) {
    // It tells the beats of the time in which it learned when that is over.
    Break(WhyUnknown(qrs), usable_from_);
  } else if (qrs.time >= usable_from_ && own_.Take(qrs, now)) {
    beats_.Add(qrs.time);
    heard_ = beats_.newest();
    reason_ = Reason::kStarting;  // what is missing now is only a second interval
    news_ = true;
  }
}

void HeartRate::Break(Reason reason, Timestamp usable_from) {
  if (!beats_.empty() || reason != reason_) news_ = true;
  beats_.Clear();
  usable_from_ = usable_from;
  if (heard_ < usable_from) heard_ = usable_from;
  reason_ = reason;
}

void HeartRate::CheckSilence(Timestamp now) {
  if (now - heard_ <= kRateHolds) return;
  if (reason_ != Reason::kNoBeats) Break(Reason::kNoBeats, heard_);
}

bool HeartRate::IsDue(Timestamp now) const {
  return news_ || now - told_ >= kRateRepeats;
}

Reason HeartRate::WhyNone(Timestamp now) const {
  if (HasRate()) return readable_.WhyNot(now);
  return beats_.HasPause() ? Reason::kOutOfRange : reason_;
}

Observation HeartRate::Rate(Timestamp now) const {
  Observation rate;
  rate.code = ObservationCode::kHeartRate;
  rate.unit = Unit::kPerMinute;
  rate.reason = WhyNone(now);
  if (!HasRate() || rate.reason != Reason::kNone) {
    rate.time = now;
    rate.valid_until = now + kRateRepeats;
    return rate;
  }
  rate.validity = Validity::kValid;
  rate.value = PerMinute(beats_.MeanIntervalUs());
  rate.time = beats_.newest();
  rate.valid_until = beats_.newest() + kRateHolds;
  return rate;
}

}  // namespace vigil::plugins
