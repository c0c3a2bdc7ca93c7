#include "plugins/algorithm/fall_detector/fall_detector.h"

#include <cstdint>

#include "plugins/algorithm/fall_detector/fall_decision.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kAxes = DimensionsOf(ChannelId::kAcceleration);
constexpr Duration kReasonRepeats = Seconds(1);
// Samples later than this are missing, not merely late.
constexpr Duration kLongestSilence = Milliseconds(500);
// Somebody has to be told of a fall, though a link was down for a while.
constexpr Duration kFallHolds = Seconds(30);
constexpr Duration kDecisionDelay = Microseconds(
    static_cast<std::int64_t>(FallDecision::kPeriodUs) * FallDecision::kMomentsPerSlice *
    FallDecision::kDelaySlices);

bool IsWanted(const SampleBlock& block) {
  return block.channel == ChannelId::kAcceleration && block.unit == Unit::kMilliG &&
         block.period_us == FallDecision::kPeriodUs && block.count <= kMaxSamplesPerBlock &&
         block.count % kAxes == 0;
}

}  // namespace

Status FallDetector::Init(const Settings&) {
  decision_.Reset();
  has_signal_ = false;
  due_ = Timestamp();
  reason_ = Reason::kStarting;
  told_reason_ = Reason::kNone;
  told_ = Timestamp();
  return Status::kOk;
}

Status FallDetector::Process(const Inbox& in, Outbox& out) {
  for (const SampleBlock& block : in.blocks) {
    const Status status = TakeBlock(block, out);
    if (status != Status::kOk) return status;
  }
  if (has_signal_ && in.now - due_ > kLongestSilence) Stop(Reason::kDataGap);
  return TellNone(in.now, out);
}

Status FallDetector::TakeBlock(const SampleBlock& block, Outbox& out) {
  // A hard impact reaches the end of the sensor's range, and is one all the same.
  const Reason unusable =
      WhyUnusable(static_cast<std::uint16_t>(block.quality & ~kQualitySaturated));
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
    const Acceleration moment = {.x = block.samples[at],
                                 .y = block.samples[at + 1],
                                 .z = block.samples[at + 2]};
    if (!decision_.Next(moment)) continue;
    const Status status = TellFall(SampleTime(block, at), out);
    if (status != Status::kOk) return status;
  }
  return Status::kOk;
}

// `decided`: the time of the moment with which it was decided.
Status FallDetector::TellFall(Timestamp decided, Outbox& out) const {
  Observation fall;
  fall.code = ObservationCode::kFallDetected;
  fall.unit = Unit::kMilliG;
  fall.value = decision_.impact_mg();
  fall.validity = Validity::kValid;
  fall.time = decided - kDecisionDelay;
  fall.valid_until = fall.time + kFallHolds;
  return out.observations.Add(fall) == Status::kOk ? Status::kOk : Status::kInternal;
}

Status FallDetector::TellNone(Timestamp now, Outbox& out) {
  const Reason reason = is_watching() ? Reason::kNoEvent : reason_;
  const bool is_news = reason != told_reason_;
  told_reason_ = reason;
  if (!is_news && now - told_ < kReasonRepeats) return Status::kOk;
  told_ = now;
  Observation none;
  none.code = ObservationCode::kFallDetected;
  none.unit = Unit::kMilliG;
  none.validity = Validity::kUndeterminable;
  none.reason = reason;
  none.time = now;
  none.valid_until = now + kReasonRepeats;
  return out.observations.Add(none) == Status::kOk ? Status::kOk : Status::kInternal;
}

// How the body lay before a gap says nothing of after it.
void FallDetector::Stop(Reason reason) {
  decision_.Reset();
  has_signal_ = false;
  reason_ = reason;
}

}  // namespace vigil::plugins
