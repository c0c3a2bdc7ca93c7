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

TEST(PeakFinderTest, OfEqualEnergiesTheFirstIsThePeak) {
  const std::vector<Peak> peaks = PeaksOf({0, 100, 100, 40});
  ASSERT_EQ(peaks.size(), 1u);
  EXPECT_EQ(peaks[0].at, 1u);
}

TEST(PeakFinderTest, ADipBelowHalfSplitsAPeak) {
  EXPECT_EQ(PeaksOf({0, 50, 100, 50, 110, 20}).size(), 1u);
  EXPECT_EQ(PeaksOf({0, 50, 100, 49, 110, 20}).size(), 2u);
}

TEST(PeakFinderTest, TheLeastRiseIsAPeakAndNoneIsNone) {
  std::vector<std::int32_t> energy(40, 0);
  EXPECT_TRUE(PeaksOf(energy).empty());
  energy[0] = 1;
  ASSERT_EQ(PeaksOf(energy).size(), 1u);
  energy[0] = 0;
  energy[2] = 1;
  const std::vector<Peak> peaks = PeaksOf(energy);
  ASSERT_EQ(peaks.size(), 1u);
  EXPECT_EQ(peaks[0].at, 2u);
}

TEST(PeakFinderTest, APeakIsToldAtMost25SamplesLater) {
  PeakFinder finder;
  finder.Reset();
  QrsFilter::Output out;
  out.energy = 100;
  ASSERT_FALSE(finder.Next(out, 0));
  out.energy = 90;
  for (std::uint32_t n = 1; n <= PeakFinder::kConfirmSamples; ++n) {
    ASSERT_FALSE(finder.Next(out, n));
  }
  EXPECT_TRUE(finder.Next(out, PeakFinder::kConfirmSamples + 1));
}

// What a finder makes of one peak of the energy at sample 150, of a signal that is
// given sample by sample.
class PeakFinderSignalTest : public testing::Test {
 protected:
  static constexpr std::uint32_t kAt = 150;
  static constexpr std::uint32_t kBandPeak = kAt - QrsFilter::kBandDelay;

  Peak Find() {
    PeakFinder finder;
    finder.Reset();
    signal_[kAt].energy = 100;
    for (std::uint32_t n = 0; n <= kAt; ++n) {
      EXPECT_FALSE(finder.Next(signal_[n], n));
    }
    EXPECT_TRUE(finder.Next({}, kAt + 1));
    EXPECT_EQ(finder.peak().at, kAt);
    return finder.peak();
  }

  std::vector<QrsFilter::Output> signal_{kAt + 1};
};

TEST_F(PeakFinderSignalTest, SteepnessIsTheGreatestOfTheWindow) {
  signal_[kAt].slope = -7;
  EXPECT_EQ(Find().steepness, 7);
  signal_[kAt - 26].slope = 8;
  EXPECT_EQ(Find().steepness, 8);
  signal_[kAt - 27].slope = 9;
  EXPECT_EQ(Find().steepness, 8);
}

TEST_F(PeakFinderSignalTest, WithoutAnySlopeSteepnessIsZero) {
  EXPECT_EQ(Find().steepness, 0);
}

TEST_F(PeakFinderSignalTest, OfEqualHeightsInTheBandTheLatestCounts) {
  signal_[kAt - 2].band = 500;
  signal_[kAt - 12].band = -500;
  signal_[kBandPeak - 2].input = 900;
  EXPECT_EQ(Find().fiducial, kBandPeak - 2);
}

TEST_F(PeakFinderSignalTest, TheBandTellsTheDirection) {
  signal_[kBandPeak + 1].input = 900;
  signal_[kBandPeak + 2].input = -900;
  signal_[kAt].band = 1;
  EXPECT_EQ(Find().fiducial, kBandPeak + 1);
  signal_[kAt].band = -1;
  EXPECT_EQ(Find().fiducial, kBandPeak + 2);
  signal_[kAt].band = 0;
  EXPECT_EQ(Find().fiducial, kBandPeak + 2);
}

TEST_F(PeakFinderSignalTest, TheRPeakLiesWithin16MsOfThatOfTheBand) {
  signal_[kAt].band = 1;
  signal_[kBandPeak - 5].input = 900;
  signal_[kBandPeak + 5].input = 900;
  EXPECT_EQ(Find().height, 0);
  signal_[kBandPeak - 3].input = 100;
  EXPECT_EQ(Find().fiducial, kBandPeak - 3);
  signal_[kBandPeak + 4].input = 101;
  EXPECT_EQ(Find().fiducial, kBandPeak + 4);
  signal_[kBandPeak - 4].input = 102;
  EXPECT_EQ(Find().fiducial, kBandPeak - 4);
}

TEST_F(PeakFinderSignalTest, OfEqualSamplesTheFirstIsTheRPeak) {
  for (const std::int32_t direction : {1, -1}) {
    signal_[kAt].band = direction;
    signal_[kBandPeak - 1].input = 900 * direction;
    signal_[kBandPeak + 1].input = 900 * direction;
    EXPECT_EQ(Find().fiducial, kBandPeak - 1);
  }
}

TEST_F(PeakFinderSignalTest, TheBaselineIsThatOf28To21SamplesBefore) {
  signal_[kAt].band = 1;
  signal_[kBandPeak].input = 1000;
  signal_[kBandPeak - 29].input = 8000;
  signal_[kBandPeak - 20].input = 8000;
  EXPECT_EQ(Find().height, 1000);
  signal_[kBandPeak - 28].input = 80;
  EXPECT_EQ(Find().height, 990);
  signal_[kBandPeak - 21].input = 80;
  EXPECT_EQ(Find().height, 980);
}

TEST(PeakFinderTest, AfterResetNothingOfBeforeIsSeen) {
  PeakFinder finder;
  finder.Reset();
  QrsFilter::Output before;
  before.input = 700;
  before.band = 500;
  before.slope = 300;
  for (std::uint32_t n = 0; n < 128; ++n) {
    before.energy = 1000 + static_cast<std::int32_t>(n);
    ASSERT_FALSE(finder.Next(before, n));
  }
  for (const std::uint32_t at : {1u, 28u}) {
    finder.Reset();
    QrsFilter::Output out;
    for (std::uint32_t n = 1; n < at; ++n) ASSERT_FALSE(finder.Next(out, n));
    out.energy = 100;
    ASSERT_FALSE(finder.Next(out, at));
    ASSERT_TRUE(finder.Next({}, at + 1));
    EXPECT_EQ(finder.peak().steepness, 0);
    EXPECT_EQ(finder.peak().fiducial, at - 28);
    EXPECT_EQ(finder.peak().height, 0);
    for (std::uint32_t n = 0; n < 128; ++n) finder.Next(before, n);
  }
  finder.Reset();
  for (std::uint32_t n = 0; n < 60; ++n) EXPECT_FALSE(finder.Next({}, n));
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
