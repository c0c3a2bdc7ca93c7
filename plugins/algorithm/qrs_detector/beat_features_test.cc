#include "plugins/algorithm/qrs_detector/beat_features.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "plugins/algorithm/qrs_detector/beat_net.h"
#include "plugins/algorithm/qrs_detector/beat_net_weights.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

Candidate Described(std::uint32_t at, std::int16_t energy) {
  Candidate candidate;
  candidate.at = at;
  candidate.energy = energy;
  candidate.steepness = static_cast<std::int16_t>(energy - 80);
  candidate.sharpness = static_cast<std::int16_t>(energy - 40);
  candidate.is_described = true;
  candidate.likeness = 240;
  return candidate;
}

// A rhythm of 100 ticks whose last beat was candidate 0, at 1000.
class BeatFeaturesTest : public testing::Test {
 protected:
  BeatFeaturesTest() {
    levels_.Learn(Described(0, 430));
    ring_.Clear();
    ring_.Add(Described(1000, 430));
    rhythm_ = {true, 1000, 0, 430, 350, 100};
  }

  std::int32_t Score(std::uint32_t number) const {
    return ScoreOf(FeaturesOf(ring_, number, levels_, rhythm_), kNetWeights);
  }

  BeatLevels levels_;
  CandidateRing ring_;
  Rhythm rhythm_;
};

TEST_F(BeatFeaturesTest, ABeatAsUsualIsLikely) {
  VIGIL_VERIFIES("REQ-QRS-001");
  ring_.Add(Described(1100, 430));
  EXPECT_GT(Score(1), 4000);
}

TEST_F(BeatFeaturesTest, AWeakWaveSoonAfterABeatIsUnlikely) {
  VIGIL_VERIFIES("REQ-QRS-002");
  Candidate t_wave = Described(1032, 385);
  t_wave.steepness = 260;
  t_wave.sharpness = 240;
  t_wave.likeness = 40;
  ring_.Add(t_wave);
  EXPECT_LT(Score(1), -1000);
}

TEST_F(BeatFeaturesTest, WithoutABeatTheRhythmSaysNothing) {
  ring_.Add(Described(1020, 430));
  const Features with = FeaturesOf(ring_, 1, levels_, rhythm_);
  rhythm_.has_beat = false;
  const Features without = FeaturesOf(ring_, 1, levels_, rhythm_);
  constexpr std::uint32_t kInterval = 12;
  constexpr std::uint32_t kNear = 15;
  EXPECT_EQ(with.values[kInterval], -74);  // a fifth of the usual: 2.3 doublings
  EXPECT_EQ(with.values[kNear], 28);
  EXPECT_EQ(without.values[kInterval], 0);
  EXPECT_EQ(without.values[kNear], 0);
}

TEST_F(BeatFeaturesTest, ABetterNeighbourMakesItLessLikely) {
  ring_.Add(Described(1090, 400));
  const std::int32_t alone = Score(1);
  ring_.Add(Described(1110, 440));
  EXPECT_LT(Score(1), alone);
}

TEST_F(BeatFeaturesTest, NeighboursCountByHowFarTheyAre) {
  constexpr std::uint32_t kSoon = 25;
  constexpr std::uint32_t kLater = 26;
  constexpr std::uint32_t kBefore = 27;
  constexpr std::uint32_t kLongBefore = 28;
  ring_.Add(Described(1060, 420));
  ring_.Add(Described(1080, 425));
  ring_.Add(Described(1100, 430));
  ring_.Add(Described(1125, 435));
  ring_.Add(Described(1126, 440));
  ring_.Add(Described(1142, 438));
  ring_.Add(Described(1143, 500));
  const Features features = FeaturesOf(ring_, 3, levels_, rhythm_);
  EXPECT_EQ(features.values[kSoon], 32 + 5);
  EXPECT_EQ(features.values[kLater], 32 + 10);
  EXPECT_EQ(features.values[kBefore], 32 - 5);
  EXPECT_EQ(features.values[kLongBefore], 32 - 10);
}

