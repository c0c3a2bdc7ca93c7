#include "plugins/algorithm/ecg_window/ecg_window.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <numbers>
#include <vector>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr int kInputHz = 250;

class EcgWindowTest : public testing::Test {
 protected:
  void SetUp() override { window_.Clear(0); }

  template <typename Signal>
  void Fill(double seconds, Signal signal) {
    for (int n = 0; n < static_cast<int>(seconds * kInputHz); ++n) {
      window_.Add(static_cast<std::int32_t>(std::lround(signal(static_cast<double>(n) / kInputHz))));
    }
  }
  void Sine(double hertz, double amplitude, double seconds = 6) {
    Fill(seconds, [=](double t) { return amplitude * std::sin(2 * std::numbers::pi * hertz * t); });
  }

  EcgWindow window_;
};

TEST_F(EcgWindowTest, TheMainsAreNotInIt) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-001");
  window_.Clear(1000);
  Fill(2, [](double t) { return 1000 + 5000 * std::sin(2 * std::numbers::pi * 50 * t); });
  for (std::uint32_t back = 0; back < 50; ++back) EXPECT_NEAR(window_.Back(back), 1000, 2);
}

TEST_F(EcgWindowTest, AHeartIsInItNearlyAsItWas) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-001");
  Sine(10, 1000);
  std::int32_t highest = 0;
  for (std::uint32_t back = 0; back < 100; ++back) highest = std::max(highest, window_.Back(back));
  EXPECT_NEAR(highest, 850, 30);
}

TEST_F(EcgWindowTest, EachFifthSampleCompletesOne) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-001");
  for (int n = 1; n <= 20; ++n) EXPECT_EQ(window_.Add(n), n % 5 == 0);
  EXPECT_EQ(window_.known(), 4u);
  EXPECT_EQ(window_.Back(0), 16);  // the mean of nine, the middle one four before the last
  EXPECT_EQ(window_.Back(1), 11);
}

TEST_F(EcgWindowTest, InputsAreBoundedToOneVolt) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-001");
  Fill(1, [](double) { return 2e9; });
  EXPECT_EQ(window_.Back(0), 1'000'000);
  Fill(1, [](double) { return -2e9; });
  EXPECT_EQ(window_.Back(0), -1'000'000);
  window_.Clear(INT32_MIN);
  EXPECT_EQ(window_.Back(EcgWindow::kHistory - 1), -1'000'000);
}

TEST_F(EcgWindowTest, IsFullWhenNothingOfBeforeIsInIt) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-002");
  Fill(4.64, [](double) { return 1; });
  EXPECT_FALSE(window_.is_full());
  Fill(0.02, [](double) { return 1; });
  EXPECT_TRUE(window_.is_full());
  EXPECT_EQ(window_.known(), 233u);
  Fill(60, [](double) { return 1; });
  EXPECT_TRUE(window_.is_full());
  EXPECT_EQ(window_.known(), EcgWindow::kHistory);
  window_.Clear(0);
  EXPECT_FALSE(window_.is_full());
}

