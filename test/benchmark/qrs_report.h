// The results of a QRS benchmark, to read and to process.
//
//   QrsReport report;
//   report.Add("100", score, from_start, run);
//   std::cout << report.Text("mitdb");
#ifndef VIGIL_TEST_BENCHMARK_QRS_REPORT_H_
#define VIGIL_TEST_BENCHMARK_QRS_REPORT_H_

#include <optional>
#include <string>
#include <vector>

#include "test/benchmark/beat_figures.h"
#include "test/benchmark/beat_score.h"
#include "test/benchmark/qrs_run.h"

namespace vigil::benchmark {

class QrsReport {
 public:
  // `score`: without the first five minutes.
  void Add(std::string record, const BeatScore& score, const BeatScore& from_start, const QrsRun& run);

  // The table of beats (BeatFigures), with its rule, and how late beats are told. `data_set`
  // names where the records come from.
  std::string Text(const std::string& data_set) const;
  // The same as members of a JSON object, without line breaks. What cannot be computed is
  // null.
  std::string Json(const std::string& data_set) const;

 private:
  // Latency in ms that the share `quantile` of beats does not exceed.
  std::optional<double> LatencyMs(double quantile) const;

  BeatFigures figures_{"", "time %"};
  std::vector<Duration> latencies_;
  Duration length_;
};

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_QRS_REPORT_H_
