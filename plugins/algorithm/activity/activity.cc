#include "plugins/algorithm/activity/activity.h"

#include <cstdint>

#include "plugins/algorithm/activity/cadence.h"
#include "plugins/algorithm/motion/acceleration_stream.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

// A minute without samples at its end is told so long after it.
constexpr Duration kPatience = Seconds(2);
constexpr Duration kHolds = Seconds(70);

// The end of the minute in which `time` lies; a minute begins behind the end of the last.
Timestamp EndOfMinute(Timestamp time) {
  const std::int64_t minutes = (time.us - 1) / Activity::kMinute.us + 1;
  return Timestamp() + Activity::kMinute * minutes;
}

}  // namespace

Status Activity::Init(const Settings&) {
  cadence_.Clear();
  stream_.Clear();
  word_.Clear(ObservationCode::kStepRate, Unit::kPerMinute);
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
  if (stream_.HasCeased(in.now)) Stop(Reason::kDataGap);
  Status status = Status::kOk;
  if (in.now - end_ > kPatience) status = TellMinute(in.now, out);
  return status == Status::kOk ? word_.Repeat(in.now, reason_, out) : status;
}

Status Activity::TakeBlock(const SampleBlock& block, Outbox& out) {
  const AccelerationStream::Taken taken = stream_.Take(block);
  if (taken.broken != Reason::kNone) Stop(taken.broken);
  for (std::uint32_t n = 0; n < taken.moments; ++n) {
    if (!cadence_.Add(MomentAt(block, n))) continue;
    const Status status = Count(MomentTime(block, n), out);
    if (status != Status::kOk) return status;
  }
  return taken.status;
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
  return word_.Tell(minute, out);
}

// A gait over a gap is none.
void Activity::Stop(Reason reason) {
  cadence_.Clear();
  reason_ = reason;
}

}  // namespace vigil::plugins
