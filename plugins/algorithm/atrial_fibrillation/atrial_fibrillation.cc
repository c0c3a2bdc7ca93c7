#include "plugins/algorithm/atrial_fibrillation/atrial_fibrillation.h"

#include <cstdint>

#include "plugins/algorithm/atrial_fibrillation/interval_entropy.h"
#include "plugins/algorithm/atrial_fibrillation/rhythm_vote.h"
#include "plugins/algorithm/readable_ecg/readable_ecg.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

// From the last pair of a window back to its middle.
constexpr std::uint32_t kMiddle = IntervalEntropy::kPairs / 2;
static_assert(kMiddle + RhythmVote::kWindows / 2 < IntervalEntropy::kPairs);

Timestamp Later(Timestamp a, Timestamp b) { return a > b ? a : b; }

}  // namespace

Status AtrialFibrillation::Init(const Settings&) {
  entropy_.Clear();
  vote_.Clear();
  usable_from_ = Timestamp();
  heard_ = Timestamp();
  since_ = Timestamp();
  told_ = Timestamp();
  running_ = false;
  readable_.Clear();
  reason_ = Reason::kStarting;
  told_reason_ = Reason::kNone;
  told_fibrillation_ = false;
  return Status::kOk;
}

Status AtrialFibrillation::Process(const Inbox& in, Outbox& out) {
  const bool is_first = !running_;
  if (is_first) heard_ = in.now;
  running_ = true;
  for (const SampleBlock& block : in.blocks) LookAt(block);
  for (const Observation& said : in.observations) LookAt(said, in.now);
  const Reason unreadable = readable_.WhyNot(in.now);
  if (unreadable != Reason::kNone) Break(unreadable, in.now);
  if (in.now - heard_ > kLongestSilence) Break(Reason::kNoBeats, in.now);
  const bool is_news = is_first || reason_ != told_reason_ ||
                       vote_.is_fibrillation() != told_fibrillation_;
  if (!is_news && in.now - told_ < kRepeats) return Status::kOk;
  told_ = in.now;
  told_reason_ = reason_;
  told_fibrillation_ = vote_.is_fibrillation();
  return out.observations.Add(Rhythm(in.now)) == Status::kOk ? Status::kOk : Status::kInternal;
}

void AtrialFibrillation::LookAt(const SampleBlock& block) {
  const Reason reason = WhyUnusable(block.quality);
  if (reason != Reason::kNone) {
    Break(reason, SampleTime(block, block.count));
  } else if ((block.quality & kQualityGap) != 0) {
    Break(Reason::kDataGap, block.first_sample);
  } else if (!IsKnown() && reason_ != Reason::kNoBeats) {
    reason_ = Reason::kStarting;  // the cause is gone; beats have to come now
  }
}

void AtrialFibrillation::LookAt(const Observation& said, Timestamp now) {
  if (!IsIntact(said)) {
    readable_.Lose(Reason::kDamaged);
    Break(Reason::kDamaged, now);
  } else if (said.code == ObservationCode::kEcgQuality) {
    readable_.Take(said);
  } else if (said.reason == Reason::kNoEvent) {
    return;  // the detector works, and the heart is between two beats
  } else if (said.validity != Validity::kValid) {
    Break(WhyUnknown(said), said.time);
  } else if (readable_.WhyNot(now) == Reason::kNone && said.time >= usable_from_) {
    TakeBeat(said.time);
  }
}

void AtrialFibrillation::TakeBeat(Timestamp beat) {
  heard_ = Later(heard_, beat);
  const bool is_pair = entropy_.Add(beat);
  entropy_.ForgetOld(heard_);
  if (!entropy_.is_complete()) {
    vote_.Clear();
    reason_ = Reason::kStarting;
    return;
  }
  if (!is_pair) {
    if (!IsKnown()) reason_ = Reason::kStarting;  // a second and a third beat have to come
    return;
  }
  vote_.Add(entropy_.IsAbove(RhythmVote::kOnsetPermille), entropy_.IsAbove(RhythmVote::kEndPermille));
  const Timestamp from = IsKnown() ? entropy_.EndOf(kMiddle + vote_.delay()) : entropy_.begin();
  since_ = Later(from, usable_from_);
  reason_ = Reason::kNone;
}

// The pairs before a break still count; an interval over it is none.
void AtrialFibrillation::Break(Reason reason, Timestamp usable_from) {
  entropy_.Break();
  vote_.Clear();
  usable_from_ = Later(usable_from_, usable_from);
  heard_ = Later(heard_, usable_from);
  reason_ = reason;
}

Observation AtrialFibrillation::Rhythm(Timestamp now) const {
  Observation rhythm;
  rhythm.code = ObservationCode::kAtrialFibrillation;
  rhythm.unit = Unit::kOne;
  rhythm.valid_until = now + kHolds;
  if (!IsKnown()) {
    rhythm.reason = reason_;
    rhythm.time = now;
    return rhythm;
  }
  rhythm.validity = Validity::kValid;
  rhythm.value = vote_.is_fibrillation() ? 1 : 0;
  rhythm.time = since_;
  return rhythm;
}

}  // namespace vigil::plugins
