#include "test/benchmark/ventricular_run.h"

#include <cstddef>
#include <map>

#include "absl/strings/str_cat.h"
#include "safety_kernel/algorithm/observation.h"
#include "test/benchmark/binary_score.h"

namespace vigil::benchmark {
namespace {

constexpr char kRule[] =
    "ANSI/AAMI EC57 as bxb, V and E against all others; a beat that is not answered is not ventricular";

std::optional<double> Percent(std::optional<double> share) {
  if (!share.has_value()) return std::nullopt;
  return 100 * *share;
}

std::vector<std::optional<double>> FiguresOf(const VentricularReport::Line& line) {
  return {static_cast<double>(line.score.true_positives),
          static_cast<double>(line.score.false_negatives),
          static_cast<double>(line.score.false_positives),
          Percent(line.score.Sensitivity()),
          Percent(line.score.PositivePredictivity()),
          Percent(line.from_start.Sensitivity()),
          Percent(line.from_start.PositivePredictivity()),
          ShareOf(kPercent, line.beats.answered, line.beats.all)};
}

}  // namespace

std::vector<wfdb::Annotation> ToTypedAnnotations(const std::vector<Detection>& beats,
                                                 const std::vector<Told>& told, double sampling_frequency) {
  std::map<std::int64_t, int> codes;
  for (const Told& one : told) {
    if (one.said.code != ObservationCode::kVentricularBeat || one.said.validity != Validity::kValid) continue;
    codes[one.said.time.us] = one.said.value == 1 ? wfdb::kPrematureVentricular : wfdb::kNormalBeat;
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
  Mean sensitivity;
  Mean predictivity;
  for (const Line& line : lines_) {
    sensitivity.Add(Percent((line.*score).Sensitivity()));
    predictivity.Add(Percent((line.*score).PositivePredictivity()));
  }
  return {sensitivity.Value(), predictivity.Value()};
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
