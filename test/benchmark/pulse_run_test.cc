#include "test/benchmark/pulse_run.h"

#include <cmath>
#include <cstddef>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace vigil::benchmark {
namespace {

double Tone(double hertz, double seconds) { return std::sin(2 * std::numbers::pi * hertz * seconds); }

// A pulse of 90 per minute, in one of the light channels stronger than in the other.
std::string Signals(int seconds) {
  std::string text = "ecg,ppg1,ppg2,acc_x_g,acc_y_g,acc_z_g\n";
  for (int n = 0; n < 125 * seconds; ++n) {
    const double pulse = Tone(1.5, n / 125.0);
    absl::StrAppend(&text, "0,", 300 * pulse, ",", 100 * pulse, ",0.25,-0.5,1\n");
  }
  return text;
}

std::string Rates(int windows) {
  std::string text = "window,reference_bpm\n";
  for (int n = 0; n < windows; ++n) absl::StrAppend(&text, n, ",", 90.5, "\n");
  return text;
}

TEST(PulseRun, ResamplingKeepsAPulseAndDelaysItBy80Ms) {
  std::vector<double> in;
  for (int n = 0; n < 1250; ++n) in.push_back(Tone(2, n / 125.0));
  const std::vector<double> out = ResampleTo50Hz(in);
  ASSERT_EQ(out.size(), 500u);
  for (std::size_t n = 10; n < out.size(); ++n) {
    EXPECT_NEAR(out[n], Tone(2, static_cast<double>(n) / 50 - 0.08), 0.01) << n;
  }
}

TEST(PulseRun, ResamplingTakesAwayWhatWouldFold) {
  std::vector<double> in;
  for (int n = 0; n < 1250; ++n) in.push_back(Tone(48, n / 125.0));
  const std::vector<double> out = ResampleTo50Hz(in);
  for (std::size_t n = 10; n < out.size(); ++n) EXPECT_LT(std::abs(out[n]), 0.01);
}

TEST(PulseRun, ResamplingUsesNothingThatComesLater) {
  std::vector<double> in(1000, 1.0);
  const std::vector<double> before = ResampleTo50Hz(in);
  for (std::size_t n = 501; n < in.size(); ++n) in[n] = 100;
  const std::vector<double> after = ResampleTo50Hz(in);
  for (std::size_t n = 0; n <= 200; ++n) EXPECT_EQ(before[n], after[n]);
}

TEST(PulseRun, ReadsTheMeanOfBothLightsAndTheAxes) {
  const absl::StatusOr<PulseRecording> recording = ReadPulseRecording("R", Signals(10), Rates(2));
  ASSERT_TRUE(recording.ok()) << recording.status();
  EXPECT_EQ(recording->name, "R");
  ASSERT_EQ(recording->moments.size(), 500u);
  EXPECT_EQ(recording->moments[300].light, std::lround(200 * Tone(1.5, 6 - 0.08)));
  EXPECT_EQ(recording->moments[300].x, 250);
  EXPECT_EQ(recording->moments[300].y, -500);
  EXPECT_EQ(recording->moments[300].z, 1000);
  EXPECT_EQ(recording->reference, std::vector<double>({90.5, 90.5}));
}

TEST(PulseRun, RefusesOtherFiles) {
  EXPECT_FALSE(ReadPulseRecording("R", "ecg,ppg1\n0,1\n", Rates(1)).ok());
  EXPECT_FALSE(ReadPulseRecording("R", "ppg1,ppg2,acc_x_g,acc_y_g,acc_z_g\n0,1,x,0,0\n", Rates(1)).ok());
  EXPECT_FALSE(ReadPulseRecording("R", Signals(1), "window,bpm\n0,80\n").ok());
  EXPECT_FALSE(ReadPulseRecording("R", Signals(1), "window,reference_bpm\n0,80\n2,80\n").ok());
  EXPECT_FALSE(ReadPulseRecording("R", Signals(1), "window,reference_bpm\n0,?\n").ok());
}

TEST(PulseRun, AnswersComeForTheirWindowsFromTheFourthOn) {
  const absl::StatusOr<PulseRecording> recording = ReadPulseRecording("R", Signals(20), Rates(7));
  ASSERT_TRUE(recording.ok()) << recording.status();
  const absl::StatusOr<std::vector<std::optional<double>>> told = RunPulseRate(*recording);
  ASSERT_TRUE(told.ok()) << told.status();
  ASSERT_EQ(told->size(), 7u);
  for (std::size_t n = 0; n < 7; ++n) {
    EXPECT_EQ((*told)[n], n < 3 ? std::nullopt : std::optional<double>(90)) << n;
  }
}

TEST(PulseRun, ARecordingWithoutSamplesHasNoAnswers) {
  const absl::StatusOr<std::vector<std::optional<double>>> told = RunPulseRate({.name = "R", .moments = {}, .reference = {80}});
  ASSERT_TRUE(told.ok());
  EXPECT_EQ((*told)[0], std::nullopt);
}

TEST(PulseScore, CountsAnswersAndWhatIsHeld) {
  PulseScore score;
  EXPECT_EQ(score.ErrorHeld(), std::nullopt);
  score.Add({80, 82, 85, 90}, {std::nullopt, 84, std::nullopt, 87});
  EXPECT_EQ(score.windows(), 4);
  EXPECT_DOUBLE_EQ(*score.AnsweredPercent(), 50);
  EXPECT_DOUBLE_EQ(*score.ErrorOfAnswers(), 2.5);           // 2, 3
  EXPECT_DOUBLE_EQ(*score.ErrorHeld(), (0 + 2 + 1 + 3) / 4.0);
}

TEST(PulseScore, SumsAreGross) {
  PulseScore all;
  all.Add({80}, {81});
  PulseScore none;
  none.Add({70, 70}, {std::nullopt, std::nullopt});
  EXPECT_EQ(none.ErrorOfAnswers(), std::nullopt);
  all += none;
  EXPECT_EQ(all.windows(), 3);
  EXPECT_DOUBLE_EQ(*all.ErrorOfAnswers(), 1);
  EXPECT_DOUBLE_EQ(*all.ErrorHeld(), 7);
}

}  // namespace
}  // namespace vigil::benchmark
