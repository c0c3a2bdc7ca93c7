#include "plugins/algorithm/sleep/sleep.h"

#include <cstdint>

#include "plugins/algorithm/motion/acceleration_stream.h"
#include "plugins/algorithm/sleep/motion_minute.h"
#include "plugins/algorithm/sleep/sleep_score.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

// A minute without samples at its end is told so long after it.
constexpr Duration kPatience = Seconds(2);
constexpr Duration kHolds = Seconds(70);  // from the telling on
// From the begin of the minute that is told to the end of the last one.
constexpr Duration kDelay = Sleep::kMinute * (SleepScore::kMinutesAfter + 1);

// The end of the minute in which `time` lies.
Timestamp EndOfMinute(Timestamp time) {
  return Timestamp() + Sleep::kMinute * (time.us / Sleep::kMinute.us + 1);
}

}  // namespace

Status Sleep::Init(const Settings&) {
  minute_.Clear();
  score_.Clear();
  for (bool& is_worn : is_worn_) is_worn = false;
  stream_.Clear();
  word_.Clear(ObservationCode::kSleepMinute, Unit::kOne);
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
  if (stream_.HasCeased(in.now)) Stop(Reason::kDataGap);
  Status status = Status::kOk;
  if (in.now - end_ > kPatience) status = TellMinute(in.now, out);
  return status == Status::kOk ? word_.Repeat(in.now, reason_, out) : status;
}

Status Sleep::TakeBlock(const SampleBlock& block, Outbox& out) {
  const AccelerationStream::Taken taken = stream_.Take(block);
  if (taken.broken != Reason::kNone) Stop(taken.broken);
  if (taken.moments == 0) return taken.status;
  Status status = Status::kOk;
  if (block.first_sample >= end_) status = TellMinute(block.first_sample, out);
  for (std::uint32_t n = 0; n < taken.moments; ++n) minute_.Add(MomentAt(block, n));
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
  return word_.Tell(minute, out);
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

void Sleep::Stop(Reason reason) {
  minute_.Break();
  reason_ = reason;
}

}  // namespace vigil::plugins