// The measures after their definitions, on noise.
TEST_F(EcgWindowTest, MeasuresAreThoseOfTheirDescription) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-002");
  std::uint32_t random = 1;
  std::vector<double> smooth;
  for (int n = 0; n < 1400; ++n) {
    random = random * 1'664'525u + 1'013'904'223u;
    const auto value = static_cast<std::int32_t>(random >> 20) + 3 * n;
    if (window_.Add(value)) smooth.push_back(window_.Back(0));
  }
  const std::size_t first = smooth.size() - 232;
  double least = 1e9;
  double greatest = -1e9;
  std::vector<double> v;
  for (std::size_t n = first + 16; n < smooth.size() - 16; ++n) {
    double mean = 0;
    for (std::size_t k = n - 16; k <= n + 16; ++k) mean += smooth[k] / 33;
    v.push_back(smooth[n] - mean);
    least = std::min(least, mean);
    greatest = std::max(greatest, mean);
  }
  ASSERT_EQ(v.size(), 200u);
  double sum = 0;
  double slopes = 0;
  double peaks = 0;
  double slope_peaks = 0;
  double heights = 0;
  double late = 0;
  for (std::size_t second = 0; second < 4; ++second) {
    double peak = 0;
    double slope_peak = 0;
    double low = 1e9;
    double high = -1e9;
    for (std::size_t n = 50 * second; n < 50 * second + 50; ++n) {
      const double slope = n == 0 ? 0 : std::abs(v[n] - v[n - 1]);
      sum += std::abs(v[n]);
      slopes += slope;
      peak = std::max(peak, std::abs(v[n]));
      slope_peak = std::max(slope_peak, slope);
      low = std::min(low, v[n]);
      high = std::max(high, v[n]);
    }
    peaks += peak / 4;
    slope_peaks += slope_peak / 4;
    heights += (high - low) / 4;
    if (second > 0) late = std::max(late, high - low);
  }
  const auto half = static_cast<std::size_t>(std::lround(std::numbers::pi * sum / slopes));
  double together = 0;
  double apart = 0;
  for (std::size_t n = half; n < 200; ++n) {
    together += std::abs(v[n] + v[n - half]);
    apart += std::abs(v[n]) + std::abs(v[n - half]);
  }
  const EcgWindow::Measures measures = window_.Measure();
  EXPECT_NEAR(measures.leakage_permille, 1000 * together / apart, 2);
  EXPECT_NEAR(measures.fullness_permille, 1000 * sum / 200 / peaks, 2);
  EXPECT_NEAR(measures.slope_fullness_permille, 1000 * slopes / 200 / slope_peaks, 2);
  EXPECT_NEAR(measures.frequency_mhz, 1000 * 50 * slopes / (2 * std::numbers::pi * sum), 10);
  EXPECT_NEAR(measures.height_uv, heights, 2);
  EXPECT_NEAR(measures.late_height_uv, late, 2);
  EXPECT_NEAR(measures.baseline_range_uv, greatest - least, 2);
}

std::int64_t MagnitudeOf(std::int64_t value) { return value < 0 ? -value : value; }

// The measures of a window of whole numbers, to the last digit.
EcgWindow::Measures MeasuresOf(const std::vector<std::int32_t>& smooth) {
  const std::size_t first = smooth.size() - 232;
  std::vector<std::int64_t> baseline;
  std::vector<std::int64_t> v;
  for (std::size_t n = first + 16; n < smooth.size() - 16; ++n) {
    std::int64_t mean = 0;
    for (std::size_t k = n - 16; k <= n + 16; ++k) mean += smooth[k];
    baseline.push_back(mean / 33);
    v.push_back(smooth[n] - mean / 33);
  }
  std::int64_t sum = 0;
  std::int64_t slopes = 0;
  std::int64_t peaks = 0;
  std::int64_t slope_peaks = 0;
  std::int64_t heights = 0;
  std::int64_t late = 0;
  for (std::size_t begin = 0; begin < 200; begin += 50) {
    std::vector<std::int64_t> values;
    std::vector<std::int64_t> steps;
    for (std::size_t n = begin; n < begin + 50; ++n) {
      values.push_back(MagnitudeOf(v[n]));
      steps.push_back(n == 0 ? 0 : MagnitudeOf(v[n] - v[n - 1]));
      sum += values.back();
      slopes += steps.back();
    }
    peaks += *std::max_element(values.begin(), values.end());
    slope_peaks += *std::max_element(steps.begin(), steps.end());
    const auto from = v.begin() + static_cast<std::ptrdiff_t>(begin);
    const std::int64_t height = *std::max_element(from, from + 50) - *std::min_element(from, from + 50);
    heights += height;
    if (begin > 0) late = std::max(late, height);
  }
  const auto whole = [](std::int64_t value) { return static_cast<std::int32_t>(value); };
  EcgWindow::Measures measures;
  measures.height_uv = whole(heights / 4);
  measures.late_height_uv = whole(late);
  measures.baseline_range_uv = whole(*std::max_element(baseline.begin(), baseline.end()) -
                                     *std::min_element(baseline.begin(), baseline.end()));
  if (peaks > 0) measures.fullness_permille = whole(20 * sum / peaks);
  if (slope_peaks > 0) measures.slope_fullness_permille = whole(20 * slopes / slope_peaks);
  if (slopes == 0) return measures;
  measures.frequency_mhz = whole(7958 * slopes / sum);
  const std::int64_t half = std::min<std::int64_t>((710 * sum + 113 * slopes) / (226 * slopes), 100);
  std::int64_t together = 0;
  std::int64_t apart = 1;
  for (auto n = static_cast<std::size_t>(half); n < 200; ++n) {
    const std::int64_t before = v[n - static_cast<std::size_t>(half)];
    together += MagnitudeOf(v[n] + before);
    apart += MagnitudeOf(v[n]) + MagnitudeOf(before);
  }
  measures.leakage_permille = whole(1000 * together / apart);
  return measures;
}

