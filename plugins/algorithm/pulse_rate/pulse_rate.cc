#include "plugins/algorithm/pulse_rate/pulse_rate.h"

#include <cstdint>

#include "plugins/algorithm/pulse_rate/rate_estimator.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kMotionAxes = DimensionsOf(ChannelId::kAcceleration);
static_assert(kMotionAxes == kAxes);

constexpr Duration kTellsEvery = Seconds(1);
// The next window ends 2 s later, and is worked on for 1.3 s; samples may come late.
constexpr Duration kRateHolds = Seconds(6);
// Samples later than this are missing, not merely late.
constexpr Duration kLongestSilence = Milliseconds(500);
constexpr Duration kHalfPeriod = Microseconds(RateEstimator::kPeriodUs / 2);

std::uint32_t MomentsOf(const SampleBlock& block) {
  return block.count / DimensionsOf(block.channel);
}

bool IsWanted(const SampleBlock& block) {
  const bool is_known =
      block.channel == ChannelId::kPpgGreen || block.channel == ChannelId::kAcceleration;
  return is_known && block.unit == UnitOf(block.channel) &&
         block.period_us == RateEstimator::kPeriodUs && block.count <= kMaxSamplesPerBlock &&
         block.count % DimensionsOf(block.channel) == 0;
}

bool AreTogether(Timestamp a, Timestamp b) {
  return a - b <= kHalfPeriod && b - a <= kHalfPeriod;
}

}  // namespace

Status PulseRate::Init(const Settings&) {
  estimator_.Clear();
  has_signal_ = false;
  due_ = Timestamp();
  window_end_ = Timestamp();
  has_rate_ = false;
  rate_per_minute_ = 0;
  rate_time_ = Timestamp();
  reason_ = Reason::kStarting;
  is_news_ = true;
  told_ = Timestamp();
  return Status::kOk;
}

// The work on a window begins in one activation, and its shares follow in the next ones.
Status PulseRate::Process(const Inbox& in, Outbox& out) {
  Pair pair;
  const Status status = Receive(in, pair);
  if (status != Status::kOk) return status;
  if (estimator_.Work()) Settle();
  if (pair.light != nullptr && pair.motion != nullptr) {
    Take(pair);
  } else if (pair.light != nullptr || pair.motion != nullptr) {
    Stop(Reason::kDataGap);
  }
  if (has_signal_ && in.now - due_ > kLongestSilence) Stop(Reason::kDataGap);
  return Tell(in.now, out);
}

// Blocks without samples say nothing but their quality.
Status PulseRate::Receive(const Inbox& in, Pair& pair) {
  for (const SampleBlock& block : in.blocks) {
    const Reason unusable = WhyUnusable(block.quality);
    if (unusable != Reason::kNone) {
      Stop(unusable);
      pair = Pair();
      return Status::kOk;
    }
    if (!IsWanted(block)) return Status::kInvalidArgument;
    if ((block.quality & kQualityGap) != 0) pair.is_gap = true;
    if (block.count == 0) continue;
    if (block.channel == ChannelId::kPpgGreen) {
      pair.light = &block;
    } else {
      pair.motion = &block;
    }
  }
  return Status::kOk;
}

// Whether both blocks are of the same moments, and these are the next ones.
bool PulseRate::Follows(const Pair& pair) const {
  if (pair.is_gap) return false;
  return !has_signal_ || AreTogether(pair.light->first_sample, due_);
}

void PulseRate::Take(const Pair& pair) {
  const SampleBlock& light = *pair.light;
  const SampleBlock& motion = *pair.motion;
  if (!Follows(pair)) Stop(Reason::kDataGap);
  if (MomentsOf(light) != MomentsOf(motion) ||
      !AreTogether(light.first_sample, motion.first_sample)) {
    Stop(Reason::kDataGap);
    return;
  }
  has_signal_ = true;
  due_ = SampleTime(light, light.count);
  for (std::uint32_t at = 0; at < light.count; ++at) {
    const std::uint32_t x = at * kMotionAxes;
    if (estimator_.Add(light.samples[at],
                       {motion.samples[x], motion.samples[x + 1], motion.samples[x + 2]})) {
      window_end_ = SampleTime(light, at + 1);
    }
  }
}

// The work on a window is done.
void PulseRate::Settle() {
  is_news_ = true;
  has_rate_ = estimator_.is_trusted();
  rate_per_minute_ = estimator_.PerMinute();
  rate_time_ = window_end_;
  if (estimator_.is_ready()) reason_ = Reason::kNoise;
}

Status PulseRate::Tell(Timestamp now, Outbox& out) {
  if (!is_news_ && now - told_ < kTellsEvery) return Status::kOk;
  is_news_ = false;
  told_ = now;
  Observation rate;
  rate.code = ObservationCode::kPulseRate;
  rate.unit = Unit::kPerMinute;
  rate.reason = has_rate_ ? Reason::kStale : reason_;
  rate.time = now;
  rate.valid_until = now + kTellsEvery;
  if (has_rate_ && now - rate_time_ < kRateHolds) {
    rate.value = rate_per_minute_;
    rate.validity = Validity::kValid;
    rate.reason = Reason::kNone;
    rate.time = rate_time_;
    rate.valid_until = rate_time_ + kRateHolds;
  }
  return out.observations.Add(rate) == Status::kOk ? Status::kOk : Status::kInternal;
}

// What was before a gap is no part of a window after it.
void PulseRate::Stop(Reason reason) {
  if (has_rate_ || reason_ != reason) is_news_ = true;
  estimator_.Clear();
  has_signal_ = false;
  has_rate_ = false;
  reason_ = reason;
}

}  // namespace vigil::plugins
