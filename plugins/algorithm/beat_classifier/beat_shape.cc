#include "plugins/algorithm/beat_classifier/beat_shape.h"

#include <cstdint>

#include "plugins/algorithm/beat_classifier/ecg_ring.h"
#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins::beats {
namespace {

constexpr std::int32_t kQrsPoints = BeatShape::kQrsEnd - BeatShape::kQrsBegin;
// Where the level before the QRS is read: 112 to 88 ms before the R peak.
constexpr std::int32_t kLevelPoints = 4;
// Where onset and end of the QRS are looked for.
constexpr std::int32_t kWidthBegin = 6;
constexpr std::int32_t kWidthEnd = 54;
// The P wave lies before, the T wave behind.
constexpr std::int32_t kPEnd = 14;
constexpr std::int32_t kTBegin = 46;
constexpr std::int32_t kTPoints = 25;

// Sum of squared deviations times `count`, below 2^37 for 72 points.
std::int64_t Deviation(std::int64_t squares, std::int64_t sum, std::int32_t count) {
  return count * squares - sum * sum;
}

std::int32_t Quotient(std::int64_t covariance, std::int32_t norm, std::int32_t other) {
  const std::int64_t both = std::int64_t{norm} * other;
  return both > 0 ? static_cast<std::int32_t>(covariance * 256 / both) : 0;
}

// Of the QRS, times the square of its points.
std::int64_t Covariance(const BeatShape& shape, const BeatShape& other, std::int32_t shift) {
  std::int32_t products = 0;
  for (std::int32_t n = BeatShape::kQrsBegin; n < BeatShape::kQrsEnd; ++n) {
    products += shape.At(n) * other.At(n + shift);
  }
  return std::int64_t{kQrsPoints} * products - std::int64_t{shape.SumAt(0)} * other.SumAt(shift);
}

std::int32_t MeanOf(const BeatShape& shape, std::int32_t begin, std::int32_t end) {
  std::int32_t sum = 0;
  for (std::int32_t n = begin; n < end; ++n) sum += shape.At(n);
  return end > begin ? sum / (end - begin) : 0;
}

}  // namespace

void BeatShape::Clear() {
  for (std::int16_t& point : points_) point = 0;
  Measure();
}

bool BeatShape::Take(const EcgRing& ring, std::int32_t ago) {
  if (!ring.Has(ago - kSamplesAfter) || !ring.Has(ago + kSamplesBefore)) return false;
  std::int32_t sums[kPoints] = {};
  for (std::int32_t n = 0; n < kPoints; ++n) {
    const std::int32_t at = ago - 2 * (n - kBefore);
    sums[n] = ring.Ago(at + 1) + ring.Ago(at) + ring.Ago(at - 1) + ring.Ago(at - 2);
  }
  std::int32_t level = 0;
  for (std::int32_t n = kQrsBegin; n < kQrsBegin + kLevelPoints; ++n) level += sums[n];
  level /= kLevelPoints;
  for (std::int32_t n = 0; n < kPoints; ++n) Set(n, Clamp((sums[n] - level) / 8, -kGreatest, kGreatest));
  Measure();
  return true;
}

void BeatShape::Measure() {
  MeasureQrs();
  MeasureWidth();
  MeasureWaves();
  Normalize();
}

void BeatShape::MeasureQrs() {
  Measures& m = measures_;
  m = Measures();
  std::int32_t highest = -kGreatest;
  std::int32_t lowest = kGreatest;
  for (std::int32_t n = kQrsBegin; n < kQrsEnd; ++n) {
    const std::int32_t point = points_[n];
    if (point > highest) highest = point;
    if (point < lowest) lowest = point;
    m.area += Magnitude(point);
    m.travel += Magnitude(point - points_[n - 1]);
    m.bend += Magnitude(points_[n + 1] - 2 * point + points_[n - 1]);
    const std::int32_t slope = Magnitude(points_[n + 1] - points_[n - 1]);
    if (slope > m.steepest) m.steepest = slope;
  }
  m.span = highest - lowest;
  m.polarity = (highest + lowest) * 64 / (m.span + 1);
}