// From the least signals, in which each unit counts, to great and slow ones.
TEST_F(EcgWindowTest, MeasuresAreExact) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-002");
  std::uint32_t random = 7;
  for (int signal = 0; signal < 200; ++signal) {
    const int height = 5 << signal % 10;
    const int every = 1 + 97 * (signal % 7);
    const int slope = signal % 3 == 0 ? signal : 0;
    window_.Clear(0);
    std::vector<std::int32_t> smooth;
    for (int n = 0; n < 1400; ++n) {
      random = random * 1'664'525u + 1'013'904'223u;
      const int noise = static_cast<int>(random >> 16) % height;
      const int slow = slope * std::abs(n - 700) / 10;
      if (window_.Add(slow + (n % every == 0 ? noise : 0))) smooth.push_back(window_.Back(0));
    }
    const EcgWindow::Measures measures = window_.Measure();
    const EcgWindow::Measures exact = MeasuresOf(smooth);
    EXPECT_EQ(measures.leakage_permille, exact.leakage_permille) << signal;
    EXPECT_EQ(measures.fullness_permille, exact.fullness_permille) << signal;
    EXPECT_EQ(measures.slope_fullness_permille, exact.slope_fullness_permille) << signal;
    EXPECT_EQ(measures.frequency_mhz, exact.frequency_mhz) << signal;
    EXPECT_EQ(measures.height_uv, exact.height_uv) << signal;
    EXPECT_EQ(measures.late_height_uv, exact.late_height_uv) << signal;
    EXPECT_EQ(measures.baseline_range_uv, exact.baseline_range_uv) << signal;
  }
}

TEST_F(EcgWindowTest, ClearBeginsTheNextSampleAnew) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-001");
  for (int n = 0; n < 3; ++n) EXPECT_FALSE(window_.Add(1000));
  window_.Clear(0);
  for (int n = 1; n <= 5; ++n) EXPECT_EQ(window_.Add(0), n == 5);
  EXPECT_EQ(window_.Back(0), 0);
}

TEST_F(EcgWindowTest, AnOscillationLeaksNothingAndIsNeverLowForLong) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-002");
  Sine(5, 500);
  const EcgWindow::Measures measures = window_.Measure();
  EXPECT_LT(measures.leakage_permille, 100);
  EXPECT_NEAR(measures.fullness_permille, 637, 15);
  EXPECT_NEAR(measures.slope_fullness_permille, 637, 15);
  EXPECT_NEAR(measures.frequency_mhz, 4950, 60);
  EXPECT_TRUE(measures.IsFibrillation());
  EXPECT_TRUE(measures.MayBeFibrillation());
}

