#include "plugins/algorithm/pulse_rate/trust_gate.h"

#include <cstdint>

namespace vigil::plugins {
namespace {

constexpr std::int32_t kQ8 = 256;

}  // namespace

void TrustGate::Clear() { *this = TrustGate(); }

// While there are fewer windows than a mean has, it is the mean of those.
void TrustGate::Add(std::int32_t purity, std::int64_t strength, bool is_still) {
  last_ = purity;
  if (still_windows_ < kFastWindows) ++still_windows_;
  if (!is_still) still_windows_ = 0;
  if (windows_ < kSlowWindows) ++windows_;
  const std::int32_t fast_windows = windows_ < kFastWindows ? windows_ : kFastWindows;
  fast_q8_ += (purity * kQ8 - fast_q8_) / fast_windows;
  const std::int32_t counted = purity < kCountsSlow ? purity : kCountsSlow;
  slow_q8_ += (counted * kQ8 - slow_q8_) / windows_;
  const bool fell = strength * kQ8 * kFell < strength_q8_;
  if (fell && purity < kOpensSlow) {
    is_open_ = false;
    // Nor does what was before it open anew.
    if (slow_q8_ > kCloses * kQ8) slow_q8_ = kCloses * kQ8;
  }
  if (slow_q8_ < kCloses * kQ8) is_open_ = false;
  FollowStrength(strength);
  const bool may_be_motion = still_windows_ < kFastWindows;
  if (!is_ready() || (fell && may_be_motion)) return;
  const bool is_clear = fast_q8_ >= kOpensFast * kQ8 ||
                        (windows_ == kSlowWindows && slow_q8_ >= kOpensSlow * kQ8);
  if (is_clear && !is_open_) strength_q8_ = strength * kQ8;
  if (is_clear) is_open_ = true;
}

// One window of an arm that hits something is not taken for the strength of the pulse.
void TrustGate::FollowStrength(std::int64_t strength) {
  if (!is_open_) {
    strength_q8_ -= strength_q8_ / kFades;
    return;
  }
  const std::int64_t most = 2 * strength_q8_;
  const std::int64_t counted = strength * kQ8 < most ? strength * kQ8 : most;
  strength_q8_ += (counted - strength_q8_) / kStrengthWindows;
}

}  // namespace vigil::plugins
