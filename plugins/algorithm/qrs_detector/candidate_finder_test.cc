#include "plugins/algorithm/qrs_detector/candidate_finder.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/fixed_point/fixed_point.h"
#include "plugins/algorithm/qrs_detector/synthetic_ecg.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

struct Found {
  Candidate candidate;
  std::uint32_t told = 0;  // tick
};

// All candidates of a lead, described.
std::vector<Found> FindIn(const std::vector<std::int32_t>& samples) {
  QrsFilter filter;
  filter.Reset(samples[0]);
  CandidateFinder finder;
  finder.Reset();
  std::vector<Found> all;
  for (std::size_t i = 0; i + 1 < samples.size(); i += 2) {
    filter.Next(samples[i], samples[i + 1]);
    if (!finder.Next(filter)) continue;
    EXPECT_FALSE(finder.candidate().is_described);
    finder.Describe(filter);
    all.push_back({finder.candidate(), filter.tick()});
  }
  return all;
}

const Found& Strongest(const std::vector<Found>& all) {
  return *std::max_element(all.begin(), all.end(), [](const Found& a, const Found& b) {
    return a.candidate.energy < b.candidate.energy;
  });
}

std::vector<std::int32_t> OneBeat(const BeatShape& shape) {
  SyntheticEcg ecg(Seconds(4));
  ecg.AddBeat(Timestamp{2'000'000}, shape);
  return ecg.samples();
}

BeatShape QrsAlone(double r_uv, double r_sigma_ms) {
  BeatShape shape;
  shape.r_uv = r_uv;
  shape.r_sigma_ms = r_sigma_ms;
  shape.p_uv = 0;
  shape.t_uv = 0;
  return shape;
}

TEST(CandidateFinderTest, FindsTheRPeakAndItsHeight) {
  VIGIL_VERIFIES("REQ-QRS-001");
  const std::vector<Found> all = FindIn(OneBeat({}));
  const Candidate beat = Strongest(all).candidate;
  EXPECT_EQ(beat.fiducial, 500u);
  EXPECT_NEAR(beat.height, 1000, 130);
  EXPECT_TRUE(beat.is_described);
}

TEST(CandidateFinderTest, FindsADownwardRPeak) {
  const std::vector<Found> all = FindIn(OneBeat(QrsAlone(-800, 12)));
  const Candidate beat = Strongest(all).candidate;
  EXPECT_EQ(beat.fiducial, 500u);
  EXPECT_EQ(beat.height, -800);
}

TEST(CandidateFinderTest, TwiceTheAmplitudeIsOneDoublingMore) {
  const std::vector<Found> one = FindIn(OneBeat(QrsAlone(500, 12)));
  const std::vector<Found> two = FindIn(OneBeat(QrsAlone(1000, 12)));
  const Candidate a = Strongest(one).candidate;
  const Candidate b = Strongest(two).candidate;
  EXPECT_NEAR(b.energy - a.energy, 32, 1);
  EXPECT_NEAR(b.steepness - a.steepness, 32, 1);
  EXPECT_NEAR(b.sharpness - a.sharpness, 32, 1);
  EXPECT_NEAR(b.curvature, a.curvature, 1);
  EXPECT_NEAR(b.quickness, a.quickness, 1);
  EXPECT_EQ(a.at, b.at);
}

TEST(CandidateFinderTest, AWideBeatIsLessSharpAndSlower) {
  const std::vector<Found> narrow_ones = FindIn(OneBeat(QrsAlone(1000, 10)));
  const std::vector<Found> wide_ones = FindIn(OneBeat(QrsAlone(1000, 35)));
  const Candidate narrow = Strongest(narrow_ones).candidate;
  const Candidate wide = Strongest(wide_ones).candidate;
  EXPECT_LT(wide.sharpness, narrow.sharpness - 32);
  EXPECT_LT(wide.steepness, narrow.steepness - 32);
  EXPECT_LT(wide.quickness, narrow.quickness);
}

TEST(CandidateFinderTest, ANotchedBeatTurnsMoreOften) {
  SyntheticEcg ecg(Seconds(4));
  ecg.AddBeat(Timestamp{1'960'000}, QrsAlone(900, 9));
  ecg.AddBeat(Timestamp{2'010'000}, QrsAlone(-900, 9));
  ecg.AddBeat(Timestamp{2'060'000}, QrsAlone(900, 9));
  const std::vector<Found> notched = FindIn(ecg.samples());
  const std::vector<Found> smooth = FindIn(OneBeat(QrsAlone(1000, 30)));
  EXPECT_GT(Strongest(notched).candidate.turns, Strongest(smooth).candidate.turns);
}

