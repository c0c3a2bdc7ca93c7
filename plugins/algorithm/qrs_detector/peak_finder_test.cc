#include "plugins/algorithm/qrs_detector/peak_finder.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/qrs_detector/qrs_filter.h"

namespace vigil::plugins {
namespace {

// Peaks of an energy given as such, with an empty signal.
std::vector<Peak> PeaksOf(const std::vector<std::int32_t>& energy) {
  PeakFinder finder;
  finder.Reset();
  std::vector<Peak> peaks;
  for (std::uint32_t n = 0; n < energy.size(); ++n) {
    QrsFilter::Output out;
    out.energy = energy[n];
    if (finder.Next(out, n)) peaks.push_back(finder.peak());
  }
  return peaks;
}

TEST(PeakFinderTest, RiseAndFallIsOnePeak) {
  const std::vector<Peak> peaks =
      PeaksOf({0, 10, 40, 100, 90, 60, 49, 30, 10, 0, 0});
  ASSERT_EQ(peaks.size(), 1u);
  EXPECT_EQ(peaks[0].at, 3u);
  EXPECT_EQ(peaks[0].energy, 100);
}

TEST(PeakFinderTest, SmallDipDoesNotSplitAPeak) {
  const std::vector<Peak> peaks = PeaksOf({0, 50, 100, 60, 110, 20, 0});
  ASSERT_EQ(peaks.size(), 1u);
  EXPECT_EQ(peaks[0].energy, 110);
}

TEST(PeakFinderTest, EnergyThatStaysHighIsToldInTime) {
  std::vector<std::int32_t> energy(60, 90);
  energy[0] = 0;
  energy[5] = 100;
  const std::vector<Peak> peaks = PeaksOf(energy);
  ASSERT_EQ(peaks.size(), 1u);
  EXPECT_EQ(peaks[0].at, 5u);
}

TEST(PeakFinderTest, FallingEnergyHoldsNoPeak) {
  EXPECT_TRUE(PeaksOf({0, 0, 0}).empty());
  PeakFinder finder;
  finder.Reset();
  QrsFilter::Output out;
  out.energy = 100;
  ASSERT_FALSE(finder.Next(out, 0));
  out.energy = 10;
  ASSERT_TRUE(finder.Next(out, 1));
  for (std::uint32_t n = 2; n < 12; ++n) {
    out.energy = static_cast<std::int32_t>(12 - n);
    EXPECT_FALSE(finder.Next(out, n));
  }
}

// A triangle of `height` uV on a baseline, through the filter.
Peak PeakOfTriangle(std::int32_t baseline, std::int32_t height,
                    std::uint32_t at) {
  QrsFilter filter;
  PeakFinder finder;
  filter.Reset(baseline);
  finder.Reset();
  Peak highest;
  for (std::uint32_t n = 0; n < at + 100; ++n) {
    const std::uint32_t away = n < at ? at - n : n - at;
    const std::int32_t value =
        baseline +
        (away < 8 ? height * static_cast<std::int32_t>(8 - away) / 8 : 0);
    if (!finder.Next(filter.Next(value), n)) continue;
    if (finder.peak().energy > highest.energy) highest = finder.peak();
  }
  return highest;
}

TEST(PeakFinderTest, FiducialIsTheRPeakAndHeightIsOverTheBaseline) {
  const Peak up = PeakOfTriangle(5000, 1000, 150);
  EXPECT_EQ(up.fiducial, 150u);
  EXPECT_EQ(up.height, 1000);
  EXPECT_GT(up.steepness, 0);
  const Peak down = PeakOfTriangle(-5000, -800, 150);
  EXPECT_EQ(down.fiducial, 150u);
  EXPECT_EQ(down.height, -800);
}

}  // namespace
}  // namespace vigil::plugins
