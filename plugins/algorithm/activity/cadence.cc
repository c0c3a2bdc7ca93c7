#include "plugins/algorithm/activity/cadence.h"

#include <cstdint>

#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins {
namespace {

constexpr std::int32_t kQ8 = 256;
constexpr std::int32_t kPointsPerMinute = 60 * 25;

std::int64_t Within(std::int32_t mg) {
  if (mg > Cadence::kGreatestMg) return Cadence::kGreatestMg;
  if (mg < -Cadence::kGreatestMg) return -Cadence::kGreatestMg;
  return mg;
}

// The length of a vector of three axes of 16 g is below 2^15.
std::int32_t LengthOf(const Acceleration& moment) {
  const std::int64_t x = Within(moment.x);
  const std::int64_t y = Within(moment.y);
  const std::int64_t z = Within(moment.z);
  return SquareRoot(x * x + y * y + z * z);
}

bool IsTop(const std::int32_t* likeness, std::int32_t lag) {
  return likeness[lag] > likeness[lag - 1] && likeness[lag] >= likeness[lag + 1];
}

// Per minute, from the top of the parabola through a top and its neighbors, in 1/16 of a
// point. A top is higher than the one before it: the bend is below 0.
std::int32_t RateOf(const std::int32_t* likeness, std::int32_t lag) {
  const std::int32_t before = likeness[lag - 1];
  const std::int32_t after = likeness[lag + 1];
  const std::int32_t lag_q4 = lag * 16 + 8 * (before - after) / (before + after - 2 * likeness[lag]);
  return (kPointsPerMinute * 16 + lag_q4 / 2) / lag_q4;
}

}  // namespace

void Cadence::Clear() {
  next_ = 0;
  count_ = 0;
  moments_ = 0;
  first_ = 0;
  steps_per_minute_ = 0;
}

bool Cadence::Add(const Acceleration& moment) {
  const std::int32_t length = LengthOf(moment);
  ++moments_;
  if (moments_ % 2 == 1) {
    first_ = length;
    return false;
  }
  ring_[next_] = first_ + length;
  next_ = (next_ + 1) % kPoints;
  if (count_ < kPoints) ++count_;
  if (moments_ < kMomentsPerSecond) return false;
  moments_ = 0;
  if (count_ < kPoints) return false;
  steps_per_minute_ = Look();
  return true;
}

std::int32_t Cadence::Look() const {
  std::int32_t sum = 0;
  for (const std::int32_t point : ring_) sum += point;
  std::int32_t rest[kPoints] = {};
  std::int64_t energy = 0;
  for (std::int32_t n = 0; n < kPoints; ++n) {
    rest[n] = ring_[(next_ + n) % kPoints] - sum / kPoints;
    energy += std::int64_t{rest[n]} * rest[n];
  }
  // Points are sums of two.
  if (energy < std::int64_t{4} * kLeastMg * kLeastMg * kPoints) return 0;
  std::int32_t likeness[kLags] = {};
  for (std::int32_t lag = kShortest - 1; lag < kLags; ++lag) {
    std::int64_t product = 0;
    std::int64_t squares = 1;
    for (std::int32_t n = kLags; n < kPoints; ++n) {
      product += std::int64_t{rest[n]} * rest[n - lag];
      squares += (std::int64_t{rest[n]} * rest[n] + std::int64_t{rest[n - lag]} * rest[n - lag]) / 2;
    }
    likeness[lag] = static_cast<std::int32_t>(product * kQ8 / squares);
  }
  std::int32_t greatest = 0;
  for (std::int32_t lag = kShortest; lag <= kLongest; ++lag) {
    if (IsTop(likeness, lag) && likeness[lag] > greatest) greatest = likeness[lag];
  }
  if (greatest < kLeastLikeness) return 0;
  std::int32_t step = 0;
  for (std::int32_t lag = kLongest; lag >= kShortest; --lag) {
    const bool is_near = likeness[lag] * kQ8 >= greatest * kShorter;
    if (is_near && IsTop(likeness, lag)) step = RateOf(likeness, lag);
  }
  return step;
}

}  // namespace vigil::plugins
