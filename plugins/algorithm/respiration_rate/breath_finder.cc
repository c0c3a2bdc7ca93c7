#include "plugins/algorithm/respiration_rate/breath_finder.h"

#include <cstdint>

#include "plugins/algorithm/fixed_point/fixed_point.h"
#include "plugins/algorithm/fixed_point/sine_table.h"
#include "plugins/algorithm/respiration_rate/beat_series.h"

namespace vigil::plugins {
namespace {

constexpr std::int32_t kTurn = 480;
constexpr SineTable<kTurn> kWaves;
constexpr std::int32_t kPoints = BeatSeries::kPoints;
constexpr std::int32_t kLowest = BreathFinder::kLowestRate;
constexpr std::int32_t kRates = BreathFinder::kHighestRate - kLowest + 1;
constexpr std::int32_t kNear = 2;  // per minute: the width that the window gives a wave
constexpr std::int64_t kLevel = 1024;  // rms of a curve
constexpr std::int32_t kQ8 = 256;
// Four points a second: the phase of b per minute moves on by b / 240 of a turn.
constexpr std::int32_t kStepsPerRate = kTurn / 240;
constexpr std::int32_t kWindowSteps = kTurn / kPoints;

// Twice the place from the middle.
constexpr std::int64_t FromMiddle(std::int32_t n) { return 2 * n - (kPoints - 1); }

// Takes the line that fits best away, makes the curve one strength, and fades both ends.
void Prepare(const std::int32_t (&curve)[kPoints], std::int32_t (&out)[kPoints]) {
  // The sum of FromMiddle(n)^2 is N (N^2 - 1) / 3.
  constexpr std::int64_t kMoments = std::int64_t{kPoints} * (kPoints * kPoints - 1) / 3;
  std::int64_t sum = 0;
  std::int64_t moment = 0;
  for (std::int32_t n = 0; n < kPoints; ++n) {
    sum += curve[n];
    moment += curve[n] * FromMiddle(n);
  }
  std::int64_t squares = 0;
  for (std::int32_t n = 0; n < kPoints; ++n) {
    const std::int64_t rest = curve[n] - sum / kPoints - moment * FromMiddle(n) / kMoments;
    out[n] = static_cast<std::int32_t>(rest);
    squares += rest * rest;
  }
  // No point is beyond the root of 160 times the rms: within 2 * 12.7 * kLevel.
  const std::int64_t rms = std::int64_t{SquareRoot(squares / kPoints)} + 1;
  for (std::int32_t n = 0; n < kPoints; ++n) {
    const std::int64_t hann_q13 = (16384 - kWaves.Cosine(n * kWindowSteps)) / 2;
    out[n] = static_cast<std::int32_t>(out[n] * kLevel / rms * hann_q13 / 8192);
  }
}

// Times the rate: what is slow is strong in whatever heart and signal do without breathing.
// By kLevel below 2^43.
std::uint64_t PowerAt(std::int32_t rate, const std::int32_t (&curve)[kPoints]) {
  std::int64_t cosine = 0;
  std::int64_t sine = 0;
  std::int32_t step = 0;
  for (std::int32_t n = 0; n < kPoints; ++n) {
    cosine += std::int64_t{curve[n]} * kWaves.Cosine(step);
    sine += std::int64_t{curve[n]} * kWaves.Sine(step);
    step = (step + rate * kStepsPerRate) % kTurn;
  }
  cosine >>= 14;
  sine >>= 14;
  return static_cast<std::uint64_t>((cosine * cosine + sine * sine) * rate);
}

struct Curve {
  std::uint64_t power[kRates] = {};
  std::int32_t strongest = 0;  // place in power
  std::uint64_t all = 1;
};

void Look(const std::int32_t (&raw)[kPoints], std::int32_t rates, Curve& curve) {
  std::int32_t clean[kPoints] = {};
  Prepare(raw, clean);
  for (std::int32_t n = 0; n < kRates; ++n) {
    if (n >= rates) continue;
    curve.power[n] = PowerAt(kLowest + n, clean);
    curve.all += curve.power[n];
    if (curve.power[n] > curve.power[curve.strongest]) curve.strongest = n;
  }
}

std::uint64_t ShareQ20(std::uint64_t part, std::uint64_t whole) { return (part << 20) / whole; }

bool IsNear(std::int32_t a, std::int32_t b) { return a - b <= kNear && b - a <= kNear; }

// Of 256.
std::int32_t ShareNear(std::int32_t place, const Curve& curve) {
  std::uint64_t near = 0;
  for (std::int32_t n = 0; n < kRates; ++n) {
    if (IsNear(n, place)) near += curve.power[n];
  }
  return static_cast<std::int32_t>(near * kQ8 / curve.all);
}

}  // namespace

bool BreathFinder::Find(const BeatSeries::Curves& curves, std::int32_t greatest_rate) {
  const std::int32_t rates = greatest_rate - kLowest + 1;
  Curve interval;
  Curve height;
  Look(curves.interval_us, rates, interval);
  Look(curves.height_uv, rates, height);
  std::int32_t place = 0;
  std::uint64_t most = 0;
  for (std::int32_t n = 0; n < kRates; ++n) {
    const std::uint64_t both = ShareQ20(interval.power[n], interval.all) * ShareQ20(height.power[n], height.all);
    if (both <= most) continue;
    most = both;
    place = n;
  }
  rate_ = kLowest + place;
  if (!IsNear(interval.strongest, height.strongest)) return false;
  const std::int32_t of_interval = ShareNear(place, interval);
  const std::int32_t of_height = ShareNear(place, height);
  return of_interval >= kLeastEach && of_height >= kLeastEach && of_interval + of_height >= kLeastTogether;
}

}  // namespace vigil::plugins
