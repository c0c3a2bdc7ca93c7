// The results of a QRS benchmark, to read and to process.
//
//   QrsReport report("mitdb");
//   report.Add("100", score, run);
//   std::cout << report.Text() << report.Json() << "\n";
#ifndef VIGIL_TEST_BENCHMARK_QRS_REPORT_H_
#define VIGIL_TEST_BENCHMARK_QRS_REPORT_H_

#include <optional>
#include <string>
#include <vector>

#include "test/benchmark/beat_score.h"
#include "test/benchmark/qrs_run.h"

namespace vigil::benchmark {

class QrsReport {
 public:
  // `data_set` names where the records come from.
  explicit QrsReport(std::string data_set);

  void Add(std::string record, const BeatScore& score, const QrsRun& run);

  // A line for each record, then gross (all beats in one) and average (each
  // record counts alike; records without beats not at all), with the rule.
  std::string Text() const;
  // The same as one JSON object without line breaks. What cannot be computed is
  // null. `ventricular`: the JSON object of the ventricular beats.
  std::string Json(const std::string& ventricular = "null") const;

 private:
  struct Line {
    std::string record;
    BeatScore score;
  };
  struct Percents {
    std::optional<double> sensitivity;
    std::optional<double> positive_predictivity;
  };

  BeatScore Gross() const;
  Percents Average() const;
  std::optional<double> UndeterminablePercent() const;
  // Latency in ms that the share `quantile` of beats does not exceed.
  std::optional<double> LatencyMs(double quantile) const;

  std::string data_set_;
  std::vector<Line> lines_;
  std::vector<Duration> latencies_;
  Duration undeterminable_;
  Duration length_;
};

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_QRS_REPORT_H_
