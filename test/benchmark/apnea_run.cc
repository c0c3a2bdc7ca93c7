#include "test/benchmark/apnea_run.h"

#include <cmath>
#include <cstddef>

#include "absl/status/status.h"
#include "plugins/algorithm/apnea/apnea.h"
#include "plugins/algorithm/apnea/apnea.plugin.h"
#include "safety_kernel/algorithm/observation.h"
#include "test/benchmark/beat_feed.h"
#include "test/recordings/csv_table.h"

namespace vigil::benchmark {
namespace {

using recordings::CsvTable;

constexpr double kUsPerS = 1e6;
constexpr std::int64_t kMinuteUs = 60'000'000;
constexpr double kFarS = 2;

absl::StatusOr<std::vector<Timestamp>> ReadBeats(const CsvTable& table) {
  std::vector<Timestamp> beats;
  double last_s = -2 * kFarS;
  for (std::size_t row = 0; row < table.rows().size(); ++row) {
    const absl::StatusOr<double> minute = table.NumberAt(row, 0);
    if (!minute.ok()) return minute.status();
    const absl::StatusOr<double> rate = table.NumberAt(row, 1);
    if (!rate.ok()) return rate.status();
    if (*rate <= 0 || *minute < 0 || *minute > 10'000) continue;  // no beat
    const double told_s = *minute * 60;
    const double next_s = last_s + 1 / *rate;
    const double beat_s = std::abs(next_s - told_s) > kFarS ? told_s : next_s;
    if (beat_s <= last_s) continue;
    last_s = beat_s;
    beats.push_back(Timestamp{std::llround(beat_s * kUsPerS)});
  }
  return beats;
}

}  // namespace

absl::StatusOr<ApneaNight> ReadApneaNight(absl::string_view rates, absl::string_view labels) {
  const absl::StatusOr<CsvTable> rate_table = CsvTable::Parse(rates, {});
  if (!rate_table.ok()) return rate_table.status();
  const absl::StatusOr<CsvTable> label_table = CsvTable::Parse(labels, {});
  if (!label_table.ok()) return label_table.status();
  const absl::StatusOr<std::size_t> apnea = label_table->ColumnOf("apnea");
  if (!apnea.ok()) return absl::InvalidArgumentError(apnea.status().message());
  const absl::StatusOr<std::size_t> rate = rate_table->ColumnOf("heart_rate_bpm");
  if (!rate.ok() || *rate != 1) {
    return absl::InvalidArgumentError("the columns of heart rates are not a time and heart_rate_bpm");
  }
  ApneaNight night;
  for (std::size_t row = 0; row < label_table->rows().size(); ++row) {
    const absl::StatusOr<double> label = label_table->NumberAt(row, *apnea);
    if (!label.ok()) return label.status();
    night.minutes.push_back(*label != 0);
  }
  absl::StatusOr<std::vector<Timestamp>> beats = ReadBeats(*rate_table);
  if (!beats.ok()) return beats.status();
  night.beats = *std::move(beats);
  return night;
}

absl::StatusOr<ApneaRun> RunApnea(const ApneaNight& night) {
  ApneaRun run;
  run.length = static_cast<std::int64_t>(night.minutes.size());
  run.told.resize(night.minutes.size());
  const Timestamp end = Timestamp() + Microseconds(run.length * kMinuteUs);
  const absl::Status status = FeedBeats<plugins::Apnea>(
      plugins::kApneaManifest, night.beats, end, [&](Timestamp, const Observation& said) {
        const auto minute = static_cast<std::size_t>(said.time.us / kMinuteUs);
        if (said.validity != Validity::kValid || minute >= night.minutes.size()) return;
        run.minutes.Add(night.minutes[minute], said.value == 1);
        run.told[minute] = said.value == 1;
        ++run.answered;
      });
  if (!status.ok()) return status;
  return run;
}

}  // namespace vigil::benchmark
