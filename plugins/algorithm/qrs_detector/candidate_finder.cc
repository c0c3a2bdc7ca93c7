#include "plugins/algorithm/qrs_detector/candidate_finder.h"

#include "plugins/algorithm/fixed_point/fixed_point.h"

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kConfirmTicks = 12;  // 96 ms

// The energy's window, and the slope that was the first to be summed.
constexpr std::uint32_t kWindow = QrsFilter::kEnergyWindow + 1;

// So many ticks after the greatest excursion in the band its shape is complete.
constexpr std::int32_t kShapeNeeds = 3;

// The R peak lies this near to the peak of the band, samples: 20 ms.
constexpr std::uint32_t kRPeakReach = 5;

// The baseline: 8 samples in the PR segment, 84 to 112 ms before the R peak.
constexpr std::uint32_t kBaselineFrom = 28;
constexpr std::uint32_t kBaselineSamples = 8;

// A sum of four samples each 8 ms, two more to either side than the shape has.
constexpr std::uint32_t kMargin = 2;
constexpr std::uint32_t kSums = kShapeLength + 2 * kMargin;
// Where changes are summed: 80 ms to either side.
constexpr std::uint32_t kSharpFrom = 5;
constexpr std::uint32_t kSharpTo = 25;

std::int16_t ShortLog(std::int32_t value) { return static_cast<std::int16_t>(Log2Q5(value)); }

bool IsTurn(std::int32_t slope, std::int32_t next, std::int32_t steepest) {
  return (slope < 0) != (next < 0) && Magnitude(slope) + Magnitude(next) > steepest / 4;
}

// The sample of the greatest excursion within reach of `near`.
std::uint32_t FindRPeak(const QrsFilter& filter, std::uint32_t near, bool is_upward) {
  const std::uint32_t first = near - kRPeakReach;
  std::uint32_t best = first;
  for (std::uint32_t i = 1; i <= 2 * kRPeakReach; ++i) {
    const std::int32_t value = filter.input(first + i);
    const std::int32_t so_far = filter.input(best);
    if (is_upward ? value > so_far : value < so_far) best = first + i;
  }
  return best;
}

std::int32_t Baseline(const QrsFilter& filter, std::uint32_t r_peak) {
  std::int32_t baseline = 0;
  for (std::uint32_t i = 0; i < kBaselineSamples; ++i) {
    baseline += filter.input(r_peak - kBaselineFrom + i) / static_cast<std::int32_t>(kBaselineSamples);
  }
  return baseline;
}

}  // namespace

void CandidateFinder::Reset() {
  energy_before_ = 0;
  highest_ = 0;
  highest_at_ = 0;
  is_rising_ = false;
  candidate_ = Candidate();
}

bool CandidateFinder::Next(const QrsFilter& filter) {
  const std::int32_t energy = filter.energy();
  const std::int32_t before = energy_before_;
  energy_before_ = energy;
  if (!is_rising_) {
    if (energy <= before) return false;
    is_rising_ = true;
    highest_ = 0;
  }
  if (energy > highest_) {
    highest_ = energy;
    highest_at_ = filter.tick();
    return false;
  }
  if (energy >= highest_ / 2 && filter.tick() - highest_at_ <= kConfirmTicks) return false;
  is_rising_ = false;
  if (highest_ < kLeastEnergy) return false;
  candidate_ = Candidate();
  candidate_.at = highest_at_;
  candidate_.energy = ShortLog(highest_);
  return true;
}

