#include "plugins/algorithm/pulse_rate/trust_gate.h"

#include <cstdint>

namespace vigil::plugins {
namespace {

constexpr std::int32_t kQ8 = 256;

}  // namespace

void TrustGate::Clear() { *this = TrustGate(); }

// While there are fewer windows than a mean has, it is the mean of those.
void TrustGate::Add(std::int32_t purity) {
  last_ = purity;
  if (windows_ < kSlowWindows) ++windows_;
  const std::int32_t fast_windows = windows_ < kFastWindows ? windows_ : kFastWindows;
  fast_q8_ += (purity * kQ8 - fast_q8_) / fast_windows;
  const std::int32_t counted = purity < kCountsSlow ? purity : kCountsSlow;
  slow_q8_ += (counted * kQ8 - slow_q8_) / windows_;
  if (slow_q8_ < kCloses * kQ8) is_open_ = false;
  if (!is_ready()) return;
  if (fast_q8_ >= kOpensFast * kQ8) is_open_ = true;
  if (windows_ == kSlowWindows && slow_q8_ >= kOpensSlow * kQ8) is_open_ = true;
}

}  // namespace vigil::plugins
