#include "plugins/algorithm/sleep/sleep.h"

#include <cstdint>

#include "plugins/algorithm/sleep/motion_minute.h"
#include "plugins/algorithm/sleep/sleep_score.h"
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
constexpr Duration kHolds = Seconds(70);  // from the telling on
// From the begin of the minute that is told to the end of the last one.
constexpr Duration kDelay = Sleep::kMinute * (SleepScore::kMinutesAfter + 1);

bool IsWanted(const SampleBlock& block) {
  return block.channel == ChannelId::kAcceleration && block.unit == Unit::kMilliG &&
         block.period_us == MotionMinute::kPeriodUs && block.count <= kMaxSamplesPerBlock &&
         block.count % kAxes == 0;
}

// The end of the minute in which `time` lies.
Timestamp EndOfMinute(Timestamp time) {
  return Timestamp() + Sleep::kMinute * (time.us / Sleep::kMinute.us + 1);
}

}  // namespace

Status Sleep::Init(const Settings&) {
  minute_.Clear();
  score_.Clear();
  for (bool& is_worn : is_worn_) is_worn = false;
  has_signal_ = false;
  due_ = Timestamp();
  told_ = Observation();
  told_.code = ObservationCode::kSleepMinute;
  told_.unit = Unit::kOne;
  spoke_ = Timestamp();
  end_ = Timestamp();
  reason_ = Reason::kStarting;
  return Status::kOk;
}

Status Sleep::Process(const Inbox& in, Outbox& out) {
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

Status Sleep::TakeBlock(const SampleBlock& block, Outbox& out) {
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
  Status status = Status::kOk;
  if (block.first_sample >= end_) status = TellMinute(block.first_sample, out);
  for (std::uint32_t at = 0; at < block.count; at += kAxes) {
    minute_.Add({.x = block.samples[at], .y = block.samples[at + 1], .z = block.samples[at + 2]});
  }
  return status;
}

// The minute that ended goes into the score, and the one two before it is told. `next`: a
// time in the minute that is counted from now on.
Status Sleep::TellMinute(Timestamp next, Outbox& out) {
  Score();
  Observation minute;
  minute.code = ObservationCode::kSleepMinute;
  minute.unit = Unit::kOne;
  minute.time = end_ - Timestamp() < kDelay ? Timestamp() : end_ - kDelay;
  minute.valid_until = end_ + kHolds;
  if (!score_.is_full()) {
    minute.reason = reason_;
  } else if (!is_worn_[0]) {
    minute.reason = Reason::kNotWorn;
  } else {
    minute.validity = Validity::kValid;
    minute.value = score_.is_asleep() ? 1 : 0;
  }
  end_ = EndOfMinute(next);
  minute_.Begin();
  told_ = minute;
  return out.observations.Add(minute) == Status::kOk ? Status::kOk : Status::kInternal;
}

// A minute of which too little is known breaks the row.
void Sleep::Score() {
  for (std::int32_t n = 0; n < SleepScore::kMinutesAfter; ++n) is_worn_[n] = is_worn_[n + 1];
  is_worn_[SleepScore::kMinutesAfter] = minute_.drift_q4() >= kLeastDriftQ4;
  if (minute_.seconds() < kLeastSeconds) {
    score_.Clear();
  } else {
    score_.Add(minute_.activity_q4());
  }
}

// What was told last, so that the kernel hears that the plugin lives.
Status Sleep::Repeat(Timestamp now, Outbox& out) {
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

void Sleep::Stop(Reason reason) {
  minute_.Break();
  has_signal_ = false;
  reason_ = reason;
}

}  // namespace vigil::plugins
