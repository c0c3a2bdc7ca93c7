#include "plugins/algorithm/ecg_quality/ecg_quality.h"

#include <cstdint>

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
  window_.Clear(0);
  noise_.Clear();
  likeness_.Clear();
  waiting_ = BoundedList<Timestamp, 8>();
  stream_.Clear();
  smoothed_ = Timestamp();
  begun_ = Timestamp();
  told_ = Timestamp();
  agreed_ = 0;
  is_readable_ = false;
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
  if (is_usable && !EcgStream::IsWanted(block)) return Status::kInvalidArgument;
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
    Add(stream_.held(), block.first_sample - Microseconds(EcgStream::kPeriodUs) * n);
  }
  for (std::uint32_t n = 0; n < block.count && n < kMaxSamplesPerBlock; ++n) {
    Add(block.samples[n], SampleTime(block, n));
  }
  return Status::kOk;
}

void EcgQuality::Add(std::int32_t microvolt, Timestamp time) {
  noise_.Add(microvolt);
  if (window_.Add(microvolt)) smoothed_ = time - EcgWindow::kSmoothingDelay;
}

// What is in the window is from before a hole, and so are the beats that wait for it.
void EcgQuality::Empty(const SampleBlock& block) {
  window_.Clear(block.samples[0]);
  noise_.Clear();
  waiting_ = BoundedList<Timestamp, 8>();
  smoothed_ = block.first_sample;
  is_confirmed_ = false;
}

void EcgQuality::Forget(Timestamp begin) {
  likeness_.Clear();
  begun_ = begin;
  agreed_ = 0;
  is_readable_ = false;
}

// A beat that cannot be told is no evidence; there is room for more of them than a heart
// has in the time that they wait.
void EcgQuality::LookAt(const Observation& qrs) {
  if (!IsIntact(qrs)) return;
  if (qrs.validity != Validity::kValid) return;
  if (waiting_.Add(qrs.time) != Status::kOk) waiting_ = BoundedList<Timestamp, 8>();
}

void EcgQuality::TakeBeats() {
  const BoundedList<Timestamp, 8> beats = waiting_;
  waiting_ = BoundedList<Timestamp, 8>();
  for (const Timestamp beat : beats) {
    const std::int64_t back = (smoothed_ - beat).us / kSmoothedPeriod.us;
    if (back < std::int64_t{BeatLikeness::kSide}) {
      (void)waiting_.Add(beat);  // there is room for as many as there were
    } else if (back + BeatLikeness::kSide + 1 < window_.known()) {
      likeness_.Add(window_, static_cast<std::uint32_t>(back), beat);
    }
  }
}

void EcgQuality::Judge(Timestamp now) {
  if (!window_.is_full()) return;
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
    quality.value = is_readable_ ? 1 : 0;
  }
  return quality;
}

}  // namespace vigil::plugins
