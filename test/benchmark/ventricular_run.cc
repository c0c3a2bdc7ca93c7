#include "test/benchmark/ventricular_run.h"

#include <cstddef>
#include <map>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "plugins/algorithm/beat_classifier/beat_classifier.h"
#include "plugins/algorithm/beat_classifier/beat_classifier.plugin.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/runtime/plugin_bench.h"

namespace vigil::benchmark {
namespace {

constexpr char kRule[] =
    "ANSI/AAMI EC57 as bxb, V and E against all others; a beat that is not answered is not ventricular";

std::optional<double> Percent(std::optional<double> share) {
  if (!share.has_value()) return std::nullopt;
  return 100 * *share;
}

std::optional<double> AnsweredPercent(const BeatCount& beats) {
  if (beats.all == 0) return std::nullopt;
  return 100.0 * static_cast<double>(beats.answered) / static_cast<double>(beats.all);
}

std::vector<std::optional<double>> FiguresOf(const VentricularReport::Line& line) {
  return {static_cast<double>(line.score.true_positives),
          static_cast<double>(line.score.false_negatives),
          static_cast<double>(line.score.false_positives),
          Percent(line.score.Sensitivity()),
          Percent(line.score.PositivePredictivity()),
          Percent(line.from_start.Sensitivity()),
          Percent(line.from_start.PositivePredictivity()),
          AnsweredPercent(line.beats)};
}

}  // namespace

absl::StatusOr<std::vector<Observation>> RunBeatClassifier(const QrsRun& run) {
  const auto bench = std::make_unique<PluginBench<plugins::BeatClassifier>>(plugins::kBeatClassifierManifest);
  Status status = bench->Start();
  std::vector<Observation> said;
  const Duration frame = Microseconds(plugins::kBeatClassifierManifest.period_us);
  std::size_t block = 0;
  std::size_t told = 0;
  while (status == Status::kOk && (block < run.ecg.size() || told < run.told.size())) {
    const Timestamp now = bench->now() + frame;
    for (; block < run.ecg.size() && run.ecg[block].now <= now && status == Status::kOk; ++block) {
      status = bench->Give(run.ecg[block].block);
    }
    for (; told < run.told.size() && run.told[told].now <= now && status == Status::kOk; ++told) {
      status = bench->Give(run.told[told].said);
    }
    if (status == Status::kOk) status = bench->Activate();
    for (const Observation& observation : bench->said().observations) said.push_back(observation);
  }
  if (status == Status::kOk) return said;
  return absl::InternalError(absl::StrCat("the kernel would take the beat classifier out of service after ",
                                          bench->now().us / 1'000'000, " s"));
}

std::vector<wfdb::Annotation> ToTypedAnnotations(const std::vector<Detection>& beats,
                                                 const std::vector<Observation>& types, double sampling_frequency) {
  std::map<std::int64_t, int> codes;
  for (const Observation& type : types) {
    if (type.validity != Validity::kValid) continue;
    codes[type.time.us] = type.value == 1 ? wfdb::kPrematureVentricular : wfdb::kNormalBeat;
  }
  std::vector<wfdb::Annotation> annotations = ToAnnotations(beats, sampling_frequency);
  for (std::size_t n = 0; n < annotations.size(); ++n) {
    const auto code = codes.find(beats[n].time.us);
    annotations[n].code = code == codes.end() ? wfdb::kUnclassifiableBeat : code->second;
  }
  return annotations;
}

BeatCount CountBeats(const std::vector<wfdb::Annotation>& typed) {
  BeatCount count;
  for (const wfdb::Annotation& beat : typed) {
    ++count.all;
    if (beat.code != wfdb::kUnclassifiableBeat) ++count.answered;
  }
  return count;
}

VentricularReport::Line VentricularReport::Gross() const {
  Line gross;
  gross.record = "gross";
  for (const Line& line : lines_) {
    gross.score += line.score;
    gross.from_start += line.from_start;
    gross.beats.all += line.beats.all;
    gross.beats.answered += line.beats.answered;
  }
  return gross;
}

VentricularReport::Average VentricularReport::AverageOf(BeatScore Line::*score) const {
  double sums[2] = {};
  double counts[2] = {};
  for (const Line& line : lines_) {
    const std::optional<double> shares[2] = {(line.*score).Sensitivity(), (line.*score).PositivePredictivity()};
    for (std::size_t n = 0; n < 2; ++n) {
      if (!shares[n].has_value()) continue;
      sums[n] += *shares[n];
      counts[n] += 1;
    }
  }
  Average average;
  if (counts[0] > 0) average.sensitivity = 100 * sums[0] / counts[0];
  if (counts[1] > 0) average.positive_predictivity = 100 * sums[1] / counts[1];
  return average;
}

FigureTable VentricularReport::Table() const {
  FigureTable table("record", {{"tp", "V TP", 0},
                               {"fn", "V FN", 0},
                               {"fp", "V FP", 0},
                               {"se_percent", "V Se %", 2},
                               {"ppv_percent", "V +P %", 2},
                               {"se_percent_from_start", "all Se %", 2},
                               {"ppv_percent_from_start", "all +P %", 2},
                               {"answered_percent", "beats %", 2}});
  for (const Line& line : lines_) table.Add(line.record, FiguresOf(line));
  table.Add("gross", FiguresOf(Gross()));
  const Average skipped = AverageOf(&Line::score);
  const Average all = AverageOf(&Line::from_start);
  table.Add("average", {std::nullopt, std::nullopt, std::nullopt, skipped.sensitivity,
                        skipped.positive_predictivity, all.sensitivity, all.positive_predictivity, std::nullopt});
  return table;
}

std::string VentricularReport::Text() const {
  return absl::StrCat("ventricular beats, first 5 minutes not scored; all: from the start; beats: share answered\n",
                      Table().Text(), "rule: ", kRule, "\n");
}

std::string VentricularReport::Json() const {
  return absl::StrCat("{\"rule\":", JsonString(kRule), ",\"records\":", Table().JsonRows(), "}");
}

}  // namespace vigil::benchmark
