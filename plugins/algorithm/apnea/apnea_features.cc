#include "plugins/algorithm/apnea/apnea_features.h"

#include <cstdint>

#include "plugins/algorithm/apnea/tachogram.h"
#include "plugins/algorithm/fixed_point/fixed_point.h"
#include "plugins/algorithm/fixed_point/sine_table.h"

namespace vigil::plugins {
namespace {

// Slow waves are looked at every other second.
constexpr std::uint32_t kPoints = Tachogram::kSeconds / 2;
constexpr std::uint32_t kReach = 20;  // points to each side: what is slower than 80 s goes
constexpr std::uint32_t kFirstLag = 10;
constexpr std::uint32_t kLastLag = 37;

// Two minutes in the middle.
constexpr std::uint32_t kWaveBegin = 45;
constexpr std::uint32_t kWavePoints = 60;

// In 1/256. Of a period of 20 points each third step, of one of 12 each fifth.
constexpr std::int32_t kTurn = 60;
constexpr SineTable<kTurn, 8> kWaves;

// Deviations from the mean of the 82 s around each point, in thousandths of it.
struct Deviations {
  std::int32_t at[kPoints] = {};
};

Deviations DeviationsOf(const Tachogram& tachogram) {
  std::int32_t value[kPoints] = {};
  for (std::uint32_t n = 0; n < kPoints; ++n) value[n] = tachogram.At(2 * n) + tachogram.At(2 * n + 1);
  Deviations deviations;
  std::int32_t sum = 0;
  std::int32_t count = 0;
  for (std::uint32_t n = 0; n < kPoints + kReach; ++n) {
    if (n < kPoints) {
      sum += value[n];
      ++count;
    }
    if (n > 2 * kReach) {
      sum -= value[n - 2 * kReach - 1];
      --count;
    }
    if (n < kReach) continue;
    const std::uint32_t middle = n - kReach;
    deviations.at[middle] = (value[middle] * count - sum) * 1000 / sum;
  }
  return deviations;
}

// Products of deviations are below 4,000^2, a sum of 150 of them below 2^32.
std::int64_t PowerOf(const Deviations& deviations) {
  std::int64_t power = 0;
  for (std::uint32_t n = 0; n < kPoints; ++n) power += std::int64_t{deviations.at[n]} * deviations.at[n];
  return power;
}

std::int32_t PeriodicityOf(const Deviations& deviations, std::int64_t power) {
  std::int64_t greatest = 0;
  for (std::uint32_t lag = kFirstLag; lag <= kLastLag; ++lag) {
    std::int64_t sum = 0;
    for (std::uint32_t n = 0; n < kPoints - kLastLag; ++n) {
      const std::uint32_t later = n + lag;
      sum += std::int64_t{deviations.at[n]} * deviations.at[later];
    }
    if (sum > greatest) greatest = sum;
  }
  return static_cast<std::int32_t>(greatest * 1024 / (power + 1));
}

// Of a wave with so many points a period, under a window that rises and falls along a line.
std::int32_t WaveOf(const Deviations& deviations, std::int32_t period) {
  std::int64_t in_phase = 0;
  std::int64_t quadrature = 0;
  std::int32_t step = 0;
  for (std::uint32_t n = 0; n < kWavePoints; ++n) {
    const std::uint32_t rising = n + 1;
    const std::uint32_t falling = kWavePoints - n;
    const std::int64_t value =
        std::int64_t{deviations.at[kWaveBegin + n]} * (rising < falling ? rising : falling);
    in_phase += value * kWaves.Sine(step);
    quadrature += value * kWaves.Cosine(step);
    step = (step + kTurn / period) % kTurn;
  }
  constexpr std::int64_t kScale = std::int64_t{256} * (kWavePoints / 2);
  in_phase /= kScale;
  quadrature /= kScale;
  return Log2Q8(static_cast<std::uint64_t>(in_phase * in_phase + quadrature * quadrature + 1));
}

// The second difference of the tachogram passes what is quicker than 0.15 Hz.
std::int32_t BreathOf(const Tachogram& tachogram) {
  std::int64_t power = 0;
  std::int64_t sum = 0;
  for (std::uint32_t n = 2; n < Tachogram::kSeconds; ++n) {
    const std::int32_t bend = tachogram.At(n) - 2 * tachogram.At(n - 1) + tachogram.At(n - 2);
    power += std::int64_t{bend} * bend;
    sum += tachogram.At(n);
  }
  const std::int64_t mean = sum / (Tachogram::kSeconds - 2);
  return Log2Q8(static_cast<std::uint64_t>(power * 4096 / (mean * mean) + 1));
}

}  // namespace

ApneaFeatures FeaturesOf(const Tachogram& tachogram) {
  const Deviations deviations = DeviationsOf(tachogram);
  const std::int64_t power = PowerOf(deviations);
  return {.periodicity = PeriodicityOf(deviations, power),
          .slow = WaveOf(deviations, 20),
          .quick = WaveOf(deviations, 12),
          .breath = BreathOf(tachogram),
          .spread = Log2Q8(static_cast<std::uint64_t>(power / kPoints))};
}

}  // namespace vigil::plugins
