#include "plugins/algorithm/ecg_quality/ecg_quality.h"

#include <cstdint>

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kPeriodUs = 4000;  // 250 Hz

// Samples later than this are missing, not merely late.
constexpr Duration kLongestSilence = Milliseconds(500);

constexpr Duration kSmoothedPeriod = Milliseconds(20);

bool IsWanted(const SampleBlock& block) {
  return block.channel == ChannelId::kEcg && block.unit == Unit::kMicrovolt && block.period_us == kPeriodUs;
}

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
  due_ = Timestamp();
  smoothed_ = Timestamp();
  begun_ = Timestamp();
  told_ = Timestamp();
  agreed_ = 0;
  has_signal_ = false;
  is_readable_ = false;
  has_told_ = false;
  reason_ = Reason::kStarting;
  return Status::kOk;
}

Status EcgQuality::Process(const Inbox& in, Outbox& out) {
  for (const SampleBlock& block : in.blocks) {
    const Status status = LookAt(block);
    if (status != Status::kOk) return status;
  }
  if (has_signal_ && in.now - due_ > kLongestSilence) {
    has_signal_ = false;
    reason_ = Reason::kDataGap;
  }
  for (const Observation& qrs : in.observations) LookAt(qrs);
  TakeBeats();
  if (!IsDue(in.now)) return Status::kOk;
  if (has_signal_) Judge(in.now);
  has_told_ = true;
  told_ = in.now;
  return out.observations.Add(Quality(in.now)) == Status::kOk ? Status::kOk : Status::kInternal;
}

bool EcgQuality::IsDue(Timestamp now) const {
  if (!has_told_) return true;
  return now - told_ >= kRepeats;
}

Status EcgQuality::LookAt(const SampleBlock& block) {
  const Reason unusable = WhyUnusable(block.quality);
  if (unusable != Reason::kNone) {
    has_signal_ = false;
    reason_ = unusable;
    return Status::kOk;
  }
  if (!IsWanted(block)) return Status::kInvalidArgument;
  const bool is_next = has_signal_ && block.first_sample == due_;
  if (!is_next || (block.quality & kQualityGap) != 0) Begin(block);
  for (std::uint32_t n = 0; n < block.count && n < kMaxSamplesPerBlock; ++n) {
    noise_.Add(block.samples[n]);
    if (window_.Add(block.samples[n])) smoothed_ = SampleTime(block, n) - EcgWindow::kSmoothingDelay;
  }
  due_ = SampleTime(block, block.count);
  return Status::kOk;
}

void EcgQuality::Begin(const SampleBlock& block) {
  window_.Clear(block.samples[0]);
  noise_.Clear();
  likeness_.Clear();
  waiting_ = BoundedList<Timestamp, 8>();
  has_signal_ = true;
  begun_ = block.first_sample;
  smoothed_ = block.first_sample;
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
  if (!has_signal_) {
    quality.reason = reason_;
  } else if (!is_readable_ && now - begun_ < kLearns) {
    quality.reason = Reason::kStarting;
  } else {
    quality.validity = Validity::kValid;
    quality.value = is_readable_ ? 1 : 0;
  }
  return quality;
}

}  // namespace vigil::plugins
