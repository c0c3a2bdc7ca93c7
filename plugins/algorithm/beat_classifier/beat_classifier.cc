#include "plugins/algorithm/beat_classifier/beat_classifier.h"

#include <cstdint>

#include "plugins/algorithm/beat_classifier/beat_company.h"
#include "plugins/algorithm/beat_classifier/beat_judge.h"
#include "plugins/algorithm/beat_classifier/beat_shape.h"
#include "plugins/algorithm/beat_classifier/beat_weights.h"
#include "plugins/algorithm/beat_classifier/ecg_ring.h"
#include "plugins/algorithm/ecg_window/ecg_blocks.h"
#include "plugins/algorithm/readable_ecg/own_beats.h"
#include "plugins/algorithm/readable_ecg/readable_ecg.h"
#include "plugins/algorithm/sample_stream/sample_stream.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

// Two detections that are nearer together are of one beat.
constexpr Duration kShortestInterval = Milliseconds(160);
// What is further away is no neighbour.
constexpr Duration kLongestNext = Milliseconds(1600);
// Further back than any sample that is kept.
constexpr std::int32_t kLongAgo = 2 * beats::EcgRing::kSize;

// Within 0 and kLongAgo.
std::int32_t SamplesOf(Duration interval) {
  const std::int64_t samples = interval.us / kEcgPeriodUs;
  if (samples < 0) return 0;
  return samples < kLongAgo ? static_cast<std::int32_t>(samples) : kLongAgo;
}

}  // namespace

Status BeatClassifier::Init(const Settings&) {
  ring_.Clear();
  Forget();
  has_signal_ = false;
  due_ = Timestamp();
  signal_reason_ = Reason::kStarting;
  detector_reason_ = Reason::kNone;
  readable_.Clear();
  for (Pending& pending : pending_) pending = Pending();
  pending_count_ = 0;
  is_kept_ = false;
  has_first_shape_ = false;
  last_ = Timestamp();
  previous_time_ = Timestamp();
  company_.Clear();
  first_.Clear();
  next_.Clear();
  has_just_told_ = false;
  told_ = Timestamp();
  told_reason_ = Reason::kNone;
  return Status::kOk;
}

Status BeatClassifier::Process(const Inbox& in, Outbox& out) {
  Status status = Status::kOk;
  for (const SampleBlock& block : in.blocks) {
    if (status == Status::kOk) status = TakeBlock(block, out);
  }
  for (const Observation& said : in.observations) {
    if (status == Status::kOk) status = Take(said, in.now, out);
  }
  if (status == Status::kOk && has_signal_ && in.now - due_ > kLongestSilence) {
    has_signal_ = false;
    signal_reason_ = Reason::kDataGap;
    status = Break(Reason::kDataGap, out);
  }
  if (status == Status::kOk) status = DecideFirst(in.now, out);
  return status == Status::kOk ? TellSilence(in.now, out) : status;
}

Status BeatClassifier::TakeBlock(const SampleBlock& block, Outbox& out) {
  const Reason unusable = WhyUnusable(block.quality);
  if (unusable != Reason::kNone) {
    has_signal_ = false;
    signal_reason_ = unusable;
    return Break(unusable, out);
  }
  if (!IsEcg(block) || block.count > kMaxSamplesPerBlock) return Status::kInvalidArgument;
  if (block.count == 0) return Status::kOk;
  const bool is_gap = (block.quality & kQualityGap) != 0 ||
                      !AreTogether(block.first_sample, due_, kEcgPeriodUs);
  const bool is_long_gap = block.first_sample - due_ > kForgets;
  const Status status = has_signal_ && is_gap ? Break(Reason::kDataGap, out) : Status::kOk;
  if (!has_signal_ || is_gap) ring_.Clear();
  if (is_long_gap) Forget();
  has_signal_ = true;
  for (std::uint32_t n = 0; n < block.count; ++n) ring_.Add(block.samples[n]);
  due_ = SampleTime(block, block.count);
  return status;
}

Status BeatClassifier::Take(const Observation& said, Timestamp now, Outbox& out) {
  if (!IsIntact(said)) return Break(Reason::kDamaged, out);
  if (said.code == ObservationCode::kQrsDetected) return TakeQrs(said, now, out);
  readable_.Take(said);
  own_.TakeQuality(said);
  return Status::kOk;
}

Status BeatClassifier::TakeQrs(const Observation& qrs, Timestamp now, Outbox& out) {
  if (qrs.validity == Validity::kValid) {
    detector_reason_ = Reason::kNone;
    return TakeBeat({.time = qrs.time, .is_small = !own_.Take(qrs, now)}, out);
  }
  detector_reason_ = qrs.reason == Reason::kNoEvent ? Reason::kNone : WhyUnknown(qrs);
  return detector_reason_ == Reason::kNone ? Status::kOk : Break(detector_reason_, out);
}

Status BeatClassifier::TakeBeat(const Pending& beat, Outbox& out) {
  if (beat.time - last_ < kShortestInterval) return Status::kOk;
  Status status = Status::kOk;
  if (pending_count_ == kPending) {
    status = TellFirst(Reason::kNoise, 0, out);
    Interrupt();
  }
  pending_[pending_count_] = beat;
  ++pending_count_;
  last_ = beat.time;
  return status;
}

// What waits is told; the next beat has no neighbour before it.
Status BeatClassifier::Break(Reason reason, Outbox& out) {
  Status status = Status::kOk;
  for (std::uint32_t n = 0; n < kPending; ++n) {
    if (pending_count_ > 0 && status == Status::kOk) status = TellFirst(reason, 0, out);
  }
  Interrupt();
  return status;
}

