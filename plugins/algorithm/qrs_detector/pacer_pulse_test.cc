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
  beat.swing = swing;
  pulses.Learn(beat);
  return pulses;
}

// Of each candidate about the top, whether it is a pulse alone.
std::vector<bool> Judge(const std::vector<double>& ecg, const PacerPulses& pulses = Known(1000)) {
  QrsFilter filter;
  CandidateFinder finder;
  filter.Reset(0);
  finder.Reset();
  std::vector<bool> judged;
  for (int n = 0; n + 1 < kSamples; n += 2) {
    const auto sample = [&](int at) { return static_cast<std::int32_t>(std::lround(ecg[static_cast<std::size_t>(at)])); };
    filter.Next(sample(n), sample(n + 1));
    if (!finder.Next(filter)) continue;
    finder.Describe(filter);
    Candidate candidate = finder.candidate();
    judged.push_back(pulses.IsAlone(filter, candidate));
  }
  return judged;
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

// A pulse, one sample of `uv` beside it.
bool IsAloneWith(double uv, int late, const PacerPulses& pulses) {
  std::vector<double> ecg = Flat();
  Add(ecg, 3000, kTop, kPulse);
  ecg[static_cast<std::size_t>(kTop + late)] += uv;
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
  beat.swing = 200;
  for (int n = 0; n < 8; ++n) pulses.Learn(beat);
  EXPECT_TRUE(IsAloneWith(150, 12, pulses));
  for (int n = 0; n < 24; ++n) pulses.Learn(beat);
  EXPECT_FALSE(IsAloneWith(150, 12, pulses));
  beat.swing = 2'000'000'000;
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
