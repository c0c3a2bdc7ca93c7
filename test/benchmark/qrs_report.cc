#include "test/benchmark/qrs_report.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace vigil::benchmark {
namespace {

constexpr char kRule[] =
    "ANSI/AAMI EC57 as bxb: 150 ms window, first 5 minutes not scored, "
    "ventricular flutter excluded";

std::optional<double> Percent(std::optional<double> share) {
  if (!share.has_value()) return std::nullopt;
  return 100 * *share;
}

// "99.87", or `absent` when there is no value.
std::string Number(std::optional<double> value, const char* absent,
                   int decimals = 2) {
  if (!value.has_value()) return absent;
  return absl::StrFormat("%.*f", decimals, *value);
}

std::string TextLine(const std::string& name, const BeatScore& score) {
  return absl::StrFormat(
      "%-8s %7d %5d %5d  %6s  %6s\n", name, score.true_positives,
      score.false_negatives, score.false_positives,
      Number(Percent(score.Sensitivity()), "-"),
      Number(Percent(score.PositivePredictivity()), "-"));
}

std::string JsonString(const std::string& text) {
  return absl::StrCat(
      "\"", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}}), "\"");
}

std::string JsonScore(const BeatScore& score) {
  return absl::StrCat(
      "\"tp\":", score.true_positives, ",\"fn\":", score.false_negatives,
      ",\"fp\":", score.false_positives, ",\"se_percent\":",
      Number(Percent(score.Sensitivity()), "null", 3), ",\"ppv_percent\":",
      Number(Percent(score.PositivePredictivity()), "null", 3));
}

}  // namespace

QrsReport::QrsReport(std::string data_set) : data_set_(std::move(data_set)) {}

void QrsReport::Add(std::string record, const BeatScore& score,
                    const QrsRun& run) {
  lines_.push_back({std::move(record), score});
  for (const Detection& beat : run.beats) latencies_.push_back(beat.latency);
  undeterminable_ = undeterminable_ + run.undeterminable;
  length_ = length_ + run.length;
}

BeatScore QrsReport::Gross() const {
  BeatScore gross;
  for (const Line& line : lines_) gross += line.score;
  return gross;
}

QrsReport::Percents QrsReport::Average() const {
  double sums[2] = {};
  double counts[2] = {};
  for (const Line& line : lines_) {
    const std::optional<double> shares[2] = {
        line.score.Sensitivity(), line.score.PositivePredictivity()};
    for (std::size_t i = 0; i < 2; ++i) {
      if (!shares[i].has_value()) continue;
      sums[i] += *shares[i];
      counts[i] += 1;
    }
  }
  Percents percents;
  if (counts[0] > 0) percents.sensitivity = 100 * sums[0] / counts[0];
  if (counts[1] > 0) percents.positive_predictivity = 100 * sums[1] / counts[1];
  return percents;
}

std::optional<double> QrsReport::UndeterminablePercent() const {
  if (length_.us == 0) return std::nullopt;
  return 100.0 * static_cast<double>(undeterminable_.us) /
         static_cast<double>(length_.us);
}

std::optional<double> QrsReport::LatencyMs(double quantile) const {
  if (latencies_.empty()) return std::nullopt;
  std::vector<Duration> sorted = latencies_;
  std::sort(sorted.begin(), sorted.end());
  const auto at = static_cast<std::size_t>(
      quantile * static_cast<double>(sorted.size() - 1));
  return static_cast<double>(sorted[at].us) / 1000;
}

std::string QrsReport::Text() const {
  std::string text = absl::StrFormat("%-8s %7s %5s %5s  %6s  %6s\n", "record",
                                     "TP", "FN", "FP", "Se %", "+P %");
  for (const Line& line : lines_) {
    absl::StrAppend(&text, TextLine(line.record, line.score));
  }
  const Percents average = Average();
  absl::StrAppend(&text, TextLine("gross", Gross()));
  absl::StrAppendFormat(&text, "%-8s %7s %5s %5s  %6s  %6s\n", "average", "", "",
                        "", Number(average.sensitivity, "-"),
                        Number(average.positive_predictivity, "-"));
  absl::StrAppend(
      &text, "data set ", data_set_, ": ", lines_.size(), " records, ",
      Number(static_cast<double>(length_.us) / 3.6e9, "-"), " h; rule: ", kRule,
      "\nlatency from R peak to report: p50 ",
      Number(LatencyMs(0.5), "-", 0), " ms, p99 ",
      Number(LatencyMs(0.99), "-", 0), " ms, longest ",
      Number(LatencyMs(1), "-", 0), " ms; undeterminable ",
      Number(UndeterminablePercent(), "-", 3), " % of the time\n");
  return text;
}

std::string QrsReport::Json(const std::string& ventricular) const {
  std::string records;
  for (const Line& line : lines_) {
    absl::StrAppend(&records, records.empty() ? "" : ",", "{\"record\":",
                    JsonString(line.record), ",", JsonScore(line.score), "}");
  }
  const Percents average = Average();
  return absl::StrCat(
      "{\"benchmark\":\"qrs\",\"data_set\":", JsonString(data_set_),
      ",\"rule\":", JsonString(kRule), ",\"hours\":",
      Number(static_cast<double>(length_.us) / 3.6e9, "null"),
      ",\"gross\":{", JsonScore(Gross()), "},\"average\":{\"se_percent\":",
      Number(average.sensitivity, "null", 3), ",\"ppv_percent\":",
      Number(average.positive_predictivity, "null", 3),
      "},\"latency_ms_p50\":", Number(LatencyMs(0.5), "null", 0),
      ",\"latency_ms_p99\":", Number(LatencyMs(0.99), "null", 0),
      ",\"latency_ms_max\":", Number(LatencyMs(1), "null", 0),
      ",\"undeterminable_percent\":",
      Number(UndeterminablePercent(), "null", 3), ",\"ventricular\":", ventricular,
      ",\"records\":[", records, "]}");
}

}  // namespace vigil::benchmark
