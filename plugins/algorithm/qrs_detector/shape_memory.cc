#include "plugins/algorithm/qrs_detector/shape_memory.h"

#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins {
namespace {

constexpr std::int32_t kSame = 225;  // of 256
constexpr std::int32_t kSeenOften = 8;
constexpr std::int32_t kNone = -1000;  // below each correlation

// A shape loses what one sighting gives in 2 s without one, up to 4 minutes.
constexpr std::int32_t kWorthOfOnce = 250;
constexpr std::uint32_t kLongestAbsence = 30'000;
constexpr std::int32_t kFree = -1'000'000;

}  // namespace

void ShapeMemory::Reset(std::uint32_t shapes, std::int32_t least_seen) {
  for (Shape& shape : shapes_) shape = Shape();
  count_ = shapes;
  least_seen_ = least_seen;
}

std::int32_t ShapeMemory::Likeness(const Candidate& candidate) const {
  const Match best = Best(candidate, least_seen_);
  return best.likeness == kNone ? kUnknown : best.likeness;
}

void ShapeMemory::Learn(const Candidate& candidate, std::uint32_t now) {
  const Match best = Best(candidate, 1);
  const bool is_known = best.likeness > kSame;
  Shape& shape = shapes_[is_known ? best.place : LeastWorth(now)];
  shape.seen = is_known ? Clamp(shape.seen + 1, 1, kSeenOften) : 1;
  shape.last_seen = now;
  const std::int32_t part = is_known ? 4 : 1;
  std::int32_t squares = 0;
  for (std::uint32_t i = 0; i < kLength; ++i) {
    const std::int32_t before = shape.values[i];
    const std::int32_t next = before + (candidate.shape[i + 1] - before) / part;
    shape.values[i] = static_cast<std::int16_t>(next);
    if (i % 2 == 0) squares += next * next;
  }
  shape.root = SquareRoot(squares);
}

ShapeMemory::Match ShapeMemory::Best(const Candidate& candidate, std::int32_t least_seen) const {
  Match best = {0, kNone};
  for (std::uint32_t i = 0; i < kMost; ++i) {
    if (i >= count_ || shapes_[i].seen < least_seen) continue;
    const std::int32_t likeness = Correlation(candidate, shapes_[i]);
    if (likeness > best.likeness) best = {i, likeness};
  }
  return best;
}

// Each second value is enough: nothing above 30 Hz is left in them. 12 products of
// at most 127 * 127 and the same of roots: 2e5, times 4.
std::int32_t ShapeMemory::Correlation(const Candidate& candidate, const Shape& shape) {
  std::int32_t greatest = -(1 << 20);
  for (std::uint32_t shift = 0; shift <= kShapeLength - kLength; ++shift) {
    std::int32_t sum = 0;
    for (std::uint32_t i = 0; i < kLength; i += 2) {
      sum += candidate.shape[i + shift] * shape.values[i];
    }
    if (sum > greatest) greatest = sum;
  }
  const std::int32_t most = candidate.shape_root * shape.root / 64 + 1;
  return Clamp(greatest / 64 * 256 / most, -256, 256);
}

std::int32_t ShapeMemory::Worth(const Shape& shape, std::uint32_t now) {
  if (shape.seen == 0) return kFree;
  const std::uint32_t absence = now - shape.last_seen;
  const std::uint32_t counted = absence > kLongestAbsence ? kLongestAbsence : absence;
  return shape.seen * kWorthOfOnce - static_cast<std::int32_t>(counted);
}

std::uint32_t ShapeMemory::LeastWorth(std::uint32_t now) const {
  std::uint32_t least = 0;
  for (std::uint32_t i = 1; i < kMost; ++i) {
    if (i < count_ && Worth(shapes_[i], now) < Worth(shapes_[least], now)) least = i;
  }
  return least;
}

}  // namespace vigil::plugins
