#include "test/benchmark/beat_figures.h"

#include <cstddef>
#include <optional>

#include "absl/strings/str_cat.h"
#include "test/benchmark/binary_score.h"

namespace vigil::benchmark {
namespace {

std::optional<double> Percent(std::optional<double> share) {
  if (!share.has_value()) return std::nullopt;
  return kPercent * *share;
}

std::vector<std::optional<double>> FiguresOf(const BeatFigures::Line& line) {
  return {static_cast<double>(line.score.true_positives),
          static_cast<double>(line.score.false_negatives),
          static_cast<double>(line.score.false_positives),
          Percent(line.score.Sensitivity()),
          Percent(line.score.PositivePredictivity()),
          Percent(line.from_start.Sensitivity()),
          Percent(line.from_start.PositivePredictivity()),
          ShareOf(kPercent, line.answered, line.all)};
}

}  // namespace

BeatFigures::Line BeatFigures::Gross() const {
  Line gross;
  gross.record = "gross";
  for (const Line& line : lines_) {
    gross.score += line.score;
    gross.from_start += line.from_start;
    gross.answered += line.answered;
    gross.all += line.all;
  }
  return gross;
}

FigureTable BeatFigures::Table() const {
  constexpr std::size_t kFirstShare = 3;  // what stands before are counts
  FigureTable table("record", {{"tp", absl::StrCat(prefix_, "TP"), 0},
                               {"fn", absl::StrCat(prefix_, "FN"), 0},
                               {"fp", absl::StrCat(prefix_, "FP"), 0},
                               {"se_percent", absl::StrCat(prefix_, "Se %"), 2},
                               {"ppv_percent", absl::StrCat(prefix_, "+P %"), 2},
                               {"se_percent_from_start", "all Se %", 2},
                               {"ppv_percent_from_start", "all +P %", 2},
                               {"answered_percent", share_, 2}});
  std::vector<Mean> means(FiguresOf(Line()).size());
  for (const Line& line : lines_) {
    const std::vector<std::optional<double>> figures = FiguresOf(line);
    for (std::size_t n = kFirstShare; n < figures.size(); ++n) means[n].Add(figures[n]);
    table.Add(line.record, figures);
  }
  table.Add("gross", FiguresOf(Gross()));
  std::vector<std::optional<double>> average;
  average.reserve(means.size());
  for (const Mean& mean : means) average.push_back(mean.Value());
  table.Add("average", std::move(average));
  return table;
}

}  // namespace vigil::benchmark
