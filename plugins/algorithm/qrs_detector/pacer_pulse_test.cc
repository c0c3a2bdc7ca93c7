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

// Of each candidate about the top, whether it is a pulse alone.
std::vector<bool> Judge(const std::vector<double>& ecg) {
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
    judged.push_back(IsPacerPulseAlone(filter, finder.candidate()));
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

TEST(PacerPulseTest, AnAnswerIsThreeHundredMicrovolts) {
  VIGIL_VERIFIES("REQ-QRS-012");
  for (const double answer : {kLeastAnswerUv - 2.0, kLeastAnswerUv + 0.0}) {
    std::vector<double> ecg = Flat();
    Add(ecg, 3000, kTop, kPulse);
    ecg[kTop - 20] = answer;
    const std::vector<bool> judged = Judge(ecg);
    ASSERT_FALSE(judged.empty());
    EXPECT_EQ(judged.back(), answer < kLeastAnswerUv);
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
