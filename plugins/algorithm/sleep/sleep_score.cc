#include "plugins/algorithm/sleep/sleep_score.h"

#include <cstdint>

namespace vigil::plugins {
namespace {

constexpr std::int32_t kQ4 = 16;

}  // namespace

void SleepScore::Clear() { count_ = 0; }

void SleepScore::Add(std::int32_t activity_q4) {
  for (std::int32_t n = 1; n < kMinutes; ++n) counts_q4_[n - 1] = counts_q4_[n];
  const std::int32_t over = activity_q4 > kNoiseQ4 ? activity_q4 - kNoiseQ4 : 0;
  const std::int32_t count_q4 = over * kQ4 / kUnitQ4;
  counts_q4_[kMinutes - 1] = count_q4 < kGreatestCount * kQ4 ? count_q4 : kGreatestCount * kQ4;
  if (count_ < kMinutes) ++count_;
}

bool SleepScore::is_asleep() const {
  std::int32_t score_q4 = 0;
  for (std::int32_t n = 0; n < kMinutes; ++n) score_q4 += kWeights[n] * counts_q4_[n];
  return score_q4 < kAsleepBelow * kQ4;
}

}  // namespace vigil::plugins
