#include "platform/wfdb/resample.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

#include "absl/strings/str_cat.h"

namespace vigil::wfdb {
namespace {

constexpr double kBeta = 8;
constexpr double kCutoff = 0.45;     // of the lower frequency
constexpr int kZeroCrossings = 16;   // to each side
constexpr std::int64_t kMaxTerm = 100'000;
constexpr double kMaxFrequency = 100'000;

// output_frequency / input_frequency as up / down, in lowest terms.
struct Ratio {
  std::int64_t up = 0;
  std::int64_t down = 0;
};

// Continued fraction; gives up = 0 when no ratio of small integers is exact.
Ratio RatioOf(double value) {
  Ratio before{0, 1};
  Ratio ratio{1, 0};
  double rest = value;
  for (int i = 0; i < 40; ++i) {
    const double whole = std::floor(rest);
    if (whole > static_cast<double>(kMaxTerm)) break;
    const auto digit = static_cast<std::int64_t>(whole);
    const Ratio next{digit * ratio.up + before.up,
                     digit * ratio.down + before.down};
    before = ratio;
    ratio = next;
    if (ratio.up > kMaxTerm || ratio.down > kMaxTerm) break;
    const double reached =
        static_cast<double>(ratio.up) / static_cast<double>(ratio.down);
    if (std::abs(reached - value) < 1e-12 * value) return ratio;
    rest = 1 / (rest - whole);
  }
  return {};
}

// Modified Bessel function of the first kind, order 0, by its power series.
double BesselI0(double x) {
  double sum = 1;
  double term = 1;
  for (int k = 1; k < 60; ++k) {
    term *= (x / (2 * k)) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

class Polyphase {
 public:
  Polyphase(Ratio ratio, double input_frequency, double output_frequency)
      : ratio_(ratio),
        // Cycles for each input sample.
        cutoff_(kCutoff * std::min(1.0, output_frequency / input_frequency)),
        reach_(static_cast<std::int64_t>(
            std::ceil(kZeroCrossings / (2 * cutoff_)))) {
    const std::size_t width = static_cast<std::size_t>(2 * reach_ + 1);
    taps_.resize(static_cast<std::size_t>(ratio.up) * width);
    for (std::int64_t phase = 0; phase < ratio.up; ++phase) FillPhase(phase);
  }

  double At(const std::vector<double>& input, std::int64_t output_index) const {
    const std::int64_t position = output_index * ratio_.down;
    const std::int64_t center = position / ratio_.up;
    const double* taps = Taps(position % ratio_.up);
    const std::int64_t last = static_cast<std::int64_t>(input.size()) - 1;
    double sum = 0;
    for (std::int64_t k = -reach_; k <= reach_; ++k) {
      const std::int64_t at = std::clamp<std::int64_t>(center + k, 0, last);
      sum += taps[k + reach_] * input[static_cast<std::size_t>(at)];
    }
    return sum;
  }

 private:
  const double* Taps(std::int64_t phase) const {
    return &taps_[static_cast<std::size_t>(phase * (2 * reach_ + 1))];
  }

  double Tap(double distance) const {
    const double edge = static_cast<double>(reach_) + 1;
    const double x = distance / edge;
    if (std::abs(x) >= 1) return 0;
    const double window =
        BesselI0(kBeta * std::sqrt(1 - x * x)) / BesselI0(kBeta);
    const double angle = 2 * std::numbers::pi * cutoff_ * distance;
    const double sinc = std::abs(angle) < 1e-12 ? 1 : std::sin(angle) / angle;
    return window * sinc;
  }

  void FillPhase(std::int64_t phase) {
    const double offset =
        static_cast<double>(phase) / static_cast<double>(ratio_.up);
    const std::size_t first =
        static_cast<std::size_t>(phase * (2 * reach_ + 1));
    double sum = 0;
    for (std::int64_t k = -reach_; k <= reach_; ++k) {
      const double tap = Tap(static_cast<double>(k) - offset);
      taps_[first + static_cast<std::size_t>(k + reach_)] = tap;
      sum += tap;
    }
    for (std::int64_t k = 0; k <= 2 * reach_; ++k) {
      taps_[first + static_cast<std::size_t>(k)] /= sum;
    }
  }

  Ratio ratio_;
  double cutoff_;
  std::int64_t reach_;  // input samples to each side
  std::vector<double> taps_;
};

bool IsFrequency(double value) {
  return value >= 1 && value <= kMaxFrequency;  // false for NaN
}

}  // namespace

absl::StatusOr<std::vector<double>> Resample(const std::vector<double>& input,
                                             double input_frequency,
                                             double output_frequency) {
  if (!IsFrequency(input_frequency) || !IsFrequency(output_frequency)) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot resample from ", input_frequency, " Hz to ",
                     output_frequency, " Hz; both must be 1..100000 Hz"));
  }
  if (input_frequency == output_frequency || input.empty()) return input;
  const Ratio ratio = RatioOf(output_frequency / input_frequency);
  if (ratio.up == 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        output_frequency, " Hz and ", input_frequency,
        " Hz are no ratio of integers below 100000; round the frequency"));
  }
  const Polyphase filter(ratio, input_frequency, output_frequency);
  const auto last = static_cast<std::int64_t>(input.size()) - 1;
  const std::int64_t count = last * ratio.up / ratio.down + 1;
  std::vector<double> output;
  output.reserve(static_cast<std::size_t>(count));
  for (std::int64_t n = 0; n < count; ++n) output.push_back(filter.At(input, n));
  return output;
}

}  // namespace vigil::wfdb
