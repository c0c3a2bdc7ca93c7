#include "plugins/algorithm/qrs_detector/beat_decision.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/qrs_detector/beat_net_weights.h"
#include "plugins/algorithm/qrs_detector/candidate_finder.h"
#include "plugins/algorithm/qrs_detector/qrs_filter.h"
#include "plugins/algorithm/qrs_detector/synthetic_ecg.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kSamplesPerSecond = 250;

struct Told {
  double r_peak_s = 0;
  double at_s = 0;  // when it was told
};

// Filter, finder and decision, as the detector joins them.
class Chain {
 public:
  explicit Chain(std::int32_t first) {
    filter_.Reset(first);
    finder_.Reset();
    decision_.Reset(kNetWeights);
  }

  void Give(const std::vector<std::int32_t>& samples) {
    for (std::size_t i = 0; i + 1 < samples.size(); i += 2) {
      filter_.Next(samples[i], samples[i + 1]);
      const Candidate* candidate = nullptr;
      if (finder_.Next(filter_)) {
        if (finder_.candidate().energy >= decision_.LeastEnergy()) finder_.Describe(filter_);
        candidate = &finder_.candidate();
      }
      was_noise_ = was_noise_ || decision_.is_noise();
      if (!decision_.Next(filter_.tick(), candidate)) continue;
      EXPECT_FALSE(decision_.is_noise());
      told_.push_back({decision_.beat().fiducial / double{kSamplesPerSecond},
                       (filter_.tick() + 1) / (kSamplesPerSecond / 2.0)});
    }
  }

  const std::vector<Told>& told() const { return told_; }
  std::size_t ToldBetween(double from_s, double to_s) const {
    return static_cast<std::size_t>(std::count_if(told_.begin(), told_.end(), [&](const Told& beat) {
      return beat.r_peak_s >= from_s && beat.r_peak_s < to_s;
    }));
  }
  const BeatDecision& decision() const { return decision_; }
  bool was_noise() const { return was_noise_; }

 private:
  QrsFilter filter_;
  CandidateFinder finder_;
  BeatDecision decision_;
  std::vector<Told> told_;
  bool was_noise_ = false;
};

Chain Hear(const SyntheticEcg& ecg) {
  const std::vector<std::int32_t> samples = ecg.samples();
  Chain chain(samples[0]);
  chain.Give(samples);
  return chain;
}

Timestamp At(double seconds) { return Timestamp{std::llround(seconds * 1e6)}; }

TEST(BeatDecisionTest, BeatsOfTheTimeOfLearningAreToldWhenItIsOver) {
  VIGIL_VERIFIES("REQ-QRS-001");
  SyntheticEcg ecg(Seconds(10));
  ecg.AddRhythm(72, {});
  const Chain chain = Hear(ecg);
  ASSERT_GE(chain.told().size(), 10u);
  EXPECT_LT(chain.told().front().r_peak_s, 1.5);
  EXPECT_GT(chain.told().front().at_s, 2.4);
  EXPECT_LT(chain.told().front().at_s, 2.6);
  EXPECT_FALSE(chain.decision().is_learning());
}

TEST(BeatDecisionTest, WhatLearningFindsTooWeakKeepsItLearning) {
  VIGIL_VERIFIES("REQ-QRS-004");
  SyntheticEcg ecg(Seconds(10));
  ecg.AddNoise(15, Timestamp(), At(10));
  const Chain chain = Hear(ecg);
  EXPECT_TRUE(chain.told().empty());
  EXPECT_TRUE(chain.decision().is_learning());
  EXPECT_EQ(chain.decision().LeastEnergy(), 0);
}

TEST(BeatDecisionTest, OneArtefactInTheTimeOfLearningSetsNoLevel) {
  SyntheticEcg ecg(Seconds(20));
  ecg.AddRhythm(80, {});
  BeatShape artefact;
  artefact.r_uv = 60'000;
  artefact.p_uv = 0;
  artefact.t_uv = 0;
  ecg.AddBeat(At(1.6), artefact);
  EXPECT_GE(Hear(ecg).ToldBetween(4, 19), 19u);
}

TEST(BeatDecisionTest, ABeatIsDecided336MsAfterItsPeakOfEnergy) {
  VIGIL_VERIFIES("REQ-QRS-005");
  SyntheticEcg ecg(Seconds(30));
  ecg.AddRhythm(72, {});
  for (const Told& beat : Hear(ecg).told()) {
    if (beat.r_peak_s < 3) continue;
    EXPECT_GT(beat.at_s - beat.r_peak_s, 0.4);
    EXPECT_LT(beat.at_s - beat.r_peak_s, 0.55);
  }
}

