// Figures of beats by record: how many were found or told rightly, without the first five
// minutes as ANSI/AAMI EC57 has it, and from the start.
//
//   BeatFigures figures("", "time %");
//   figures.Add({"100", score, from_start, answered, all});
//   std::cout << figures.Table().Text();
#ifndef VIGIL_TEST_BENCHMARK_BEAT_FIGURES_H_
#define VIGIL_TEST_BENCHMARK_BEAT_FIGURES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "test/benchmark/beat_score.h"
#include "test/benchmark/figure_table.h"

namespace vigil::benchmark {

class BeatFigures {
 public:
  struct Line {
    std::string record;
    BeatScore score;             // the first 5 minutes left out
    BeatScore from_start;
    std::int64_t answered = 0;   // from the start, of `all`
    std::int64_t all = 0;
  };

  // `prefix` stands before the titles of what was counted, `share` above the share that
  // was answered.
  BeatFigures(std::string prefix, std::string share) : prefix_(std::move(prefix)), share_(std::move(share)) {}

  void Add(Line line) { lines_.push_back(std::move(line)); }

  // A row for each record, then gross (all beats in one) and average (each record counts
  // alike; those that have no such figure not at all).
  FigureTable Table() const;

  std::size_t size() const { return lines_.size(); }

 private:
  Line Gross() const;

  std::string prefix_;
  std::string share_;
  std::vector<Line> lines_;
};

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_BEAT_FIGURES_H_