void BeatClassifier::Interrupt() {
  has_first_shape_ = false;
  judge_.Break();
  company_.Clear();
}

bool BeatClassifier::IsDue(Timestamp now) const {
  const std::uint32_t first = ToJudge();
  if (pending_count_ <= first) return false;
  if (now - pending_[first].time >= kWaits) return true;
  return pending_count_ > first + 1 && Ago(pending_[first + 1].time) >= beats::BeatShape::kSamplesAfter;
}

// One in an activation: there are more activations than beats.
Status BeatClassifier::DecideFirst(Timestamp now, Outbox& out) {
  if (is_kept_ && now - pending_[0].time >= kWaits) {
    company_.DecideAlone();
    const Status status = TellClass(false, now, out);
    if (status != Status::kOk) return status;
  }
  if (!IsDue(now)) return Status::kOk;
  if (!has_first_shape_) has_first_shape_ = first_.Take(ring_, Ago(pending_[ToJudge()].time));
  if (has_first_shape_) return Judge(now, out);
  const Status status = is_kept_ ? TellClass(false, now, out) : Status::kOk;
  Interrupt();
  return status == Status::kOk ? TellFirst(Reason::kDataGap, 0, out) : status;
}

Status BeatClassifier::Judge(Timestamp now, Outbox& out) {
  const Pending& beat = pending_[ToJudge()];
  const Timestamp time = beat.time;
  const bool is_small = beat.is_small;
  const bool is_last = pending_count_ == ToJudge() + 1;
  const Timestamp next = pending_[is_last ? ToJudge() : ToJudge() + 1].time;
  const bool is_near = !is_last && next - time < kLongestNext;
  const bool has_next = is_near && next_.Take(ring_, Ago(next));
  const std::int32_t after = is_near ? SamplesOf(next - time) : beats::BeatJudge::kGreatestAfter;
  judge_.Judge(first_, SamplesOf(time - previous_time_), {has_next ? &next_ : nullptr, after}, beats::kWeights);
  previous_time_ = time;
  if (has_next) first_ = next_;
  has_first_shape_ = has_next;
  Status status = Status::kOk;
  if (is_kept_) status = TellClass(beats::BeatCompany::IsMoreLikely(judge_.beat()), now, out);
  const beats::Verdict verdict = company_.Take(judge_.beat(), is_small, after);
  if (company_.IsOfLongRun()) judge_.Hold();
  is_kept_ = verdict == beats::Verdict::kAsksNext;
  if (status != Status::kOk || is_kept_) return status;
  return TellClass(verdict == beats::Verdict::kVentricular, now, out);
}

// Of the first beat that waits.
Status BeatClassifier::TellClass(bool is_ventricular, Timestamp now, Outbox& out) {
  const Reason unknown = learned_ < kLearned ? Reason::kStarting : readable_.WhyNot(now, kRemembers);
  if (learned_ < kLearned) ++learned_;
  return TellFirst(unknown, unknown == Reason::kNone && is_ventricular ? 1 : 0, out);
}

// Of the first beat that waits, which then waits no longer. `reason`: why nothing is
// known of it, or kNone.
Status BeatClassifier::TellFirst(Reason reason, std::int32_t value, Outbox& out) {
  Observation beat;
  beat.code = ObservationCode::kVentricularBeat;
  beat.unit = Unit::kOne;
  beat.value = value;
  beat.validity = reason == Reason::kNone ? Validity::kValid : Validity::kUndeterminable;
  beat.reason = reason;
  beat.time = pending_[0].time;
  beat.valid_until = beat.time + kHolds;
  for (std::uint32_t n = 1; n < kPending; ++n) pending_[n - 1] = pending_[n];
  --pending_count_;
  is_kept_ = false;
  has_just_told_ = true;
  return out.observations.Add(beat) == Status::kOk ? Status::kOk : Status::kInternal;
}

Status BeatClassifier::TellSilence(Timestamp now, Outbox& out) {
  const Reason reason = WhyNot(now);
  const bool is_news = reason != told_reason_ && reason != Reason::kNoEvent;
  told_reason_ = reason;
  if (has_just_told_) told_ = now;
  has_just_told_ = false;
  if (!is_news && now - told_ < kRepeats) return Status::kOk;
  told_ = now;
  Observation unknown;
  unknown.code = ObservationCode::kVentricularBeat;
  unknown.unit = Unit::kOne;
  unknown.reason = reason;
  unknown.time = now;
  unknown.valid_until = now + kRepeats;
  return out.observations.Add(unknown) == Status::kOk ? Status::kOk : Status::kInternal;
}

Reason BeatClassifier::WhyNot(Timestamp now) const {
  if (!has_signal_) return signal_reason_;
  if (detector_reason_ != Reason::kNone) return detector_reason_;
  if (learned_ < kLearned) return Reason::kStarting;
  const Reason unreadable = readable_.WhyNot(now, kRemembers);
  return unreadable == Reason::kNone ? Reason::kNoEvent : unreadable;
}

void BeatClassifier::Forget() {
  judge_.Clear();
  own_.Clear(OwnBeats::kNonePercent);
  learned_ = 0;
}

// Samples from `time` to the last one; below 0 when it is still to come.
std::int32_t BeatClassifier::Ago(Timestamp time) const {
  return SamplesOf(due_ - time) - 1;
}

}  // namespace vigil::plugins
