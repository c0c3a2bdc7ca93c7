#include "test/benchmark/falls_run.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "plugins/algorithm/fall_detector/fall_detector.h"
#include "plugins/algorithm/fall_detector/fall_detector.plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/recordings/csv_table.h"

namespace vigil::benchmark {
namespace {

using plugins::Acceleration;

constexpr std::size_t kLinesPerMoment = 4;  // 200 Hz to 50 Hz
constexpr double kMgPerCount = 32'000.0 / 8192;
constexpr std::size_t kMomentsPerBlock = 5;
constexpr double kFrameS = 0.1;

std::int32_t MeanMg(double sum) {
  return static_cast<std::int32_t>(std::lround(sum / kLinesPerMoment * kMgPerCount));
}

SampleBlock BlockOf(const FallTrial& trial, std::size_t first, Timestamp begin) {
  SampleBlock block;
  block.channel = ChannelId::kAcceleration;
  block.unit = Unit::kMilliG;
  block.period_us = plugins::AccelerationStream::kPeriodUs;
  block.first_sample = begin;
  for (std::size_t n = first; n < first + kMomentsPerBlock; ++n) {
    for (const std::int32_t value : {trial.moments[n].x, trial.moments[n].y, trial.moments[n].z}) {
      block.samples[block.count] = value;
      ++block.count;
    }
  }
  return block;
}

}  // namespace

absl::StatusOr<FallTrial> ReadFallTrial(absl::string_view path, absl::string_view text) {
  const absl::string_view file = path.substr(path.find_last_of('/') + 1);
  const std::vector<std::string> parts = absl::StrSplit(file.substr(0, file.find('.')), '_');
  if (parts.size() != 3 || parts[0].size() != 3 || (parts[0][0] != 'D' && parts[0][0] != 'F')) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": is not named ACTIVITY_SUBJECT_TRIAL.txt, such as F01_SA01_R01.txt"));
  }
  FallTrial trial = {.name = absl::StrCat(parts[0], "_", parts[1], "_", parts[2]),
                     .activity = parts[0],
                     .subject = parts[1],
                     .is_fall = parts[0][0] == 'F',
                     .moments = {}};
  const absl::StatusOr<recordings::CsvTable> table =
      recordings::CsvTable::Parse(text, {.has_names = false, .line_end = ';'});
  if (!table.ok()) return absl::InvalidArgumentError(absl::StrCat(path, ": ", table.status().message()));
  for (std::size_t row = 0; row + kLinesPerMoment <= table->rows().size(); row += kLinesPerMoment) {
    double sums[3] = {};
    for (std::size_t n = 0; n < kLinesPerMoment; ++n) {
      if (table->rows()[row + n].size() < 3) return absl::InvalidArgumentError(absl::StrCat(path, ": a line has fewer than three values"));
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const absl::StatusOr<double> count = table->NumberAt(row + n, axis);
        if (!count.ok()) return absl::InvalidArgumentError(absl::StrCat(path, ": ", count.status().message()));
        sums[axis] += *count;
      }
    }
    trial.moments.push_back({.x = MeanMg(sums[0]), .y = MeanMg(sums[1]), .z = MeanMg(sums[2])});
  }
  return trial;
}

absl::StatusOr<FallRun> RunFallDetector(const FallTrial& trial) {
  const auto bench = std::make_unique<PluginBench<plugins::FallDetector>>(plugins::kFallDetectorManifest);
  Status status = bench->Start();
  FallRun run;
  for (std::size_t first = 0; status == Status::kOk && first + kMomentsPerBlock <= trial.moments.size(); first += kMomentsPerBlock) {
    status = bench->Give(BlockOf(trial, first, bench->now()));
    if (status == Status::kOk) status = bench->Activate();
    for (const Observation& said : bench->said().observations) {
      if (said.validity != Validity::kValid) continue;
      ++run.falls;
      run.impacts_s.push_back(static_cast<double>(said.time.us) / 1e6);
    }
    run.length_s += kFrameS;
    if (bench->plugin().is_watching()) run.answered_s += kFrameS;
  }
  if (status != Status::kOk) {
    return absl::InternalError(absl::StrCat(trial.name, ": the kernel would take the plugin out of service after ", run.length_s, " s"));
  }
  return run;
}

}  // namespace vigil::benchmark
