#include "plugins/algorithm/fall_detector/fall_detector.h"

#include <cstdint>

#include "plugins/algorithm/fall_detector/fall_decision.h"
#include "plugins/algorithm/motion/acceleration_stream.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

constexpr Duration kReasonRepeats = Seconds(1);
// Somebody has to be told of a fall, though a link was down for a while.
constexpr Duration kFallHolds = Seconds(30);
constexpr Duration kDecisionDelay = Microseconds(
    static_cast<std::int64_t>(AccelerationStream::kPeriodUs) * FallDecision::kMomentsPerSlice *
    FallDecision::kDelaySlices);

}  // namespace

Status FallDetector::Init(const Settings&) {
  decision_.Reset();
  stream_.Clear();
  reason_ = Reason::kStarting;
  told_reason_ = Reason::kNone;
  told_ = Timestamp();
  watching_since_ = Timestamp();
  return Status::kOk;
}

Status FallDetector::Process(const Inbox& in, Outbox& out) {
  for (const SampleBlock& block : in.blocks) {
    const Status status = TakeBlock(block, out);
    if (status != Status::kOk) return status;
  }
  if (stream_.HasCeased(in.now)) Stop(Reason::kDataGap);
  return TellNone(in.now, out);
}

Status FallDetector::TakeBlock(const SampleBlock& block, Outbox& out) {
  // A hard impact reaches the end of the sensor's range, and is one all the same.
  const AccelerationStream::Taken taken = stream_.Take(block, kQualitySaturated);
  if (taken.broken != Reason::kNone) Stop(taken.broken);
  for (std::uint32_t n = 0; n < taken.moments; ++n) {
    if (!decision_.Next(MomentAt(block, n))) continue;
    const Status status = TellFall(MomentTime(block, n), out);
    if (status != Status::kOk) return status;
  }
  return taken.status;
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
  if (!is_watching()) watching_since_ = now;
  const Reason reason = now - watching_since_ >= kLeastWatch ? Reason::kNoEvent : reason_;
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
  reason_ = reason;
}

}  // namespace vigil::plugins