TEST(CandidateFinderTest, ShapeIsScaledAndItsMeanIsTakenAway) {
  const std::vector<Found> all = FindIn(OneBeat(QrsAlone(300, 12)));
  const Candidate beat = Strongest(all).candidate;
  int sum = 0;
  int greatest = 0;
  int squares = 0;
  for (std::uint32_t i = 0; i < kShapeLength; ++i) {
    sum += beat.shape[i];
    greatest = std::max(greatest, std::abs(beat.shape[i]));
    if (i % 2 == 1 && i < kShapeLength - 1) squares += beat.shape[i] * beat.shape[i];
  }
  EXPECT_NEAR(sum, 0, 2 * kShapeLength);
  EXPECT_GE(greatest, 125);
  EXPECT_EQ(beat.shape_root, SquareRoot(squares));
  EXPECT_GT(beat.shape[13], 100);  // upright, in the middle
}

TEST(CandidateFinderTest, ACandidateIsToldWhenItsEnergyHasHalvedOr96MsAfterIt) {
  VIGIL_VERIFIES("REQ-QRS-005");
  SyntheticEcg ecg(Seconds(20));
  ecg.AddRhythm(90, {});
  ecg.AddNoise(200, Timestamp(), Timestamp{20'000'000});
  std::uint32_t last = 0;
  for (const Found& found : FindIn(ecg.samples())) {
    EXPECT_GT(found.told, found.candidate.at);
    EXPECT_LE(found.told - found.candidate.at, 13u);
    EXPECT_GE(found.candidate.at, last);
    last = found.candidate.at;
  }
}

TEST(CandidateFinderTest, EnergyThatStaysHighIsToldInTime) {
  std::vector<std::int32_t> samples(1000, 0);
  for (std::size_t i = 250; i < 1000; ++i) {
    samples[i] = static_cast<std::int32_t>(i / 12 % 2 * 1000);  // 10 Hz
  }
  const std::vector<Found> all = FindIn(samples);
  // As much energy in each 96 ms: it rises once.
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].told - all[0].candidate.at, 13u);
}

TEST(CandidateFinderTest, WhatIsWeakerThan10MicrovoltIsNone) {
  EXPECT_TRUE(FindIn(OneBeat(QrsAlone(6, 12))).empty());
  EXPECT_FALSE(FindIn(OneBeat(QrsAlone(30, 12))).empty());
}

TEST(CandidateFinderTest, AnArtefactThatEndsAtOnceIsDescribedFromWhatIsThere) {
  // A step: its energy is gone 12 ticks later, from one tick to the next.
  for (int length = 1; length < 40; ++length) {
    std::vector<std::int32_t> samples(500, 0);
    std::fill(samples.begin() + 250, samples.begin() + 250 + length, 900'000);
    for (const Found& found : FindIn(samples)) {
      EXPECT_LE(found.candidate.fiducial, 2 * found.told + 1);
      EXPECT_LE(found.candidate.shape_root, 440);
    }
  }
}

TEST(CandidateFinderTest, ExtremeSamplesAreHarmless) {
  VIGIL_VERIFIES("REQ-QRS-008");
  std::uint32_t random = 7;
  std::vector<std::int32_t> samples;
  for (int i = 0; i < 5000; ++i) {
    random = random * 1'664'525 + 1'013'904'223;
    samples.push_back(random >> 29 == 0 ? INT32_MIN : random >> 29 == 1 ? INT32_MAX : 0);
  }
  for (const Found& found : FindIn(samples)) {
    EXPECT_LE(std::abs(found.candidate.height), 2'000'000);
    EXPECT_LE(found.candidate.energy, 20 * 32);
    EXPECT_GE(found.candidate.shape_root, 0);
    EXPECT_LE(found.candidate.shape_root, 440);
  }
}

TEST(CandidateFinderTest, ResetForgetsARise) {
  QrsFilter filter;
  filter.Reset(0);
  CandidateFinder finder;
  finder.Reset();
  for (int i = 0; i < 20; ++i) {
    filter.Next(i * 50, i * 50 + 25);
    EXPECT_FALSE(finder.Next(filter));
  }
  finder.Reset();
  EXPECT_EQ(finder.candidate().energy, 0);
  filter.Reset(0);
  for (int i = 0; i < 100; ++i) {
    filter.Next(0, 0);
    EXPECT_FALSE(finder.Next(filter));
  }
}

}  // namespace
}  // namespace vigil::plugins