TEST(BeatDecisionTest, ExtraBeatsOfTwoShapesAreBeats) {
  VIGIL_VERIFIES("REQ-QRS-001");
  SyntheticEcg ecg(Seconds(60));
  BeatShape other = WideBeat();
  other.r_uv = -1300;
  other.t_uv = 400;
  std::size_t beats = 0;
  for (int n = 0; n < 68; ++n, ++beats) {
    const double at = 0.5 + n * 0.85;
    if (n % 6 == 3) {
      ecg.AddBeat(At(at - 0.3), WideBeat());
    } else if (n % 6 == 5) {
      ecg.AddBeat(At(at - 0.25), other);
    } else {
      ecg.AddBeat(At(at), {});
    }
  }
  EXPECT_NEAR(Hear(ecg).told().size(), beats, 2);
}

TEST(BeatDecisionTest, TallPAndTWavesAreNoBeatsAtAnyRate) {
  VIGIL_VERIFIES("REQ-QRS-002");
  for (const int rate : {40, 60, 90, 120}) {
    for (const double t_uv : {-600.0, 300.0, 900.0}) {
      BeatShape shape;
      shape.p_uv = 250;
      shape.t_uv = t_uv;
      SyntheticEcg ecg(Seconds(60));
      ecg.AddRhythm(rate, shape);
      EXPECT_NEAR(Hear(ecg).ToldBetween(5, 58), rate * 53 / 60.0, 1.5) << rate << " /min, T " << t_uv;
    }
  }
}

TEST(BeatDecisionTest, SearchBackFindsBeatsThatBecameLow) {
  VIGIL_VERIFIES("REQ-QRS-001");
  for (const double factor : {0.5, 0.25, 0.12}) {
    SyntheticEcg ecg(Seconds(60));
    ecg.AddRhythm(100, {});
    ecg.Scale(factor, At(20));
    const Chain chain = Hear(ecg);
    EXPECT_GE(chain.ToldBetween(24, 58), 54u) << factor;
  }
}

TEST(BeatDecisionTest, BeatsThatBecameMuchHigherAreStillBeats) {
  SyntheticEcg ecg(Seconds(60));
  ecg.AddRhythm(100, {});
  ecg.Scale(8, At(20));
  EXPECT_GE(Hear(ecg).ToldBetween(20, 58), 60u);
}

TEST(BeatDecisionTest, APauseIsNotFilled) {
  VIGIL_VERIFIES("REQ-QRS-004");
  SyntheticEcg ecg(Seconds(40));
  ecg.AddRhythm(80, {}, At(0.5), At(18));
  ecg.AddRhythm(80, {}, At(24), At(40));
  ecg.AddNoise(20, Timestamp(), At(40));
  const Chain chain = Hear(ecg);
  EXPECT_EQ(chain.ToldBetween(18, 23.9), 0u);
  EXPECT_GE(chain.ToldBetween(23.9, 38), 18u);
}

TEST(BeatDecisionTest, AfterAnArrestNoNoiseIsTakenForBeats) {
  VIGIL_VERIFIES("REQ-QRS-004");
  for (const double noise_uv : {5.0, 15.0, 30.0, 60.0, 100.0}) {
    SyntheticEcg ecg(Seconds(60));
    ecg.AddRhythm(72, {}, At(0.5), At(15));
    ecg.AddNoise(noise_uv, Timestamp(), At(60));
    const Chain chain = Hear(ecg);
    EXPECT_GE(chain.ToldBetween(0, 15), 17u) << noise_uv;
    EXPECT_EQ(chain.ToldBetween(15, 60), 0u) << noise_uv;
    EXPECT_TRUE(chain.decision().is_noise() || chain.decision().is_learning()) << noise_uv;
  }
}

TEST(BeatDecisionTest, EightSecondsWithoutABeatMakeItLearnAnew) {
  VIGIL_VERIFIES("REQ-QRS-004");
  SyntheticEcg ecg(Seconds(50));
  ecg.AddRhythm(80, {}, At(0.5), At(12));
  ecg.AddRhythm(80, {}, At(30), At(50));
  ecg.Scale(0.02, At(20));
  const std::vector<std::int32_t> samples = ecg.samples();
  Chain chain(samples[0]);
  chain.Give({samples.begin(), samples.begin() + 19 * 250});
  EXPECT_FALSE(chain.decision().is_learning());
  chain.Give({samples.begin() + 19 * 250, samples.begin() + 25 * 250});
  EXPECT_TRUE(chain.decision().is_learning());
  EXPECT_EQ(chain.ToldBetween(12, 25), 0u);
}

