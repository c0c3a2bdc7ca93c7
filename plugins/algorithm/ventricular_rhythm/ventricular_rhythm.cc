#include "plugins/algorithm/ventricular_rhythm/ventricular_rhythm.h"

#include <cstdint>

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kPeriodUs = 4000;  // 250 Hz

// Samples later than this are missing, not merely late.
constexpr Duration kLongestSilence = Milliseconds(500);

// Windows until the first answer.
constexpr std::uint32_t kEnoughWindows = 2;

bool IsWanted(const SampleBlock& block) {
  return block.channel == ChannelId::kEcg && block.unit == Unit::kMicrovolt && block.period_us == kPeriodUs;
}

std::int32_t Magnitude(std::int32_t value) { return value < 0 ? -value : value; }

Observation Undeterminable(ObservationCode code, Reason reason, Timestamp now) {
  Observation said;
  said.code = code;
  said.unit = Unit::kOne;
  said.reason = reason;
  said.time = now;
  said.valid_until = now + VentricularRhythm::kHolds;
  return said;
}

Observation Known(ObservationCode code, bool is_there, Timestamp time, Timestamp now) {
  Observation said = Undeterminable(code, Reason::kNone, now);
  said.validity = Validity::kValid;
  said.value = is_there ? 1 : 0;
  said.time = time;
  return said;
}

}  // namespace

Status VentricularRhythm::Init(const Settings&) {
  window_.Clear(0);
  fibrillation_.Clear();
  moved_ = Timestamp();
  due_ = Timestamp();
  told_ = Timestamp();
  readable_ = Timestamp();
  beat_ = Timestamp();
  height_uv_ = 0;
  late_height_uv_ = 0;
  judged_ = 0;
  has_signal_ = false;
  has_told_ = false;
  was_readable_ = false;
  has_beat_ = false;
  signal_reason_ = Reason::kStarting;
  quality_reason_ = Reason::kStarting;
  return Status::kOk;
}

Status VentricularRhythm::Process(const Inbox& in, Outbox& out) {
  for (const SampleBlock& block : in.blocks) {
    const Status status = LookAt(block);
    if (status != Status::kOk) return status;
  }
  if (has_signal_ && in.now - due_ > kLongestSilence) {
    has_signal_ = false;
    signal_reason_ = Reason::kDataGap;
  }
  for (const Observation& said : in.observations) LookAt(said);
  if (!IsDue(in.now)) return Status::kOk;
  has_told_ = true;
  told_ = in.now;
  Judge(in.now);
  const Observation all[] = {Fibrillation(in.now), Asystole(in.now)};
  for (const Observation& said : all) {
    if (out.observations.Add(said) != Status::kOk) return Status::kInternal;
  }
  return Status::kOk;
}

bool VentricularRhythm::IsDue(Timestamp now) const {
  if (!has_told_) return true;
  return now.us / kRepeats.us > told_.us / kRepeats.us;
}

Status VentricularRhythm::LookAt(const SampleBlock& block) {
  const Reason unusable = WhyUnusable(block.quality);
  if (unusable != Reason::kNone) {
    has_signal_ = false;
    signal_reason_ = unusable;
    return Status::kOk;
  }
  if (!IsWanted(block)) return Status::kInvalidArgument;
  const bool is_next = has_signal_ && block.first_sample == due_;
  if (!is_next || (block.quality & kQualityGap) != 0) Begin(block);
  for (std::uint32_t n = 0; n < block.count && n < kMaxSamplesPerBlock; ++n) window_.Add(block.samples[n]);
  due_ = SampleTime(block, block.count);
  return Status::kOk;
}

// What was before may have been another heart, or none.
void VentricularRhythm::Begin(const SampleBlock& block) {
  window_.Clear(block.samples[0]);
  fibrillation_.Clear();
  moved_ = block.first_sample - kSettles;
  judged_ = 0;
  has_signal_ = true;
  was_readable_ = false;
  has_beat_ = false;
  quality_reason_ = Reason::kStarting;
}

void VentricularRhythm::LookAt(const Observation& said) {
  if (said.code == ObservationCode::kQrsDetected) TakeBeat(said);
  if (said.code == ObservationCode::kEcgQuality) TakeQuality(said);
}

// A detector that cannot tell is no beat; kEcgQuality says whether there could be any.
void VentricularRhythm::TakeBeat(const Observation& qrs) {
  if (!IsIntact(qrs)) return;
  if (qrs.validity != Validity::kValid) return;
  const std::int32_t height = Magnitude(qrs.value);
  height_uv_ = has_beat_ ? height_uv_ + (height - height_uv_) / 4 : height;
  beat_ = qrs.time;
  has_beat_ = true;
}

void VentricularRhythm::TakeQuality(const Observation& quality) {
  if (!IsIntact(quality)) {
    quality_reason_ = Reason::kDamaged;
  } else if (quality.validity != Validity::kValid) {
    quality_reason_ = quality.reason;
  } else if (quality.value == 0) {
    quality_reason_ = Reason::kNoise;
  } else {
    was_readable_ = true;
    readable_ = quality.time;
  }
}

void VentricularRhythm::Judge(Timestamp now) {
  if (!has_signal_) return;
  if (!window_.is_full()) return;
  const EcgWindow::Measures measures = window_.Measure();
  late_height_uv_ = measures.late_height_uv;
  if (measures.baseline_range_uv > kMostBaselineUv) moved_ = now;
  fibrillation_.Add(measures, WasHeart(now));
  if (judged_ < kEnoughWindows) ++judged_;
}

bool VentricularRhythm::WasHeart(Timestamp time) const { return was_readable_ && time - readable_ <= kRemembers; }

bool VentricularRhythm::StandsStill(Timestamp now) const {
  if (!has_beat_) return false;
  if (!WasHeart(beat_)) return false;
  if (now - beat_ < kStandstill) return false;
  return now - moved_ >= kSettles && 3 * late_height_uv_ < height_uv_;
}

Observation VentricularRhythm::Fibrillation(Timestamp now) const {
  constexpr ObservationCode kCode = ObservationCode::kVentricularFibrillation;
  if (!has_signal_) return Undeterminable(kCode, signal_reason_, now);
  if (judged_ < kEnoughWindows) return Undeterminable(kCode, Reason::kStarting, now);
  const bool is_there = fibrillation_.is_fibrillation();
  if (is_there || WasHeart(now)) return Known(kCode, is_there, due_ - kFibrillationDelay, now);
  if (StandsStill(now)) return Known(kCode, false, due_ - kFibrillationDelay, now);
  return Undeterminable(kCode, quality_reason_, now);
}

Observation VentricularRhythm::Asystole(Timestamp now) const {
  constexpr ObservationCode kCode = ObservationCode::kAsystole;
  if (!has_signal_) return Undeterminable(kCode, signal_reason_, now);
  if (judged_ == 0 || !has_beat_) return Undeterminable(kCode, Reason::kStarting, now);
  if (StandsStill(now)) return Known(kCode, !fibrillation_.is_fibrillation(), now, now);
  if (!WasHeart(beat_)) return Undeterminable(kCode, quality_reason_, now);
  if (now - beat_ < kStandstill || fibrillation_.is_fibrillation()) return Known(kCode, false, now, now);
  return Undeterminable(kCode, Reason::kNoise, now);
}

}  // namespace vigil::plugins
