#include "plugins/algorithm/qrs_detector/qrs_filter.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <numbers>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

std::int32_t LastBand(const QrsFilter& filter) { return filter.band(filter.tick()); }

// The greatest |band| that a sine of 1 mV leaves, as a share of the input, once the
// filter has settled.
double GainAt(double frequency_hz) {
  QrsFilter filter;
  filter.Reset(0);
  std::int32_t greatest = 0;
  const auto sample = [&](int n) {
    const double angle = 2 * std::numbers::pi * frequency_hz * n / 250;
    return static_cast<std::int32_t>(std::lround(1000 * std::sin(angle)));
  };
  for (int n = 0; n < 2500; n += 2) {
    filter.Next(sample(n), sample(n + 1));
    if (n > 500) greatest = std::max(greatest, std::abs(LastBand(filter)));
  }
  return greatest * 128 / (1000.0 * QrsFilter::kBandGain128);
}

TEST(QrsFilterTest, QrsFrequenciesPassAndOthersDoNot) {
  VIGIL_VERIFIES("REQ-QRS-001");
  EXPECT_GT(GainAt(10), 0.8);
  EXPECT_GT(GainAt(7), 0.8);
  EXPECT_LT(GainAt(0.3), 0.02);  // drift
  EXPECT_LT(GainAt(1), 0.1);
  EXPECT_LT(GainAt(50), 0.005);  // mains
  EXPECT_LT(GainAt(60), 0.02);
  EXPECT_LT(GainAt(100), 0.005);
}

TEST(QrsFilterTest, ConstantInputGivesNothing) {
  QrsFilter filter;
  filter.Reset(-300'000);
  for (int n = 0; n < 100; ++n) {
    filter.Next(-300'000, -300'000);
    EXPECT_EQ(LastBand(filter), 0);
    EXPECT_EQ(filter.energy(), 0);
  }
}

TEST(QrsFilterTest, PeakAppearsAfterTheDocumentedDelay) {
  QrsFilter filter;
  filter.Reset(0);
  std::int32_t highest = 0;
  std::uint32_t at = 0;
  const auto triangle = [](int n) { return std::max(0, 200 * (5 - std::abs(n - 100))); };
  for (int n = 0; n < 200; n += 2) {
    filter.Next(triangle(n), triangle(n + 1));
    if (LastBand(filter) <= highest) continue;
    highest = LastBand(filter);
    at = filter.tick();
  }
  EXPECT_NEAR(at, 50 + QrsFilter::kBandDelay, 1);
}

TEST(QrsFilterTest, ExtremeInputsDoNotOverflow) {
  VIGIL_VERIFIES("REQ-QRS-008");
  QrsFilter filter;
  filter.Reset(INT32_MIN);
  for (int n = 0; n < 500; ++n) {
    const std::int32_t value = n / 10 % 2 == 0 ? INT32_MAX : INT32_MIN;
    filter.Next(value, value);
    EXPECT_LE(std::abs(LastBand(filter)), 32'767);
    EXPECT_GE(filter.energy(), 0);
    EXPECT_LE(filter.energy(), 12 * 65'534);
  }
}

// The filter after its definition, each sum anew for each tick.
TEST(QrsFilterTest, IsTheFilterOfItsDescription) {
  constexpr int kSamples = 600;
  std::int32_t input[kSamples];
  std::uint32_t random = 1;
  for (std::int32_t& sample : input) {
    random = random * 1'664'525 + 1'013'904'223;
    sample = static_cast<std::int32_t>(random >> 20) - 2048;
  }
  std::int32_t low[kSamples / 2] = {};
  std::int32_t band[kSamples / 2] = {};
  QrsFilter filter;
  filter.Reset(0);
  for (int tick = 0; tick < kSamples / 2; ++tick) {
    const int n = 2 * tick + 1;
    for (int back = 0; back < 8 && back <= n; ++back) {
      low[tick] += std::min({back + 1, 4, 8 - back}) * input[n - back];
    }
    std::int32_t sum_of_20 = 0;
    for (int back = 0; back < 20 && back <= tick; ++back) sum_of_20 += low[tick - back];
    const std::int32_t center = tick < 10 ? 0 : low[tick - 10];
    band[tick] = static_cast<std::int32_t>(std::floor((20 * center - sum_of_20) / 128.0));
    std::int32_t energy = 0;
    for (int back = 0; back < 12 && back <= tick; ++back) {
      const int at = tick - back;
      energy += std::abs(band[at] - (at < 1 ? 0 : band[at - 1]));
    }
    filter.Next(input[n - 1], input[n]);
    EXPECT_EQ(filter.tick(), static_cast<std::uint32_t>(tick));
    EXPECT_EQ(LastBand(filter), band[tick]);
    EXPECT_EQ(filter.energy(), energy);
  }
}

TEST(QrsFilterTest, KeepsWhatItDocuments) {
  QrsFilter filter;
  filter.Reset(0);
  std::int32_t bands[200] = {};
  for (int n = 0; n < 200; ++n) {
    filter.Next(1000 + n * n, 1500 + n * n);
    bands[n] = LastBand(filter);
  }
  for (std::uint32_t back = 0; back < QrsFilter::kBandKept; ++back) {
    EXPECT_EQ(filter.band(199 - back), bands[199 - back]);
  }
  for (std::uint32_t back = 0; back < QrsFilter::kInputKept / 2; ++back) {
    const auto n = static_cast<std::int32_t>(199 - back);
    EXPECT_EQ(filter.input(2 * (199 - back)), 1000 + n * n);
    EXPECT_EQ(filter.input(2 * (199 - back) + 1), 1500 + n * n);
  }
}

TEST(QrsFilterTest, InputsAreBoundedToOneVolt) {
  VIGIL_VERIFIES("REQ-QRS-008");
  QrsFilter filter;
  filter.Reset(0);
  filter.Next(1'000'001, 1'000'000);
  EXPECT_EQ(filter.input(0), 1'000'000);
  EXPECT_EQ(filter.input(1), 1'000'000);
  filter.Next(-1'000'000, -1'000'001);
  EXPECT_EQ(filter.input(2), -1'000'000);
  EXPECT_EQ(filter.input(3), -1'000'000);
}

TEST(QrsFilterTest, ResetForgetsTheInput) {
  QrsFilter used;
  used.Reset(0);
  for (int n = 0; n < 77; ++n) used.Next(n * 100, n);
  QrsFilter fresh;
  fresh.Reset(40);
  used.Reset(40);
  for (int n = 0; n < 100; ++n) {
    used.Next(n * n, n);
    fresh.Next(n * n, n);
    EXPECT_EQ(LastBand(used), LastBand(fresh));
    EXPECT_EQ(used.energy(), fresh.energy());
    EXPECT_EQ(used.input(0), fresh.input(0));
  }
}

}  // namespace
}  // namespace vigil::plugins
