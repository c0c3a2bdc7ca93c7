#include "plugins/algorithm/qrs_detector/pacer_pulse.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "plugins/algorithm/qrs_detector/candidate_finder.h"
#include "plugins/algorithm/qrs_detector/qrs_filter.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr int kTop = 300;      // sample
constexpr int kSamples = 500;

double Bell(double at, double top, double width) { return std::exp(-(at - top) * (at - top) / (2 * width * width)); }

// After a beat that swung by so much.
PacerPulses Known(std::int32_t swing) {
  PacerPulses pulses;
  pulses.Clear();
  Candidate beat;
  beat.height = swing;
  pulses.Learn(beat);
  return pulses;
}

// Each candidate about the top, as it is afterwards, and as it was found; whether it is a pulse alone.
struct Judged {
  Candidate candidate;
  Candidate found;
  bool is_alone = false;
};

std::vector<Judged> JudgeAll(const std::vector<double>& ecg, const PacerPulses& pulses = Known(1000)) {
  QrsFilter filter;
  CandidateFinder finder;
  filter.Reset(0);
  finder.Reset();
  std::vector<Judged> judged;
  for (int n = 0; n + 1 < kSamples; n += 2) {
    const auto sample = [&](int at) { return static_cast<std::int32_t>(std::lround(ecg[static_cast<std::size_t>(at)])); };
    filter.Next(sample(n), sample(n + 1));
    if (!finder.Next(filter)) continue;
    finder.Describe(filter);
    Judged one{finder.candidate(), finder.candidate()};
    one.is_alone = pulses.IsAlone(filter, one.found);
    PacerPulses::DescribeAnew(filter, one.candidate);
    judged.push_back(one);
  }
  return judged;
}

std::vector<bool> Judge(const std::vector<double>& ecg, const PacerPulses& pulses = Known(1000)) {
  std::vector<bool> alone;
  for (const Judged& judged : JudgeAll(ecg, pulses)) alone.push_back(judged.is_alone);
  return alone;
}

std::vector<double> Flat() { return std::vector<double>(kSamples, 0.0); }

// `phase`: of the top between two samples; `width`: standard deviation, samples.
void Add(std::vector<double>& ecg, double uv, double top, double width) {
  for (std::size_t n = 0; n < ecg.size(); ++n) ecg[n] += uv * Bell(static_cast<double>(n), top, width);
}

constexpr double kPulse = 0.5;  // 2 ms

TEST(PacerPulseTest, APulseAloneIsOneAtEachHeightAndPhase) {
  VIGIL_VERIFIES("REQ-QRS-012");
  for (const double uv : {400.0, 1500.0, -1500.0, 30'000.0, 300'000.0}) {
    for (const double phase : {0.0, 0.25, 0.5, 0.75}) {
      std::vector<double> ecg = Flat();
      Add(ecg, uv, kTop + phase, kPulse);
      const std::vector<bool> judged = Judge(ecg);
      ASSERT_FALSE(judged.empty());
      for (const bool alone : judged) EXPECT_TRUE(alone) << uv << " " << phase;
    }
  }
}

TEST(PacerPulseTest, ABeatIsNoPulse) {
  VIGIL_VERIFIES("REQ-QRS-012");
  for (const double width : {1.5, 2.0, 3.0, 8.0}) {  // from 6 ms, narrower than of a newborn
    std::vector<double> ecg = Flat();
    Add(ecg, 1000, kTop, width);
    const std::vector<bool> judged = Judge(ecg);
    ASSERT_FALSE(judged.empty());
    for (const bool alone : judged) EXPECT_FALSE(alone) << width;
  }
}

TEST(PacerPulseTest, APulseThatTheHeartAnswersIsNotAlone) {
  VIGIL_VERIFIES("REQ-QRS-012");
  for (const double late : {0.0, 6.0, 12.0}) {
    std::vector<double> ecg = Flat();
    Add(ecg, 3000, kTop, kPulse);
    Add(ecg, 500, kTop + late, 6);
    const std::vector<bool> judged = Judge(ecg);
    ASSERT_FALSE(judged.empty());
    EXPECT_FALSE(judged.back()) << late;
  }
}