void BeatShape::MeasureWidth() {
  std::int32_t first = kWidthEnd;
  std::int32_t last = kWidthEnd;
  for (std::int32_t n = kWidthBegin; n < kWidthEnd; ++n) {
    const std::int32_t slope = Magnitude(points_[n + 1] - points_[n - 1]);
    if (slope * 4 > measures_.steepest) ++measures_.steep_points;
    if (slope * 6 > measures_.steepest) last = n;
    if (slope * 6 > measures_.steepest && n < first) first = n;
  }
  measures_.width = last - first;
}

void BeatShape::MeasureWaves() {
  Measures& m = measures_;
  for (std::int32_t n = kTBegin; n < kTBegin + kTPoints; ++n) m.t_level += points_[n];
  m.t_level /= kTPoints;
  const std::int32_t mean = MeanOf(*this, 0, kPEnd);
  for (std::int32_t n = 0; n < kPEnd; ++n) m.p_area += Magnitude(points_[n] - mean);
}

// 36 squares of 4095 make 6.1e8.
void BeatShape::Normalize() {
  for (std::int32_t shift = -kMaxShift; shift <= kMaxShift; ++shift) {
    std::int32_t sum = 0;
    std::int32_t squares = 0;
    for (std::int32_t n = kQrsBegin + shift; n < kQrsEnd + shift; ++n) {
      sum += points_[n];
      squares += points_[n] * points_[n];
    }
    sums_[shift + kMaxShift] = sum;
    norms_[shift + kMaxShift] = SquareRoot(Deviation(squares, sum, kQrsPoints));
  }
}

// Divides only where the correlation may be the highest yet: a division of 64 bits costs
// the device as much as all products of a shift.
BestShift Compare(const BeatShape& shape, const BeatShape& other) {
  constexpr std::int32_t kFirst = -BeatShape::kMaxShift;
  const std::int32_t norm = shape.NormAt(0);
  BestShift best{Quotient(Covariance(shape, other, kFirst), norm, other.NormAt(kFirst)), kFirst};
  for (std::int32_t shift = kFirst + 1; shift <= BeatShape::kMaxShift; ++shift) {
    const std::int64_t covariance = Covariance(shape, other, shift);
    const std::int64_t both = std::int64_t{norm} * other.NormAt(shift);
    if (covariance * 256 <= best.correlation * both) continue;
    const std::int32_t correlation = Quotient(covariance, norm, other.NormAt(shift));
    if (correlation > best.correlation) best = {correlation, shift};
  }
  return best;
}

// 72 products of 4095 by 4095 make 1.2e9.
std::int32_t Correlation(const BeatShape& shape, const BeatShape& other, std::int32_t begin, std::int32_t end,
                         std::int32_t shift) {
  std::int32_t sum = 0;
  std::int32_t squares = 0;
  std::int32_t other_sum = 0;
  std::int32_t other_squares = 0;
  std::int32_t products = 0;
  for (std::int32_t n = begin; n < end; ++n) {
    const std::int32_t a = shape.At(n);
    const std::int32_t b = other.At(n + shift);
    sum += a;
    squares += a * a;
    other_sum += b;
    other_squares += b * b;
    products += a * b;
  }
  const std::int32_t count = end - begin;
  const std::int32_t norm = SquareRoot(Deviation(squares, sum, count));
  const std::int32_t other_norm = SquareRoot(Deviation(other_squares, other_sum, count));
  return Quotient(std::int64_t{count} * products - std::int64_t{sum} * other_sum, norm, other_norm);
}

std::int32_t Residue(const BeatShape& shape, const BeatShape& other, std::int32_t begin, std::int32_t end,
                     std::int32_t shift) {
  const std::int32_t mean = MeanOf(shape, begin, end);
  const std::int32_t other_mean = MeanOf(other, begin + shift, end + shift);
  std::int32_t residue = 0;
  for (std::int32_t n = begin; n < end; ++n) {
    residue += Magnitude((shape.At(n) - mean) - (other.At(n + shift) - other_mean));
  }
  return residue;
}

}  // namespace vigil::plugins::beats
