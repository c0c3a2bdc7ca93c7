#include "plugins/algorithm/ventricular_rhythm/ventricular_rhythm.h"

#include <cstdint>

#include "plugins/algorithm/ecg_window/ecg_blocks.h"
#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins {
namespace {

// Windows until the first answer.
constexpr std::uint32_t kEnoughWindows = 2;

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
  stream_.Clear();
  blank_.Clear(0);
  window_.Clear(0);
  fibrillation_.Clear();
  moved_ = Timestamp();
  told_ = Timestamp();
  readable_ = Timestamp();
  beats_.Clear(OwnBeats::kInQuestionPercent);
  beat_ = Timestamp();
  row_ = Timestamp();
  in_row_ = 0;
  low_ = Timestamp();
  height_uv_ = 0;
  late_height_uv_ = 0;
  judged_ = 0;
  has_told_ = false;
  was_readable_ = false;
  stands_still_ = false;
  stood_still_ = false;
  quality_reason_ = Reason::kStarting;
  return Status::kOk;
}

Status VentricularRhythm::Process(const Inbox& in, Outbox& out) {
  for (const SampleBlock& block : in.blocks) {
    const Status status = LookAt(block);
    if (status != Status::kOk) return status;
  }
  stream_.CheckSilence(in.now);
  for (const Observation& said : in.observations) LookAt(said, in.now);
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
  for (std::uint32_t n = stream_.missing(); n > 0; --n) Add(stream_.held());
  for (std::uint32_t n = 0; n < block.count && n < kMaxSamplesPerBlock; ++n) Add(block.samples[n]);
  return Status::kOk;
}

void VentricularRhythm::Add(std::int32_t microvolt) { (void)window_.Add(blank_.Next(microvolt)); }

void VentricularRhythm::Empty(const SampleBlock& block) {
  blank_.Clear(block.samples[0]);
  window_.Clear(block.samples[0]);
  judged_ = 0;
}

// What was before may have been another heart, or none.
void VentricularRhythm::Forget(Timestamp begin) {
  fibrillation_.Clear();
  moved_ = begin - kSettles;
  was_readable_ = false;
  stands_still_ = false;
  stood_still_ = false;
  beats_.Clear(OwnBeats::kInQuestionPercent);
  quality_reason_ = Reason::kStarting;
}

void VentricularRhythm::LookAt(const Observation& said, Timestamp now) {
  if (said.code == ObservationCode::kQrsDetected) TakeBeat(said, now);
  if (said.code == ObservationCode::kEcgQuality) TakeQuality(said);
}

// A detector that cannot tell is no beat; kEcgQuality says whether there could be any.
void VentricularRhythm::TakeBeat(const Observation& qrs, Timestamp now) {
  if (!IsIntact(qrs)) return;
  if (qrs.validity != Validity::kValid) return;
  const bool is_first = !beats_.has_beat();
  const Timestamp before = beats_.newest();
  if (!beats_.Take(qrs, now)) return;
  if (is_first || qrs.time - before >= OwnBeats::kBears) {
    row_ = qrs.time;
    in_row_ = 0;
  }
  if (in_row_ < kRowBeats) ++in_row_;
  const bool beats_again = in_row_ == kRowBeats && qrs.time - row_ >= kBeatsAgain;
  if (!stands_still_ || beats_again) beat_ = qrs.time;
  const std::int32_t height = Magnitude(qrs.value);
  height_uv_ = is_first ? height : height_uv_ + (height - height_uv_) / 4;
}

void VentricularRhythm::TakeQuality(const Observation& quality) {
  if (!IsIntact(quality)) {
    quality_reason_ = Reason::kDamaged;
    return;
  }
  const Timestamp newest = beats_.newest();
  beats_.TakeQuality(quality);
  if (beats_.newest() != newest) beat_ = beats_.newest();
  if (quality.validity != Validity::kValid) {
    quality_reason_ = quality.reason;
  } else if (quality.value == 0) {
    quality_reason_ = Reason::kNoise;
  } else {
    was_readable_ = true;
    stood_still_ = false;
    readable_ = quality.time;
  }
}

void VentricularRhythm::Judge(Timestamp now) {
  if (!stream_.has_signal()) return;
  if (!window_.is_full()) return;
  const EcgWindow::Measures measures = window_.Measure();
  late_height_uv_ = measures.late_height_uv;
  if (measures.baseline_range_uv > kMostBaselineUv) moved_ = now;
  fibrillation_.Add(measures, WindowsToBegin(now));
  if (judged_ < kEnoughWindows) ++judged_;
  if (IsLow(now - beat_)) low_ = now;
  stands_still_ = StandsStill(now) && !fibrillation_.is_fibrillation();
  if (stands_still_) stood_still_ = true;
}

std::uint32_t VentricularRhythm::WindowsToBegin(Timestamp now) const {
  if (WasHeart(now)) return FibrillationDecision::kBegin;
  return stood_still_ ? FibrillationDecision::kBeginInStandstill : FibrillationDecision::kNever;
}

bool VentricularRhythm::WasHeart(Timestamp time) const { return was_readable_ && time - readable_ <= kRemembers; }

bool VentricularRhythm::IsLow(Duration silence) const {
  if (3 * late_height_uv_ < height_uv_) return true;
  // Large P waves. A fibrillation is told by now.
  return silence >= kStandstillWithWaves && 2 * late_height_uv_ < height_uv_;
}

bool VentricularRhythm::StandsStill(Timestamp now) const {
  if (!beats_.has_beat()) return false;
  if (!stood_still_ && !WasHeart(beat_)) return false;
  if (now - moved_ < kSettles) return false;
  const Duration silence = now - beat_;
  if (silence < (beats_.has_small() ? kStandstillInQuestion : kStandstill)) return false;
  return stands_still_ ? now - low_ <= kArtefact : IsLow(silence);
}

Observation VentricularRhythm::Fibrillation(Timestamp now) const {
  constexpr ObservationCode kCode = ObservationCode::kVentricularFibrillation;
  if (!stream_.has_signal()) return Undeterminable(kCode, stream_.reason(), now);
  if (judged_ < kEnoughWindows) return Undeterminable(kCode, Reason::kStarting, now);
  const bool is_there = fibrillation_.is_fibrillation();
  if (is_there || WasHeart(now)) return Known(kCode, is_there, stream_.due() - kFibrillationDelay, now);
  if (stands_still_) return Known(kCode, false, stream_.due() - kFibrillationDelay, now);
  return Undeterminable(kCode, quality_reason_, now);
}

Observation VentricularRhythm::Asystole(Timestamp now) const {
  constexpr ObservationCode kCode = ObservationCode::kAsystole;
  if (!stream_.has_signal()) return Undeterminable(kCode, stream_.reason(), now);
  if (judged_ == 0 || !beats_.has_beat()) return Undeterminable(kCode, Reason::kStarting, now);
  if (stands_still_) return Known(kCode, true, now, now);
  if (!WasHeart(beat_)) return Undeterminable(kCode, quality_reason_, now);
  if (now - beat_ < kStandstill || fibrillation_.is_fibrillation()) return Known(kCode, false, now, now);
  return Undeterminable(kCode, Reason::kNoise, now);
}

}  // namespace vigil::plugins
