#include "plugins/algorithm/ecg_window/ecg_stream.h"

#include <cstdint>

#include "plugins/algorithm/ecg_window/ecg_blocks.h"
#include "plugins/algorithm/sample_stream/sample_stream.h"

namespace vigil::plugins {

Continuity EcgStream::Take(const SampleBlock& block) {
  const Reason unusable = WhyUnusable(block.quality);
  if (unusable != Reason::kNone) {
    constexpr unsigned kOff = kQualityLeadOff | kQualityNotWorn;
    if ((block.quality & kOff) != 0) off_ = off_ + Microseconds(kEcgPeriodUs) * block.count;
    has_signal_ = false;
    reason_ = unusable;
    return Continuity::kUnusable;
  }
  const Continuity continuity = ContinuityOf(block);
  missing_ = 0;
  if (continuity == Continuity::kNext) {
    const Duration missing = MissingBefore(block);
    // At most 125 of them.
    missing_ = static_cast<std::uint32_t>((missing.us + kEcgPeriodUs / 2) / kEcgPeriodUs);
    bridged_ = BridgedBefore(block) + missing;
    if (missing_ > 0) bridge_ = block.first_sample;
  } else {
    bridged_ = Duration();
    lost_ = continuity == Continuity::kSameHeart ? Lost() : block.first_sample;
    since_ = block.first_sample;
  }
  held_ = last_;
  for (std::uint32_t n = 0; n < block.count && n < kMaxSamplesPerBlock; ++n) last_ = block.samples[n];
  due_ = SampleTime(block, block.count);
  off_ = Duration();
  has_begun_ = true;
  has_signal_ = true;
  return continuity;
}

Continuity EcgStream::ContinuityOf(const SampleBlock& block) const {
  const Duration missing = MissingBefore(block);
  if (!has_begun_ || missing < Duration()) return Continuity::kNew;
  if (BridgedBefore(block) + missing > kBridged) {
    if (block.first_sample - Lost() > kShortBreak) return Continuity::kNew;
    return off_ > kLongestOff ? Continuity::kNew : Continuity::kSameHeart;
  }
  // What is missing without a time that shows it: nobody knows how much.
  if (missing == Duration() && (block.quality & kQualityGap) != 0) return Continuity::kSameHeart;
  return Continuity::kNext;
}

Duration EcgStream::MissingBefore(const SampleBlock& block) const {
  return AreTogether(block.first_sample, due_, kEcgPeriodUs) ? Duration() : block.first_sample - due_;
}

Duration EcgStream::BridgedBefore(const SampleBlock& block) const {
  return block.first_sample - bridge_ < kSettles ? bridged_ : Duration();
}

void EcgStream::CheckSilence(Timestamp now) {
  if (!has_signal_) return;
  if (now - due_ <= kBridged) return;
  has_signal_ = false;
  reason_ = Reason::kDataGap;
}

}  // namespace vigil::plugins