// An atrium's and a ventricle's, which nothing answers, and the second of which a beat does.
TEST(PacerPulseTest, ThePulsesOfTwoChambersAreNoAnswerToEachOther) {
  VIGIL_VERIFIES("REQ-QRS-012");
  for (const double uv : {600.0, 2000.0, -6000.0}) {
    for (const int apart : {25, 37}) {
      std::vector<double> ecg = Flat();
      Add(ecg, uv, kTop, kPulse);
      Add(ecg, uv, kTop + apart, kPulse);
      const std::vector<bool> judged = Judge(ecg);
      ASSERT_FALSE(judged.empty());
      for (const bool alone : judged) EXPECT_TRUE(alone) << uv << " " << apart;
      Add(ecg, 800, kTop + apart + 12, 6);
      EXPECT_FALSE(Judge(ecg).back()) << uv << " " << apart;
    }
  }
}

// A pulse, and five samples of `uv` beside it, the nearest of which is `late` after it.
bool IsAloneWith(double uv, int late, const PacerPulses& pulses) {
  std::vector<double> ecg = Flat();
  Add(ecg, 3000, kTop, kPulse);
  for (int n = 0; n < 5; ++n) ecg[static_cast<std::size_t>(kTop + late + (late < 0 ? -n : n))] += uv;
  const std::vector<bool> judged = Judge(ecg, pulses);
  EXPECT_FALSE(judged.empty());
  return !judged.empty() && judged.front();
}

TEST(PacerPulseTest, AnAnswerIsThreeHundredMicrovoltsOrHalfOfWhatIsUsual) {
  VIGIL_VERIFIES("REQ-QRS-012");
  for (const auto& [usual, least] : {std::pair{1000, 300}, {600, 300}, {598, 299}, {200, 100}}) {
    EXPECT_TRUE(IsAloneWith(least - 1, 12, Known(usual))) << usual;
    EXPECT_FALSE(IsAloneWith(least, 12, Known(usual))) << usual;
  }
  PacerPulses unknown;
  unknown.Clear();
  EXPECT_TRUE(IsAloneWith(149, 12, unknown));
  EXPECT_FALSE(IsAloneWith(150, 12, unknown));
}

TEST(PacerPulseTest, AnAnswerIsLookedForFromBeforeAPulseUntilLongAfterIt) {
  VIGIL_VERIFIES("REQ-QRS-012");
  for (const int late : {-25, -3, 3, 19}) EXPECT_FALSE(IsAloneWith(400, late, Known(1000))) << late;
  EXPECT_TRUE(IsAloneWith(400, -26, Known(1000)));
}

TEST(PacerPulseTest, WhatIsUsualFollowsTheBeats) {
  VIGIL_VERIFIES("REQ-QRS-012");
  PacerPulses pulses = Known(1000);
  EXPECT_TRUE(IsAloneWith(150, 12, pulses));
  Candidate beat;
  beat.height = 200;
  for (int n = 0; n < 8; ++n) pulses.Learn(beat);
  EXPECT_TRUE(IsAloneWith(150, 12, pulses));
  for (int n = 0; n < 24; ++n) pulses.Learn(beat);
  EXPECT_FALSE(IsAloneWith(150, 12, pulses));
  beat.height = 2'000'000'000;
  for (int n = 0; n < 9; ++n) pulses.Learn(beat);
  EXPECT_TRUE(IsAloneWith(299, 12, pulses));
  pulses.Clear();
  EXPECT_FALSE(IsAloneWith(150, 12, pulses));
}

// A beat of 0.3 mV whose top a pulse hides is as much of a beat as without it.
TEST(PacerPulseTest, APulseInASmallBeatCostsNoBeat) {
  VIGIL_VERIFIES("REQ-QRS-012");
  for (const double off : {-2.0, 0.0, 2.0}) {
    std::vector<double> ecg = Flat();
    Add(ecg, 300, kTop, 3);
    Add(ecg, 3000, kTop + off, kPulse);
    const std::vector<bool> judged = Judge(ecg, Known(300));
    ASSERT_FALSE(judged.empty());
    for (const bool alone : judged) EXPECT_FALSE(alone) << off;
  }
}

