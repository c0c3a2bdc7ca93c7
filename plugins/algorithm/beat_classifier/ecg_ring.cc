#include "plugins/algorithm/beat_classifier/ecg_ring.h"

#include <cstdint>

#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins::beats {
namespace {

constexpr std::int32_t kMaxMicrovolt = 1'000'000;

}  // namespace

void EcgRing::Clear() {
  for (std::int32_t& sample : samples_) sample = 0;
  next_ = 0;
  count_ = 0;
}

void EcgRing::Add(std::int32_t microvolt) {
  samples_[next_ % kSize] = Clamp(microvolt, -kMaxMicrovolt, kMaxMicrovolt);
  ++next_;
  if (count_ < kSize) ++count_;
}

}  // namespace vigil::plugins::beats
