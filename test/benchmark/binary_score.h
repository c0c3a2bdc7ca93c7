// How often a yes or no was right; and shares and means that may not exist.
#ifndef VIGIL_TEST_BENCHMARK_BINARY_SCORE_H_
#define VIGIL_TEST_BENCHMARK_BINARY_SCORE_H_

#include <cstdint>
#include <optional>

namespace vigil::benchmark {

struct BinaryScore {
  std::int64_t true_positives = 0;
  std::int64_t false_positives = 0;
  std::int64_t false_negatives = 0;
  std::int64_t true_negatives = 0;

  void Add(bool reference, bool told, std::int64_t count = 1) {
    (reference ? (told ? true_positives : false_negatives) : (told ? false_positives : true_negatives)) += count;
  }
  BinaryScore& operator+=(const BinaryScore& other) {
    true_positives += other.true_positives;
    false_positives += other.false_positives;
    false_negatives += other.false_negatives;
    true_negatives += other.true_negatives;
    return *this;
  }

  // In percent; none when there is nothing to be a share of.
  std::optional<double> Sensitivity() const { return Percent(true_positives, false_negatives); }
  std::optional<double> Specificity() const { return Percent(true_negatives, false_positives); }
  std::optional<double> PositivePredictivity() const { return Percent(true_positives, false_positives); }
  std::optional<double> Accuracy() const {
    return Percent(true_positives + true_negatives, false_positives + false_negatives);
  }

 private:
  static std::optional<double> Percent(std::int64_t part, std::int64_t rest) {
    if (part + rest == 0) return std::nullopt;
    return 100.0 * static_cast<double>(part) / static_cast<double>(part + rest);
  }
};

// The mean over the records that have a figure.
class Mean {
 public:
  void Add(std::optional<double> value) {
    if (!value) return;
    sum_ += *value;
    ++count_;
  }
  std::optional<double> Value() const {
    if (count_ == 0) return std::nullopt;
    return sum_ / count_;
  }

 private:
  double sum_ = 0;
  int count_ = 0;
};

// part times `scale` as a share of whole; none of nothing.
inline std::optional<double> ShareOf(double scale, std::int64_t part, std::int64_t whole) {
  if (whole == 0) return std::nullopt;
  return scale * static_cast<double>(part) / static_cast<double>(whole);
}

inline constexpr double kPercent = 100;
inline constexpr double kPerDay = 86'400;  // of seconds

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_BINARY_SCORE_H_
