#include "plugins/algorithm/atrial_fibrillation/interval_entropy.h"

#include <cstdint>

#include "safety_kernel/base/time.h"

namespace vigil::plugins {
namespace {

constexpr std::int64_t kUsPerMs = 1000;

bool IsAlike(std::int32_t a_ms, std::int32_t b_ms) {
  const std::int32_t apart = a_ms > b_ms ? a_ms - b_ms : b_ms - a_ms;
  return apart < IntervalEntropy::kToleranceMs;
}

}  // namespace

void IntervalEntropy::Clear() { *this = IntervalEntropy(); }

bool IntervalEntropy::Add(Timestamp beat) {
  if (beats_ > 0 && beat - last_ < kShortestInterval) return false;
  if (beats_ == 0 || beat - last_ > kLongestInterval) {
    last_ = beat;
    beats_ = 1;
    return false;
  }
  // At most kLongestInterval, so it fits.
  const Pair pair = {.first_ms = last_ms_,
                     .second_ms = static_cast<std::int32_t>((beat - last_).us / kUsPerMs),
                     .end = beat};
  const bool is_pair = beats_ > 1;
  last_ = beat;
  last_ms_ = pair.second_ms;
  beats_ = 2;
  if (!is_pair) return false;
  if (count_ == kPairs) ForgetOldest();
  Count(pair, 1);
  newest_ = (newest_ + 1) % kPairs;
  ring_[newest_] = pair;
  ++count_;
  return true;
}

const IntervalEntropy::Pair& IntervalEntropy::Back(std::uint32_t back) const {
  return ring_[(newest_ + kPairs - back) % kPairs];
}

// What `pair` has in common with those in the ring; itself is not in it.
void IntervalEntropy::Count(const Pair& pair, std::int32_t sign) {
  for (std::uint32_t back = 0; back < count_; ++back) {
    const Pair& other = Back(back);
    if (!IsAlike(pair.first_ms, other.first_ms)) continue;
    alike_ += sign;
    if (IsAlike(pair.second_ms, other.second_ms)) followed_ += sign;
  }
  sum_ms_ += sign * pair.second_ms;
}

void IntervalEntropy::ForgetOldest() {
  const Pair oldest = Back(count_ - 1);
  --count_;
  Count(oldest, -1);
}

void IntervalEntropy::ForgetOld(Timestamp now) {
  for (std::uint32_t n = 0; n < kPairs; ++n) {
    if (count_ == 0 || now - Back(count_ - 1).end <= kReach) return;
    ForgetOldest();
  }
}

// Both sides stay below 2^38: at most 1081 of 47 pairs are alike, and 47 intervals last
// at most 117,500 ms.
bool IntervalEntropy::IsAbove(std::int64_t permille) const {
  const std::int64_t odds = 4 * std::int64_t{kToleranceMs} * (alike_ + 1) * kPairs;
  return odds * 1000 > permille * (2 * std::int64_t{followed_} + 1) * sum_ms_;
}

Timestamp IntervalEntropy::begin() const {
  const Pair& oldest = Back(count_ - 1);
  return oldest.end - Microseconds((oldest.first_ms + oldest.second_ms) * kUsPerMs);
}

}  // namespace vigil::plugins