TEST(BeatDecisionTest, WhiteNoiseIsSoonSaidToBeNoise) {
  VIGIL_VERIFIES("REQ-QRS-009");
  for (const double noise_uv : {50.0, 300.0, 3000.0}) {
    SyntheticEcg ecg(Seconds(300));
    ecg.AddNoise(noise_uv, Timestamp(), At(300));
    const Chain chain = Hear(ecg);
    EXPECT_LE(chain.ToldBetween(0, 5), 5u) << noise_uv;
    EXPECT_EQ(chain.ToldBetween(5, 300), 0u) << noise_uv;
    EXPECT_TRUE(chain.was_noise()) << noise_uv;
  }
}

TEST(BeatDecisionTest, AfterNoiseTheFirstClearBeatsAreToldAgain) {
  VIGIL_VERIFIES("REQ-QRS-009");
  SyntheticEcg ecg(Seconds(90));
  ecg.AddRhythm(75, {}, At(0.5), At(20));
  ecg.AddNoise(1500, At(20), At(60));
  ecg.AddRhythm(75, {}, At(60), At(90));
  const Chain chain = Hear(ecg);
  EXPECT_LE(chain.ToldBetween(30, 60), 6u);
  EXPECT_GE(chain.ToldBetween(66, 88), 26u);
  EXPECT_TRUE(chain.was_noise());
  EXPECT_FALSE(chain.decision().is_noise());
}

TEST(BeatDecisionTest, ResetForgets) {
  BeatDecision decision;
  Candidate candidate;
  candidate.energy = 500;
  candidate.is_described = true;
  decision.Reset(kNetWeights);
  for (std::uint32_t tick = 0; tick < 2000; ++tick) {
    candidate.at = tick;
    decision.Next(tick, tick % 80 == 0 ? &candidate : nullptr);
  }
  EXPECT_FALSE(decision.is_learning());
  decision.Reset(kNetWeights);
  EXPECT_TRUE(decision.is_learning());
  EXPECT_FALSE(decision.is_noise());
  EXPECT_EQ(decision.beat().at, 0u);
  EXPECT_EQ(decision.LeastEnergy(), 0);
}

// Candidates as no heart and no finder makes them: what holds for each holds here.
TEST(BeatDecisionTest, WhateverComesBeatsRiseAndStandApart) {
  VIGIL_VERIFIES("REQ-QRS-008");
  std::uint32_t random = 1;
  const auto next = [&random](std::uint32_t bound) {
    random = random * 1'664'525 + 1'013'904'223;
    return (random >> 10) % bound;
  };
  for (int round = 0; round < 40; ++round) {
    BeatDecision decision;
    decision.Reset(kNetWeights);
    std::uint32_t last = 0;
    bool has_beat = false;
    const std::uint32_t spacing = 2 + next(60);
    const std::uint32_t loudness = 100 + next(200);
    std::uint32_t due = next(spacing);
    for (std::uint32_t tick = 0; tick < 6000; ++tick) {
      // Now and then all is quiet, for up to 16 s.
      if (tick % 1500 == 0) due += next(2000);
      Candidate candidate;
      const bool is_there = tick >= due;
      if (is_there) {
        due = tick + 1 + next(spacing);
        candidate.at = tick - std::min(tick, 1 + next(2));
        candidate.fiducial = 2 * candidate.at;
        candidate.energy = static_cast<std::int16_t>(213 + next(loudness));
        candidate.is_described = candidate.energy >= decision.LeastEnergy();
        if (candidate.is_described) {
          candidate.steepness = static_cast<std::int16_t>(100 + next(300));
          candidate.sharpness = static_cast<std::int16_t>(100 + next(400));
          candidate.curvature = static_cast<std::int16_t>(next(80));
          candidate.turns = static_cast<std::int16_t>(next(4));
          for (std::int8_t& value : candidate.shape) value = static_cast<std::int8_t>(next(250));
          candidate.shape_root = static_cast<std::int16_t>(next(440));
        }
      }
      if (!decision.Next(tick, is_there ? &candidate : nullptr)) continue;
      const Candidate& beat = decision.beat();
      EXPECT_LT(beat.at, tick);
      EXPECT_LE(tick - beat.at, 1100u);
      if (has_beat) EXPECT_GE(beat.at - last, 25u);
      last = beat.at;
      has_beat = true;
    }
  }
}

}  // namespace
}  // namespace vigil::plugins