TEST_F(BeatFeaturesTest, WhatIsBeforeTheLastBeatIsNoNeighbourButCountsForTheDensity) {
  constexpr std::uint32_t kBefore = 27;
  constexpr std::uint32_t kDensity = 33;
  ring_.Add(Described(1010, 430));
  const Features features = FeaturesOf(ring_, 1, levels_, rhythm_);
  EXPECT_EQ(features.values[kBefore], 0);
  EXPECT_EQ(features.values[kDensity], 4);
  rhythm_.has_beat = false;
  EXPECT_EQ(FeaturesOf(ring_, 1, levels_, rhythm_).values[kBefore], 32);
}

TEST_F(BeatFeaturesTest, OfALaterOneItIsKnownHowItWouldFitTheRhythm) {
  constexpr std::uint32_t kRhythmLater = 31;
  ring_.Add(Described(1065, 430));
  ring_.Add(Described(1100, 430));
  EXPECT_EQ(FeaturesOf(ring_, 1, levels_, rhythm_).values[kRhythmLater], 18);
  rhythm_.has_beat = false;
  EXPECT_EQ(FeaturesOf(ring_, 1, levels_, rhythm_).values[kRhythmLater], -64);
}

TEST_F(BeatFeaturesTest, ALateOneIsMarkedSo) {
  constexpr std::uint32_t kIsLate = 38;
  ring_.Add(Described(1125, 430));
  ring_.Add(Described(1126, 430));
  EXPECT_EQ(FeaturesOf(ring_, 1, levels_, rhythm_).values[kIsLate], 0);
  EXPECT_EQ(FeaturesOf(ring_, 2, levels_, rhythm_).values[kIsLate], 16);
}

TEST_F(BeatFeaturesTest, WhateverTheCandidatesAreFeaturesStayWithinTheirBounds) {
  VIGIL_VERIFIES("REQ-QRS-008");
  std::uint32_t random = 1;
  const auto next = [&random](std::int32_t least, std::int32_t most) {
    random = random * 1'664'525 + 1'013'904'223;
    return static_cast<std::int16_t>(least + static_cast<std::int32_t>(random >> 12) % (most - least + 1));
  };
  std::uint32_t at = 1000;
  for (std::uint32_t n = 1; n < 2000; ++n) {
    at += static_cast<std::uint32_t>(next(2, 60));
    Candidate candidate = Described(at, next(213, 640));
    candidate.steepness = next(0, 640);
    candidate.sharpness = next(0, 900);
    candidate.curvature = next(-200, 200);
    candidate.quickness = next(-200, 200);
    candidate.turns = next(0, 12);
    candidate.likeness = next(-256, 256);
    candidate.likeness_to_others = next(-256, 256);
    ring_.Add(candidate);
    if (n % 7 == 0) rhythm_ = {n % 2 == 0, at, n, candidate.energy, candidate.steepness, next(25, 400)};
    levels_.Relax(next(0, 96));
    for (const std::uint32_t back : {0u, 3u, 20u}) {
      if (n < back || n - back <= rhythm_.number) continue;
      for (const std::int32_t value : FeaturesOf(ring_, n - back, levels_, rhythm_).values) {
        EXPECT_LE(value, 160);
        EXPECT_GE(value, -160);
      }
    }
  }
}

TEST(CandidateRingTest, KeepsTheLast63) {
  CandidateRing ring;
  ring.Clear();
  EXPECT_EQ(ring.end(), 0u);
  for (std::uint32_t n = 0; n < 200; ++n) {
    ring.Add(Described(n * 10, 400));
    EXPECT_EQ(ring.end(), n + 1);
    EXPECT_EQ(ring.begin(), n + 1 < 64 ? 0 : n + 1 - 63);
    EXPECT_EQ(ring[ring.begin()].at, ring.begin() * 10);
    EXPECT_EQ(ring[n].at, n * 10);
  }
  ring.Clear();
  EXPECT_EQ(ring.end(), 0u);
  EXPECT_EQ(ring[5].at, 0u);
}

}  // namespace
}  // namespace vigil::plugins
