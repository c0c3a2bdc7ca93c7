#include "plugins/algorithm/ecg_quality/ecg_quality.h"

#include <cstdint>

#include "plugins/algorithm/ecg_window/ecg_blocks.h"

namespace vigil::plugins {
namespace {

constexpr Duration kSmoothedPeriod = Milliseconds(20);

bool IsPlausible(const EcgWindow::Measures& measures) {
  if (measures.height_uv < EcgQuality::kLowestUv) return false;
  if (measures.height_uv > EcgQuality::kHighestUv) return false;
  if (measures.frequency_mhz < EcgQuality::kSlowestMhz) return false;
  return measures.baseline_range_uv <= EcgQuality::kMostBaseline * measures.height_uv;
}

}  // namespace

Status EcgQuality::Init(const Settings&) {
  blank_.Clear(0);
  window_.Clear(0);
  noise_.Clear();
  likeness_.Clear();
  waiting_ = WaitingBeats();
  height_.Clear();
  usual_.Clear();
  small_.Clear();
  smalls_ = 0;
  alike_ = 0;
  small_uv_ = 0;
  first_small_ = Timestamp();
  own_ = Timestamp();
  stream_.Clear();
  smoothed_ = Timestamp();
  begun_ = Timestamp();
  told_ = Timestamp();
  agreed_ = 0;
  is_readable_ = false;
  is_in_question_ = false;
  is_confirmed_ = false;
  has_told_ = false;
  return Status::kOk;
}

Status EcgQuality::Process(const Inbox& in, Outbox& out) {
  for (const SampleBlock& block : in.blocks) {
    const Status status = LookAt(block);
    if (status != Status::kOk) return status;
  }
  stream_.CheckSilence(in.now);
  for (const Observation& qrs : in.observations) LookAt(qrs);
  TakeBeats();
  if (!IsDue(in.now)) return Status::kOk;
  if (stream_.has_signal()) Judge(in.now);
  has_told_ = true;
  told_ = in.now;
  return out.observations.Add(Quality(in.now)) == Status::kOk ? Status::kOk : Status::kInternal;
}

bool EcgQuality::IsDue(Timestamp now) const {
  if (!has_told_) return true;
  return now - told_ >= kRepeats;
}

Status EcgQuality::LookAt(const SampleBlock& block) {
  const bool is_usable = WhyUnusable(block.quality) == Reason::kNone;
  if (is_usable && !IsEcg(block)) return Status::kInvalidArgument;
  switch (stream_.Take(block)) {
    case Continuity::kUnusable: return Status::kOk;
    case Continuity::kNext: break;
    case Continuity::kSameHeart: Empty(block); break;
    case Continuity::kNew:
      Empty(block);
      Forget(block.first_sample);
      break;
  }
  for (std::uint32_t n = stream_.missing(); n > 0; --n) {
    Add(stream_.held(), block.first_sample - Microseconds(kEcgPeriodUs) * n);
  }
  for (std::uint32_t n = 0; n < block.count && n < kMaxSamplesPerBlock; ++n) {
    Add(block.samples[n], SampleTime(block, n));
  }
  return Status::kOk;
}

void EcgQuality::Add(std::int32_t microvolt, Timestamp time) {
  const std::int32_t blanked = blank_.Next(microvolt);
  noise_.Add(blanked);
  if (window_.Add(blanked)) smoothed_ = time - PulseBlank::kDelay - EcgWindow::kSmoothingDelay;
}

// What is in the window is from before a hole, and so are the beats that wait for it.
void EcgQuality::Empty(const SampleBlock& block) {
  blank_.Clear(block.samples[0]);
  window_.Clear(block.samples[0]);
  noise_.Clear();
  waiting_ = WaitingBeats();
  smoothed_ = block.first_sample;
  is_confirmed_ = false;
}

void EcgQuality::Forget(Timestamp begin) {
  likeness_.Clear();
  begun_ = begin;
  LearnAnew();
}

void EcgQuality::LearnAnew() {
  height_.Clear();
  usual_.Clear();
  smalls_ = 0;
  agreed_ = 0;
  is_readable_ = false;
  is_in_question_ = false;
}

// A beat that cannot be told is no evidence; there is room for more of them than a heart
// has in the time that they wait.
void EcgQuality::LookAt(const Observation& qrs) {
  if (!IsIntact(qrs)) return;
  if (qrs.validity != Validity::kValid) return;
  if (waiting_.Add({qrs.time, qrs.value}) != Status::kOk) waiting_ = WaitingBeats();
}

void EcgQuality::TakeBeats() {
  const WaitingBeats beats = waiting_;
  waiting_ = WaitingBeats();
  for (const Waiting& beat : beats) {
    const std::int64_t back = (smoothed_ - beat.time).us / kSmoothedPeriod.us;
    if (back < std::int64_t{UsualBeat::kAfter}) {
      (void)waiting_.Add(beat);  // there is room for as many as there were
    } else if (back + UsualBeat::kBefore + 1 < window_.known()) {
      Take(beat, static_cast<std::uint32_t>(back));
    }
  }
}

void EcgQuality::Take(const Waiting& beat, std::uint32_t back) {
  const bool is_small = height_.IsBelow(OwnBeats::kInQuestionPercent, beat.height_uv);
  if (is_small && (is_in_question_ || !usual_.IsLike(window_, back))) {
    TakeSmall(beat, back);
    return;
  }
  if (is_readable_) {
    height_.Learn(beat.height_uv);
    usual_.Learn(window_, back);
  }
  smalls_ = 0;
  if (beat.time - own_ < OwnBeats::kBears) is_in_question_ = false;
  own_ = beat.time;
  likeness_.Add(window_, back, beat.time);
}

// A P wave, or what became of the beats of a heart when an electrode moved or a tachycardia
// ended. What is below half of others may be a P wave between them.
void EcgQuality::TakeSmall(const Waiting& beat, std::uint32_t back) {
  const std::int32_t height = UsualHeight::Magnitude(beat.height_uv);
  if (smalls_ == 0) {
    first_small_ = beat.time;
    small_.Clear();
    small_uv_ = 0;
    alike_ = 0;
  }
  ++smalls_;
  if (2 * height < small_uv_) {
    // The highest may have been an artefact: not for ever.
    if (smalls_ >= 2 * kManySmall) smalls_ = 0;
    return;
  }
  if (height > small_uv_) small_uv_ = height;
  if (small_.IsSimilar(window_, back)) ++alike_;
  small_.Learn(window_, back);
  if (!AreSmallBeats(beat.time)) {
    if (smalls_ >= kManySmall) smalls_ = 0;
    return;
  }
  height_.Become(small_uv_);
  usual_ = small_;
  smalls_ = 0;
  is_in_question_ = false;
  own_ = beat.time;
  if (is_readable_) agreed_ = kAgree;
}

bool EcgQuality::AreSmallBeats(Timestamp last) const {
  const bool is_slow = last - first_small_ >= kLeastApart * (smalls_ - 1);
  const bool has_t_wave = is_slow && small_.HasTWave();
  if (alike_ < kAlike) return false;
  if (smalls_ >= kManySmall) return has_t_wave || small_.IsNarrow();
  if (has_t_wave) return small_.MayBeNarrow();
  return is_slow && small_.HasOppositeTWave() && small_.IsHigherThanPWaveOf(usual_);
}

void EcgQuality::Judge(Timestamp now) {
  if (!window_.is_full()) return;
  if (smalls_ >= OwnBeats::kFew && now - own_ >= OwnBeats::kBears) is_in_question_ = true;
  if (is_in_question_) return;
  if (!IsOfAHeart(window_.Measure(), now)) {
    if (agreed_ > 0) --agreed_;
    if (agreed_ == 0) is_readable_ = false;
    return;
  }
  is_confirmed_ = true;
  if (agreed_ < kAgree) ++agreed_;
  if (agreed_ == kAgree) is_readable_ = true;
}

bool EcgQuality::IsOfAHeart(const EcgWindow::Measures& measures, Timestamp now) const {
  if (!IsPlausible(measures)) return false;
  if (noise_.IsAbove(measures.height_uv)) return false;
  if (!is_readable_) return likeness_.AreBeats(now);
  return likeness_.MayBeBeats(now) || measures.IsFibrillation();
}

Observation EcgQuality::Quality(Timestamp now) const {
  Observation quality;
  quality.code = ObservationCode::kEcgQuality;
  quality.unit = Unit::kOne;
  quality.time = now;
  quality.valid_until = now + kHolds;
  if (!stream_.has_signal()) {
    quality.reason = stream_.reason();
  } else if (is_readable_ ? !is_confirmed_ : now - begun_ < kLearns) {
    quality.reason = Reason::kStarting;
  } else {
    quality.validity = Validity::kValid;
    quality.value = is_readable_ && !is_in_question_ ? 1 : 0;
  }
  return quality;
}

}  // namespace vigil::plugins
