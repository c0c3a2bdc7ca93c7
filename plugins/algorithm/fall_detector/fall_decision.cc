#include "plugins/algorithm/fall_detector/fall_decision.h"

#include <cstdint>

#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kPeakAgo = FallDecision::kDelaySlices;

std::int32_t Within(std::int32_t milli_g) {
  if (milli_g > FallDecision::kGreatestMg) return FallDecision::kGreatestMg;
  if (milli_g < -FallDecision::kGreatestMg) return -FallDecision::kGreatestMg;
  return milli_g;
}

}  // namespace

void FallDecision::Reset() { *this = FallDecision(); }

bool FallDecision::Next(const Acceleration& moment) {
  AddTo(current_, moment);
  ++moments_;
  if (moments_ < kMomentsPerSlice) return false;
  newest_ = (newest_ + 1) % kRing;
  ring_[newest_] = current_;
  current_ = Slice();
  moments_ = 0;
  if (slices_ < kLongest) ++slices_;
  if (quiet_ > 0) {
    --quiet_;
    return false;
  }
  if (!IsFall()) return false;
  quiet_ = kRefractorySlices;
  impact_mg_ = SquareRoot(Ago(kPeakAgo).peak);
  return true;
}

void FallDecision::AddTo(Slice& slice, const Acceleration& moment) {
  const std::int32_t x = Within(moment.x);
  const std::int32_t y = Within(moment.y);
  const std::int32_t z = Within(moment.z);
  slice.x += x;
  slice.y += y;
  slice.z += z;
  const Direction direction = {.x = x, .y = y, .z = z};
  const std::int64_t square = Dot(direction, direction);
  if (square > slice.peak) slice.peak = square;
  const Direction change = {
      .x = direction.x - last_.x, .y = direction.y - last_.y, .z = direction.z - last_.z};
  const auto jolt = static_cast<std::uint32_t>(Dot(change, change));
  if (jolt > slice.jolt) slice.jolt = jolt;
  last_ = direction;
}

const FallDecision::Slice& FallDecision::Ago(std::uint32_t slices) const {
  return ring_[(newest_ + kRing - slices) % kRing];
}

bool FallDecision::IsFall() const {
  if (Ago(kPeakAgo).peak < kLeastImpactMg * kLeastImpactMg) return false;
  if (!IsGreatestOfItsTime()) return false;
  if (!IsSudden()) return false;
  if (!LiesStill()) return false;
  return HasTurned(MeanOf(kPeakAgo + kBeforeEnd + SlicesBefore(), SlicesBefore()),
                   MeanOf(kPeakAgo - kAfterBegin, kAfterEnd - kAfterBegin));
}

bool FallDecision::IsGreatestOfItsTime() const {
  const std::int64_t peak = Ago(kPeakAgo).peak;
  for (std::uint32_t away = 1; away <= kPeakReach; ++away) {
    if (Ago(kPeakAgo - away).peak > peak) return false;
    if (Ago(kPeakAgo + away).peak > peak) return false;
  }
  return true;
}

bool FallDecision::IsSudden() const {
  for (std::uint32_t ago = kPeakAgo - kPeakReach; ago <= kPeakAgo + kPeakReach; ++ago) {
    if (Ago(ago).jolt >= kLeastJoltMg * kLeastJoltMg) return true;
  }
  return false;
}

bool FallDecision::LiesStill() const {
  std::uint32_t restless = 0;
  for (std::uint32_t after = kAfterBegin; after < kAfterEnd; ++after) {
    if (Ago(kPeakAgo - after).peak > kRestMg * kRestMg) ++restless;
  }
  return restless <= kMostRestless;
}

// How many there are of the time before an impact.
std::uint32_t FallDecision::SlicesBefore() const {
  constexpr std::uint32_t kSince = kPeakAgo + kBeforeEnd + 1;
  return slices_ > kSince ? slices_ - kSince : 0;
}

// Of `count` slices, the oldest of them `oldest` slices ago; no direction when they are
// too few.
FallDecision::Direction FallDecision::MeanOf(std::uint32_t oldest, std::uint32_t count) const {
  Direction sum;
  if (count < kLeastSlices) return sum;
  for (std::uint32_t n = 0; n < count; ++n) {
    const Slice& slice = Ago(oldest - n);
    sum.x += slice.x;
    sum.y += slice.y;
    sum.z += slice.z;
  }
  const std::int64_t moments = static_cast<std::int64_t>(count) * kMomentsPerSlice;
  return {.x = sum.x / moments, .y = sum.y / moments, .z = sum.z / moments};
}

std::int64_t FallDecision::Dot(const Direction& a, const Direction& b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

// cos^2 = (a.b)^2 / (a.a b.b). Each product of two means is below 2^30, so that the
// square of one, and the product of two, stay below 2^60.
bool FallDecision::HasTurned(const Direction& before, const Direction& after) {
  constexpr std::int64_t kLeastSquare = kLeastGravityMg * kLeastGravityMg;
  const std::int64_t length_before = Dot(before, before);
  const std::int64_t length_after = Dot(after, after);
  if (length_before < kLeastSquare || length_after < kLeastSquare) return false;
  const std::int64_t along = Dot(before, after);
  if (along <= 0) return true;
  return along * along / kTurnNumerator <= length_before * length_after / kTurnDenominator;
}

}  // namespace vigil::plugins
