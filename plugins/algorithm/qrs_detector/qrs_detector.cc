#include "plugins/algorithm/qrs_detector/qrs_detector.h"

#include "plugins/algorithm/ecg_window/ecg_blocks.h"
#include "plugins/algorithm/qrs_detector/beat_net_weights.h"
#include "plugins/algorithm/sample_stream/sample_stream.h"

namespace vigil::plugins {
namespace {

// Until the first decision; two samples a tick.
constexpr std::uint32_t kLearningSamples = 2 * BeatDecision::kLearningTicks + 2;

// As long as the slowest rate that is told, 20 /min, needs for its next beat,
// and the latency of search back.
constexpr Duration kBeatHolds = Seconds(5);
constexpr Duration kReasonRepeats = Seconds(1);
// Samples later than this are missing, not merely late.
constexpr Duration kLongestSilence = Milliseconds(500);

}  // namespace

Status QrsDetector::Init(const Settings&) {
  Restart(Reason::kStarting, 0);
  has_signal_ = false;
  begun_ = Timestamp();
  due_ = Timestamp();
  told_reason_ = Reason::kNone;
  told_ = Timestamp();
  return Status::kOk;
}

Status QrsDetector::Process(const Inbox& in, Outbox& out) {
  for (const SampleBlock& block : in.blocks) {
    const Status status = TakeBlock(block, in.now, out);
    if (status != Status::kOk) return status;
  }
  if (has_signal_ && in.now - due_ > kLongestSilence) Stop(Reason::kDataGap);
  return TellSilence(in.now, out);
}

Status QrsDetector::TakeBlock(const SampleBlock& block, Timestamp now,
                              Outbox& out) {
  const Reason unusable = WhyUnusable(block.quality);
  if (unusable != Reason::kNone) {
    Stop(unusable);
    return Status::kOk;
  }
  if (!IsEcg(block) || block.count > kMaxSamplesPerBlock) return Status::kInvalidArgument;
  if (block.count == 0) return Status::kOk;
  const bool is_gap = (block.quality & kQualityGap) != 0 ||
                      (has_signal_ && !AreTogether(block.first_sample, due_, kEcgPeriodUs));
  if (is_gap || !has_signal_) {
    Restart(is_gap ? Reason::kDataGap : Reason::kStarting, block.samples[0]);
    begun_ = block.first_sample;
  }
  // Of the time in which it learned a heart of more than 200 a minute has more beats than
  // there is room for at once; the last of them are left out.
  constexpr std::uint32_t kRoom = decltype(Outbox::observations)::kCapacity;
  std::uint32_t told = 0;
  for (std::uint32_t i = 0; i < block.count; ++i) {
    if (!TakeSample(block.samples[i])) continue;
    told_ = now;
    if (told == kRoom) continue;
    const Status status = TellBeat(SampleTime(block, i), out);
    if (status != Status::kOk) return status;
    ++told;
  }
  due_ = SampleTime(block, block.count);
  return Status::kOk;
}

// True when a beat was decided with this sample.
bool QrsDetector::TakeSample(std::int32_t microvolt) {
  ++taken_;
  if (taken_ % 2 == 1) {
    waiting_ = microvolt;
    return false;
  }
  filter_.Next(waiting_, microvolt);
  if (!finder_.Next(filter_)) return decision_.Next(filter_.tick(), nullptr);
  Candidate& candidate = finder_.candidate();
  if (candidate.energy >= decision_.LeastEnergy()) {
    finder_.Describe(filter_);
    if (pulses_.IsAlone(filter_, candidate)) return decision_.Next(filter_.tick(), nullptr);
    PacerPulses::DescribeAnew(filter_, candidate);
  }
  return decision_.Next(filter_.tick(), &candidate);
}

// `now`: the time of the sample that was taken last. Of a signal that begins on the way
// down from an R peak the peak seems to lie before the first sample: nobody has seen it.
Status QrsDetector::TellBeat(Timestamp now, Outbox& out) {
  const Candidate& beat = decision_.beat();
  pulses_.Learn(beat);
  const std::uint32_t age = taken_ - 1 - beat.fiducial;
  Observation qrs;
  qrs.code = ObservationCode::kQrsDetected;
  qrs.value = beat.height;
  qrs.unit = Unit::kMicrovolt;
  qrs.validity = Validity::kValid;
  qrs.time = now - Microseconds(kEcgPeriodUs) * age;
  if (qrs.time < begun_) qrs.time = begun_;
  qrs.valid_until = qrs.time + kBeatHolds;
  return out.observations.Add(qrs) == Status::kOk ? Status::kOk
                                                  : Status::kInternal;
}

Status QrsDetector::TellSilence(Timestamp now, Outbox& out) {
  const Reason reason = WhyNot();
  const bool is_news = reason != told_reason_ && reason != Reason::kNoEvent;
  told_reason_ = reason;
  if (!is_news && now - told_ < kReasonRepeats) return Status::kOk;
  told_ = now;
  Observation unknown;
  unknown.code = ObservationCode::kQrsDetected;
  unknown.unit = Unit::kMicrovolt;
  unknown.validity = Validity::kUndeterminable;
  unknown.reason = reason;
  unknown.time = now;
  unknown.valid_until = now + kReasonRepeats;
  return out.observations.Add(unknown) == Status::kOk ? Status::kOk
                                                      : Status::kInternal;
}

Reason QrsDetector::WhyNot() const {
  if (!has_signal_) return reason_;
  if (decision_.is_noise()) return Reason::kNoise;
  if (!decision_.is_learning()) return Reason::kNoEvent;
  return taken_ <= kLearningSamples ? reason_ : Reason::kNoBeats;
}

void QrsDetector::Restart(Reason reason, std::int32_t microvolt) {
  filter_.Reset(microvolt);
  finder_.Reset();
  decision_.Reset(kNetWeights);
  pulses_.Clear();
  waiting_ = 0;
  taken_ = 0;
  has_signal_ = true;
  reason_ = reason;
}

void QrsDetector::Stop(Reason reason) {
  has_signal_ = false;
  reason_ = reason;
}

}  // namespace vigil::plugins
