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

// The greatest |band| that a sine of 1 mV leaves, as a share of the input, once
// the filter has settled.
double GainAt(double frequency_hz) {
  QrsFilter filter;
  filter.Reset(0);
  std::int32_t greatest = 0;
  for (int n = 0; n < 2500; ++n) {
    const double angle = 2 * std::numbers::pi * frequency_hz * n / 250;
    const QrsFilter::Output out =
        filter.Next(static_cast<std::int32_t>(std::lround(1000 * std::sin(angle))));
    if (n > 500) greatest = std::max(greatest, std::abs(out.band));
  }
  return greatest / (1000.0 * QrsFilter::kBandGain);
}

TEST(QrsFilterTest, QrsFrequenciesPassAndOthersDoNot) {
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
  for (int n = 0; n < 200; ++n) {
    const QrsFilter::Output out = filter.Next(-300'000);
    EXPECT_EQ(out.band, 0);
    EXPECT_EQ(out.energy, 0);
  }
}

TEST(QrsFilterTest, PeakAppearsAfterTheDocumentedDelay) {
  QrsFilter filter;
  filter.Reset(0);
  std::int32_t highest = 0;
  int at = 0;
  for (int n = 0; n < 200; ++n) {
    const int away = std::abs(n - 100);
    const QrsFilter::Output out = filter.Next(away < 5 ? 200 * (5 - away) : 0);
    if (out.band > highest) {
      highest = out.band;
      at = n;
    }
  }
  EXPECT_NEAR(at - 100, static_cast<int>(QrsFilter::kBandDelay), 1);
}

TEST(QrsFilterTest, NothingRemainsAfterSettling) {
  QrsFilter filter;
  filter.Reset(5000);
  QrsFilter::Output out;
  for (std::uint32_t n = 0; n < QrsFilter::kSettlingSamples; ++n) {
    out = filter.Next(0);
  }
  EXPECT_EQ(out.energy, 0);
}

TEST(QrsFilterTest, ExtremeInputsDoNotOverflow) {
  VIGIL_VERIFIES("REQ-QRS-008");
  QrsFilter filter;
  filter.Reset(INT32_MIN);
  for (int n = 0; n < 500; ++n) {
    const QrsFilter::Output out =
        filter.Next((n / 20) % 2 == 0 ? INT32_MAX : INT32_MIN);
    EXPECT_LE(std::abs(static_cast<std::int64_t>(out.band)), 10'000'000);
    EXPECT_GE(out.energy, 0);
    EXPECT_LE(out.energy, 480'000'000);
  }
}

// The filter after its definition, each sum anew for each sample.
TEST(QrsFilterTest, IsTheFilterOfItsDescription) {
  constexpr int kSamples = 300;
  std::int32_t input[kSamples];
  std::uint32_t random = 1;
  for (std::int32_t& sample : input) {
    random = random * 1'664'525 + 1'013'904'223;
    sample = static_cast<std::int32_t>(random >> 16) - 32'768;
  }
  std::int32_t low[kSamples] = {};
  std::int32_t band[kSamples] = {};
  QrsFilter filter;
  filter.Reset(0);
  for (int n = 0; n < kSamples; ++n) {
    for (int back = 0; back < 5 + 4 - 1 && back <= n; ++back) {
      low[n] += std::min({back + 1, 4, 8 - back}) * input[n - back];
    }
    std::int32_t sum_of_40 = 0;
    for (int back = 0; back < 40 && back <= n; ++back) sum_of_40 += low[n - back];
    band[n] = (40 * (n < 20 ? 0 : low[n - 20]) - sum_of_40) / 160;
    const auto slope = [&band](int at) { return band[at] - (at < 2 ? 0 : band[at - 2]); };
    std::int32_t energy = 0;
    for (int back = 0; back < 24 && back <= n; ++back) energy += std::abs(slope(n - back));
    const QrsFilter::Output out = filter.Next(input[n]);
    EXPECT_EQ(out.input, input[n]);
    EXPECT_EQ(out.band, band[n]);
    EXPECT_EQ(out.slope, slope(n));
    EXPECT_EQ(out.energy, energy);
  }
}

TEST(QrsFilterTest, InputsAreBoundedToOneVolt) {
  QrsFilter filter;
  filter.Reset(0);
  EXPECT_EQ(filter.Next(1'000'000).input, 1'000'000);
  EXPECT_EQ(filter.Next(1'000'001).input, 1'000'000);
  EXPECT_EQ(filter.Next(-1'000'000).input, -1'000'000);
  EXPECT_EQ(filter.Next(-1'000'001).input, -1'000'000);
}

TEST(QrsFilterTest, ResetForgetsTheInput) {
  QrsFilter used;
  used.Reset(0);
  for (int n = 0; n < 77; ++n) used.Next(n * 100);
  QrsFilter fresh;
  fresh.Reset(40);
  used.Reset(40);
  for (int n = 0; n < 100; ++n) {
    const QrsFilter::Output a = used.Next(n * n);
    const QrsFilter::Output b = fresh.Next(n * n);
    EXPECT_EQ(a.band, b.band);
    EXPECT_EQ(a.slope, b.slope);
    EXPECT_EQ(a.energy, b.energy);
  }
}

}  // namespace
}  // namespace vigil::plugins
