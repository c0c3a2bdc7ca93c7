#include "safety_kernel/acquisition/signal_check.h"

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/time.h"

namespace vigil {
namespace {

Duration Magnitude(Duration d) { return d < Duration() ? Duration() - d : d; }

std::uint16_t FlagIf(bool found, QualityFlag flag) {
  return found ? flag : kQualityGood;
}

}  // namespace

void SignalCheck::Start(const SignalLimits& limits) {
  *this = SignalCheck();
  limits_ = limits;
}

void SignalCheck::Break() { lag_known_ = false; }

std::uint16_t SignalCheck::Judge(const SampleBlock& block, Timestamp now) {
  const unsigned flags =
      static_cast<unsigned>(FlagIf(IsOutOfRange(block), kQualityOutOfRange)) |
      FlagIf(IsStuck(block), kQualityStuck) |
      FlagIf(HasWrongRate(block, now), kQualityWrongRate);
  return static_cast<std::uint16_t>(flags);
}

bool SignalCheck::IsOutOfRange(const SampleBlock& block) const {
  for (std::uint32_t i = 0; i < block.count; ++i) {
    if (block.samples[i] < limits_.least) return true;
    if (block.samples[i] > limits_.greatest) return true;
  }
  return false;
}

// One axis that moves is enough.
bool SignalCheck::IsStuck(const SampleBlock& block) {
  const std::uint32_t dimensions = DimensionsOf(block.channel);
  for (std::uint32_t i = 0; i < block.count; ++i) {
    std::int32_t& last = last_[i % dimensions];
    const bool moved = !has_last_ || block.samples[i] != last;
    if (moved) moved_ = SampleTime(block, i);
    last = block.samples[i];
    has_last_ = true;
  }
  if (limits_.max_unmoved_us == 0 || block.count == 0) return false;
  return SampleTime(block, block.count - 1) - moved_ >=
         Microseconds(limits_.max_unmoved_us);
}

bool SignalCheck::HasWrongRate(const SampleBlock& block, Timestamp now) {
  const Duration lag = now - SampleTime(block, block.count);
  const bool drifted = lag_known_ && Magnitude(lag - lag_) >= kMaxDrift;
  if (drifted) {
    rate_is_wrong_ = true;
    wrong_until_ = now + kWrongRateHolds;
  }
  if (drifted || !lag_known_ || now - window_start_ >= kRateWindow) {
    lag_known_ = true;
    lag_ = lag;
    window_start_ = now;
  }
  if (now >= wrong_until_) rate_is_wrong_ = false;
  return rate_is_wrong_;
}

}  // namespace vigil
