#include "test/benchmark/qrs_report.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "test/benchmark/figure_table.h"

namespace vigil::benchmark {
namespace {

constexpr char kRule[] =
    "ANSI/AAMI EC57 as bxb: 150 ms window, first 5 minutes not scored, "
    "ventricular flutter excluded";

// "99.87", or `absent` when there is no value.
std::string Number(std::optional<double> value, const char* absent, int decimals) {
  if (!value.has_value()) return absent;
  return absl::StrFormat("%.*f", decimals, *value);
}

double HoursOf(Duration length) { return static_cast<double>(length.us) / 3.6e9; }

}  // namespace

void QrsReport::Add(std::string record, const BeatScore& score, const BeatScore& from_start, const QrsRun& run) {
  figures_.Add({.record = std::move(record),
                .score = score,
                .from_start = from_start,
                .answered = (run.length - run.undeterminable).us,
                .all = run.length.us});
  for (const Detection& beat : run.beats) latencies_.push_back(beat.latency);
  length_ = length_ + run.length;
}

std::optional<double> QrsReport::LatencyMs(double quantile) const {
  if (latencies_.empty()) return std::nullopt;
  std::vector<Duration> sorted = latencies_;
  std::sort(sorted.begin(), sorted.end());
  const auto at = static_cast<std::size_t>(
      quantile * static_cast<double>(sorted.size() - 1));
  return static_cast<double>(sorted[at].us) / 1000;
}

std::string QrsReport::Text(const std::string& data_set) const {
  return absl::StrCat("beats, first 5 minutes not scored; all: from the start; time: share answered\n",
                      figures_.Table().Text(), "data set ", data_set, ": ", figures_.size(), " records, ",
                      Number(HoursOf(length_), "-", 2), " h; rule: ", kRule,
                      "\nlatency from R peak to report: p50 ", Number(LatencyMs(0.5), "-", 0), " ms, p99 ",
                      Number(LatencyMs(0.99), "-", 0), " ms, longest ", Number(LatencyMs(1), "-", 0), " ms\n");
}

std::string QrsReport::Json(const std::string& data_set) const {
  return absl::StrCat("\"data_set\":", JsonString(data_set), ",\"rule\":", JsonString(kRule),
                      ",\"hours\":", Number(HoursOf(length_), "null", 2),
                      ",\"latency_ms_p50\":", Number(LatencyMs(0.5), "null", 0),
                      ",\"latency_ms_p99\":", Number(LatencyMs(0.99), "null", 0),
                      ",\"latency_ms_max\":", Number(LatencyMs(1), "null", 0), ",\"rows\":", figures_.Table().JsonRows());
}

}  // namespace vigil::benchmark