// Where the pulse is the R peak: height and time are not to be the pulse's.
TEST(PacerPulseTest, ABeatWithAPulseInItIsDescribedByWhatIsBesideIt) {
  VIGIL_VERIFIES("REQ-QRS-013");
  for (const double sign : {1.0, -1.0}) {
    std::vector<double> ecg = Flat();
    Add(ecg, sign * 300, kTop + 10, 3);
    Add(ecg, 3000, kTop, kPulse);
    std::vector<Judged> judged = JudgeAll(ecg);
    ASSERT_FALSE(judged.empty());
    const Judged& beat = judged.front();
    EXPECT_EQ(beat.found.fiducial, static_cast<std::uint32_t>(kTop));
    EXPECT_EQ(beat.candidate.fiducial, static_cast<std::uint32_t>(kTop + 10));
    EXPECT_NEAR(beat.candidate.height, sign * 300, 3);
    EXPECT_FALSE(beat.is_alone);
    EXPECT_EQ(beat.found.energy, beat.candidate.energy);
  }
}

// What is narrow and lower than the beat that it is in may be noise.
TEST(PacerPulseTest, ABeatThatIsHigherThanItsPulseIsDescribedAsItWasFound) {
  VIGIL_VERIFIES("REQ-QRS-013");
  for (const double uv : {500.0, 2000.0}) {
    std::vector<double> ecg = Flat();
    Add(ecg, 900, kTop, 6);
    ecg[kTop] += uv;
    const std::vector<Judged> judged = JudgeAll(ecg);
    ASSERT_FALSE(judged.empty());
    const Judged& beat = judged.front();
    EXPECT_EQ(beat.found.fiducial, static_cast<std::uint32_t>(kTop));
    EXPECT_EQ(beat.candidate.fiducial == beat.found.fiducial, uv < 900) << uv;
    EXPECT_EQ(beat.candidate.height == beat.found.height, uv < 900) << uv;
  }
}

TEST(PacerPulseTest, ABeatWithoutAPulseIsDescribedAsItWasFound) {
  VIGIL_VERIFIES("REQ-QRS-013");
  std::vector<double> ecg = Flat();
  Add(ecg, -1000, kTop, 3);
  const std::vector<Judged> judged = JudgeAll(ecg);
  ASSERT_FALSE(judged.empty());
  for (const Judged& beat : judged) {
    EXPECT_EQ(beat.found.fiducial, beat.candidate.fiducial);
    EXPECT_EQ(beat.found.height, beat.candidate.height);
  }
}

// One sample of each side, 8 ms from the top, a quarter of it or less.
TEST(PacerPulseTest, APulseHasNarrowSides) {
  VIGIL_VERIFIES("REQ-QRS-012");
  for (const int side : {-2, 2}) {
    for (const double left : {0.24, 0.26}) {
      std::vector<double> ecg = Flat();
      ecg[kTop] = 1000;
      ecg[static_cast<std::size_t>(kTop + side)] = 1000 * left;
      const std::vector<bool> judged = Judge(ecg);
      ASSERT_FALSE(judged.empty());
      EXPECT_EQ(judged.front(), left < 0.25) << side << " " << left;
    }
  }
}

TEST(PacerPulseTest, LowNarrowWavesAreNoPulses) {
  VIGIL_VERIFIES("REQ-QRS-012");
  for (const double uv : {199.0, 200.0}) {
    std::vector<double> ecg = Flat();
    ecg[kTop] = uv;
    const std::vector<bool> judged = Judge(ecg);
    ASSERT_FALSE(judged.empty());
    for (const bool alone : judged) EXPECT_EQ(alone, uv >= 200);
  }
}

}  // namespace
}  // namespace vigil::plugins
