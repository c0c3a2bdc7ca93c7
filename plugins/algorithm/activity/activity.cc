#include "plugins/algorithm/activity/activity.h"

#include <cstdint>

#include "plugins/algorithm/activity/cadence.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kAxes = DimensionsOf(ChannelId::kAcceleration);
// Samples later than this are missing, not merely late.
constexpr Duration kLongestSilence = Milliseconds(500);
// A minute without samples at its end is told so long after it.
constexpr Duration kPatience = Seconds(2);
constexpr Duration kRepeats = Seconds(1);
constexpr Duration kHolds = Seconds(70);

bool IsWanted(const SampleBlock& block) {
  return block.channel == ChannelId::kAcceleration && block.unit == Unit::kMilliG &&
         block.period_us == Cadence::kPeriodUs && block.count <= kMaxSamplesPerBlock &&
         block.count % kAxes == 0;
}

// The end of the minute in which `time` lies; a minute begins behind the end of the last.
Timestamp EndOfMinute(Timestamp time) {
  const std::int64_t minutes = (time.us - 1) / Activity::kMinute.us + 1;
  return Timestamp() + Activity::kMinute * minutes;
}

}  // namespace

Status Activity::Init(const Settings&) {
  cadence_.Clear();
  has_signal_ = false;
  due_ = Timestamp();
  told_ = Observation();
  told_.code = ObservationCode::kStepRate;
  told_.unit = Unit::kPerMinute;
  spoke_ = Timestamp();
  end_ = Timestamp();
  seconds_ = 0;
  sum_ = 0;
  reason_ = Reason::kStarting;
  return Status::kOk;
}

Status Activity::Process(const Inbox& in, Outbox& out) {
  if (end_ == Timestamp()) end_ = EndOfMinute(in.now);
  for (const SampleBlock& block : in.blocks) {
    const Status status = TakeBlock(block, out);
    if (status != Status::kOk) return status;
  }
  if (has_signal_ && in.now - due_ > kLongestSilence) Stop(Reason::kDataGap);
  Status status = Status::kOk;
  if (in.now - end_ > kPatience) status = TellMinute(in.now, out);
  return status == Status::kOk ? Repeat(in.now, out) : status;
}

Status Activity::TakeBlock(const SampleBlock& block, Outbox& out) {
  const Reason unusable = WhyUnusable(block.quality);
  if (unusable != Reason::kNone) {
    Stop(unusable);
    return Status::kOk;
  }
  if (!IsWanted(block)) return Status::kInvalidArgument;
  if (block.count == 0) return Status::kOk;
  const bool is_gap = (block.quality & kQualityGap) != 0 ||
                      (has_signal_ && block.first_sample != due_);
  if (is_gap) Stop(Reason::kDataGap);
  has_signal_ = true;
  due_ = SampleTime(block, block.count);
  for (std::uint32_t at = 0; at < block.count; at += kAxes) {
    const BodyAcceleration moment = {.x = block.samples[at],
                                 .y = block.samples[at + 1],
                                 .z = block.samples[at + 2]};
    if (!cadence_.Add(moment)) continue;
    const Status status = Count(SampleTime(block, at), out);
    if (status != Status::kOk) return status;
  }
  return Status::kOk;
}

// A second is known, which ends at `second`.
Status Activity::Count(Timestamp second, Outbox& out) {
  Status status = Status::kOk;
  if (second > end_) status = TellMinute(second, out);
  ++seconds_;
  sum_ += cadence_.steps_per_minute();
  return status;
}

// `next`: a time in the minute that is counted from now on.
Status Activity::TellMinute(Timestamp next, Outbox& out) {
  Observation minute;
  minute.code = ObservationCode::kStepRate;
  minute.unit = Unit::kPerMinute;
  minute.time = end_;
  minute.valid_until = end_ + kHolds;
  if (seconds_ >= kLeastSeconds) {
    minute.validity = Validity::kValid;
    minute.value = (sum_ + seconds_ / 2) / seconds_;
  } else {
    minute.reason = reason_;
  }
  end_ = EndOfMinute(next);
  seconds_ = 0;
  sum_ = 0;
  told_ = minute;
  return out.observations.Add(minute) == Status::kOk ? Status::kOk : Status::kInternal;
}

// A gait over a gap is none.
// What was told last, so that the kernel hears that the plugin lives.
Status Activity::Repeat(Timestamp now, Outbox& out) {
  if (!out.observations.empty()) spoke_ = now;
  if (now - spoke_ < kRepeats) return Status::kOk;
  spoke_ = now;
  if (now > told_.valid_until) {
    told_.validity = Validity::kUndeterminable;
    told_.value = 0;
    told_.reason = reason_;
    told_.time = now;
    told_.valid_until = now + kRepeats;
  }
  return out.observations.Add(told_) == Status::kOk ? Status::kOk : Status::kInternal;
}

void Activity::Stop(Reason reason) {
  cadence_.Clear();
  has_signal_ = false;
  reason_ = reason;
}

}  // namespace vigil::plugins
