#include "platform/wfdb/resample.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"

namespace vigil::wfdb {
namespace {

std::vector<double> Sine(double frequency, double sampling_frequency,
                         std::size_t count) {
  std::vector<double> samples;
  for (std::size_t n = 0; n < count; ++n) {
    samples.push_back(std::sin(2 * std::numbers::pi * frequency *
                               static_cast<double>(n) / sampling_frequency));
  }
  return samples;
}

// The greatest difference away from the ends, where the input is continued.
double WorstInside(const std::vector<double>& a, const std::vector<double>& b) {
  double worst = 0;
  for (std::size_t n = 100; n + 100 < std::min(a.size(), b.size()); ++n) {
    worst = std::max(worst, std::abs(a[n] - b[n]));
  }
  return worst;
}

TEST(ResampleTest, SinesKeepAmplitudeAndPhase) {
  for (const double from : {128.0, 128.5, 200.0, 257.0, 360.0, 500.0, 1000.0}) {
    for (const double frequency : {1.0, 10.0, 40.0}) {
      const absl::StatusOr<std::vector<double>> out =
          Resample(Sine(frequency, from, static_cast<std::size_t>(from * 10)),
                   from, 250);
      ASSERT_TRUE(out.ok()) << out.status();
      EXPECT_LT(WorstInside(*out, Sine(frequency, 250, 2500)), 0.002)
          << frequency << " Hz from " << from;
    }
  }
}

TEST(ResampleTest, WhatTheLowerFrequencyCannotHoldIsRemoved) {
  const absl::StatusOr<std::vector<double>> out =
      Resample(Sine(150, 360, 3600), 360, 250);
  ASSERT_TRUE(out.ok());
  EXPECT_LT(WorstInside(*out, std::vector<double>(2500, 0.0)), 0.002);
}

TEST(ResampleTest, ConstantStaysConstantToItsEnds) {
  const absl::StatusOr<std::vector<double>> out =
      Resample(std::vector<double>(720, 3.5), 360, 250);
  ASSERT_TRUE(out.ok());
  for (const double value : *out) EXPECT_NEAR(value, 3.5, 1e-12);
}

TEST(ResampleTest, OutputEndsAtOrBeforeTheLastInput) {
  EXPECT_EQ(Resample(std::vector<double>(361), 360, 250)->size(), 251u);
  EXPECT_EQ(Resample(std::vector<double>(360), 360, 250)->size(), 250u);
  EXPECT_EQ(Resample(std::vector<double>(1), 360, 250)->size(), 1u);
  EXPECT_TRUE(Resample({}, 360, 250)->empty());
}

TEST(ResampleTest, EqualFrequenciesChangeNothing) {
  const std::vector<double> input = {1, -2, 3};
  EXPECT_EQ(*Resample(input, 250, 250), input);
}

TEST(ResampleTest, FrequenciesOutOfBoundsAreRefused) {
  const std::vector<double> input(10);
  for (const double bad :
       {0.0, -360.0, 0.5, 1e6, std::numeric_limits<double>::infinity(),
        std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_FALSE(Resample(input, bad, 250).ok());
    EXPECT_FALSE(Resample(input, 360, bad).ok());
  }
  EXPECT_FALSE(Resample(input, 100 * std::numbers::pi, 250).ok());
}

}  // namespace
}  // namespace vigil::wfdb
