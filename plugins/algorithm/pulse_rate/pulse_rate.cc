#include "plugins/algorithm/pulse_rate/pulse_rate.h"

#include <cstdint>

#include "plugins/algorithm/pulse_rate/rate_estimator.h"
#include "plugins/algorithm/sample_stream/sample_stream.h"
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

}  // namespace

Status PulseRate::Init(const Settings&) {
  estimator_.Clear();
  stream_.Clear();
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
  const PairedStream::Taken taken = stream_.Take(
      in, ChannelId::kPpgGreen, ChannelId::kAcceleration, RateEstimator::kPeriodUs);
  if (taken.status != Status::kOk) return taken.status;
  if (taken.broken != Reason::kNone) Stop(taken.broken);
  if (estimator_.Work()) Settle();
  if (taken.first != nullptr) Take(*taken.first, *taken.second);
  if (stream_.HasCeased(in.now)) Stop(Reason::kDataGap);
  return Tell(in.now, out);
}

void PulseRate::Take(const SampleBlock& light, const SampleBlock& motion) {
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
  has_rate_ = false;
  reason_ = reason;
}

}  // namespace vigil::plugins