TEST_F(EcgWindowTest, ASpikeInEachSecondIsNoOscillation) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-002");
  Fill(6, [](double t) { return std::fmod(t, 1.0) < 0.08 ? 1000 : 0; });
  const EcgWindow::Measures measures = window_.Measure();
  EXPECT_GT(measures.leakage_permille, 700);
  EXPECT_LT(measures.fullness_permille, 260);
  EXPECT_FALSE(measures.IsFibrillation());
}

TEST_F(EcgWindowTest, AFlatSignalHasNoMeasures) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-002");
  Fill(6, [](double) { return 700; });
  const EcgWindow::Measures measures = window_.Measure();
  EXPECT_EQ(measures.leakage_permille, 1000);
  EXPECT_EQ(measures.fullness_permille, 0);
  EXPECT_EQ(measures.frequency_mhz, 0);
  EXPECT_EQ(measures.height_uv, 0);
  EXPECT_EQ(measures.late_height_uv, 0);
  EXPECT_EQ(measures.baseline_range_uv, 0);
  EXPECT_FALSE(measures.MayBeFibrillation());
}

TEST_F(EcgWindowTest, ASwingSlowerThanTheWindowIsMeasuredAsFarAsItIsThere) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-002");
  Sine(0.08, 300'000, 10);
  const EcgWindow::Measures measures = window_.Measure();
  EXPECT_LT(measures.frequency_mhz, 250);
  EXPECT_GE(measures.leakage_permille, 0);
  EXPECT_LE(measures.leakage_permille, 1000);
}

TEST_F(EcgWindowTest, TheLateHeightLeavesTheFirstSecondOut) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-002");
  window_.Clear(0);
  // The window begins 4.336 s before the end.
  Fill(6, [](double t) { return t > 1.9 && t < 2.1 ? 1000 : t > 4 && t < 4.2 ? 100 : 0; });
  const EcgWindow::Measures measures = window_.Measure();
  EXPECT_NEAR(measures.late_height_uv, 100, 20);
  EXPECT_GT(measures.height_uv, 200);
}

TEST_F(EcgWindowTest, EachThresholdOfFibrillationCounts) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-003");
  EcgWindow::Measures measures;
  measures.leakage_permille = 549;
  measures.fullness_permille = 281;
  measures.slope_fullness_permille = 211;
  EXPECT_TRUE(measures.IsFibrillation());
  measures.leakage_permille = 550;
  EXPECT_FALSE(measures.IsFibrillation());
  measures.leakage_permille = 549;
  measures.fullness_permille = 280;
  EXPECT_FALSE(measures.IsFibrillation());
  measures.fullness_permille = 281;
  measures.slope_fullness_permille = 210;
  EXPECT_FALSE(measures.IsFibrillation());
  measures.leakage_permille = 719;
  measures.fullness_permille = 261;
  EXPECT_TRUE(measures.MayBeFibrillation());
  measures.leakage_permille = 720;
  EXPECT_FALSE(measures.MayBeFibrillation());
  measures.leakage_permille = 719;
  measures.fullness_permille = 260;
  EXPECT_FALSE(measures.MayBeFibrillation());
}

TEST_F(EcgWindowTest, ClearBringsAnyMemoryToTheSameState) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-002");
  alignas(EcgWindow) unsigned char memory[sizeof(EcgWindow)];
  std::memset(memory, 0xA5, sizeof(memory));
  auto* window = new (memory) EcgWindow;
  window->Clear(40);
  EcgWindow fresh;
  fresh.Clear(40);
  for (int n = 0; n < 1500; ++n) {
    const std::int32_t value = (n * n) % 777;
    EXPECT_EQ(window->Add(value), fresh.Add(value));
    EXPECT_EQ(window->Back(0), fresh.Back(0));
  }
  EXPECT_EQ(window->Measure().leakage_permille, fresh.Measure().leakage_permille);
}

}  // namespace
}  // namespace vigil::plugins