void CandidateFinder::Describe(const QrsFilter& filter) {
  static_assert(kWindow + 1 + kConfirmTicks + 1 < QrsFilter::kBandKept);
  const std::uint32_t at = candidate_.at;
  std::int32_t slopes[kWindow + 1];
  std::int32_t before = filter.band(at - kWindow - 1);
  std::int32_t steepest = 0;
  std::int32_t highest = -1;
  std::uint32_t center = at;
  for (std::uint32_t i = 0; i <= kWindow; ++i) {
    const std::int32_t band = filter.band(at - kWindow + i);
    slopes[i] = band - before;
    before = band;
    if (Magnitude(slopes[i]) > steepest) steepest = Magnitude(slopes[i]);
    if (Magnitude(band) > highest) {
      highest = Magnitude(band);
      center = at - kWindow + i;
    }
  }
  std::int32_t sum_of_bands = 0;
  std::int32_t sum_of_slopes = 0;
  std::int32_t sum_of_changes = 0;
  std::int16_t turns = 0;
  for (std::uint32_t i = 1; i <= kWindow; ++i) {
    sum_of_bands += Magnitude(filter.band(at - kWindow + i));
    sum_of_slopes += Magnitude(slopes[i]);
    sum_of_changes += Magnitude(slopes[i] - slopes[i - 1]);
    if (i > 1 && IsTurn(slopes[i - 1], slopes[i], steepest)) ++turns;
  }
  candidate_.is_described = true;
  candidate_.steepness = ShortLog(steepest);
  candidate_.curvature = static_cast<std::int16_t>(Log2Q5(sum_of_changes) - Log2Q5(sum_of_slopes));
  candidate_.quickness = static_cast<std::int16_t>(Log2Q5(sum_of_slopes) - Log2Q5(sum_of_bands));
  candidate_.turns = turns;
  const std::uint32_t sample = 2 * (center - QrsFilter::kBandDelay) + 1;
  candidate_.fiducial = FindRPeak(filter, sample, filter.band(center) > 0);
  candidate_.height =
      filter.input(candidate_.fiducial) - Baseline(filter, candidate_.fiducial);
  const std::int32_t missing = kShapeNeeds - static_cast<std::int32_t>(filter.tick() - center);
  const std::int32_t back = Clamp(missing, 0, kShapeNeeds);
  DescribeShape(filter, center - QrsFilter::kBandDelay - static_cast<std::uint32_t>(back));
}

// `center`: the tick, of the input, of the greatest excursion.
void CandidateFinder::DescribeShape(const QrsFilter& filter, std::uint32_t center) {
  static_assert(QrsFilter::kBandDelay + static_cast<std::uint32_t>(kShapeNeeds) == kSums / 2);
  // From the first sample of a shape, or of a baseline, to the last tick.
  static_assert(2 * (kWindow + QrsFilter::kBandDelay + kConfirmTicks + 1) +
                    kRPeakReach + kBaselineFrom + 2 < QrsFilter::kInputKept);
  static_assert(2 * (kWindow + QrsFilter::kBandDelay + kConfirmTicks + 1 + kSums / 2 +
                     static_cast<std::uint32_t>(kShapeNeeds)) + 2 <
                QrsFilter::kInputKept);
  std::int32_t sums[kSums];
  const std::uint32_t first = 2 * (center - kSums / 2);
  std::int32_t before = filter.input(first) + filter.input(first + 1);
  std::int32_t mean = 0;
  for (std::uint32_t i = 0; i < kSums; ++i) {
    const std::uint32_t sample = first + 2 * (i + 1);
    const std::int32_t pair = filter.input(sample) + filter.input(sample + 1);
    sums[i] = before + pair;
    before = pair;
    if (i >= kMargin && i < kSums - kMargin) mean += sums[i];
  }
  mean /= static_cast<std::int32_t>(kShapeLength);

  std::int32_t changes = 0;
  for (std::uint32_t i = kSharpFrom; i < kSharpTo; ++i) {
    changes += Magnitude(sums[i - 2] - 2 * sums[i] + sums[i + 2]);
  }
  candidate_.sharpness = ShortLog(changes);

  std::int32_t greatest = 4;  // less than a microvolt of excursion has no shape
  for (std::uint32_t i = 0; i < kShapeLength; ++i) {
    sums[kMargin + i] -= mean;
    const std::int32_t excursion = Magnitude(sums[kMargin + i]);
    if (excursion > greatest) greatest = excursion;
  }
  // |sum| <= greatest, so that the product stays within 2^30.
  const std::int32_t scale = (1 << 30) / greatest;
  std::int32_t squares = 0;
  for (std::uint32_t i = 0; i < kShapeLength; ++i) {
    const std::int32_t value = (sums[kMargin + i] * scale >> 23) * 127 / 128;
    candidate_.shape[i] = static_cast<std::int8_t>(value);
    if (i % 2 == 1 && i < kShapeLength - 1) squares += value * value;
  }
  candidate_.shape_root = static_cast<std::int16_t>(SquareRoot(squares));
}

}  // namespace vigil::plugins
