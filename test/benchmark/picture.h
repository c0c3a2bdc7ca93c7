// A stretch of a recording to look at, as an SVG: signals above, below them what is told
// and what is true, all over the same seconds.
//
//   Picture picture("record 208", 600, 10);
//   picture.AddPanel("ECG", "mV", {{"MLII", Sampled(millivolts, 360)}});
//   picture.AddMarks("reference", Colour::kReference, {{600.8, "N"}, ...});
//   picture.AddMarks("told", Colour::kTold, {{600.8, ""}, ...});
//   WriteFile("208.svg", picture.Svg());
#ifndef VIGIL_TEST_BENCHMARK_PICTURE_H_
#define VIGIL_TEST_BENCHMARK_PICTURE_H_

#include <string>
#include <vector>

namespace vigil::benchmark {

enum class Colour { kSignal, kReference, kTold, kWrong, kQuiet };

class Picture {
 public:
  // A value that is no number breaks the line.
  struct Point {
    double second = 0;
    double value = 0;
  };
  struct Line {
    std::string name;
    std::vector<Point> points;  // rising in time
    Colour colour = Colour::kSignal;
  };
  struct Mark {
    double second = 0;
    std::string label;
  };
  struct Span {
    double begin = 0;
    double end = 0;
    std::string label;
    Colour colour = Colour::kTold;
  };

  // Shows what lies in `seconds` from `begin` on, seconds of the recording.
  Picture(std::string title, double begin, double seconds);

  // Lines over one axis of values.
  void AddPanel(std::string name, std::string unit, std::vector<Line> lines);
  // A row of moments, or of stretches of time.
  void AddMarks(std::string name, Colour colour, std::vector<Mark> marks);
  void AddSpans(std::string name, std::vector<Span> spans);

  std::string Svg() const;

 private:
  struct Row {
    std::string name;
    std::string unit;  // of a panel
    std::vector<Line> lines;
    std::vector<Mark> marks;
    std::vector<Span> spans;
    Colour colour = Colour::kTold;
    bool is_panel = false;
  };

  double PlaceOf(double second) const;
  bool Shows(double second) const { return second >= begin_ && second <= begin_ + seconds_; }
  std::string PanelAt(const Row& row, double top) const;
  std::string Curve(const Line& line, double top, double least, double greatest) const;
  std::string MarksAt(const Row& row, double top) const;
  std::string SpansAt(const Row& row, double top) const;
  std::string TimeGrid(double bottom) const;
  std::string TimeAxis(double bottom) const;

  std::string title_;
  double begin_;
  double seconds_;
  std::vector<Row> rows_;
};

// Values at `hz`, the first at second 0.
template <typename Values>
std::vector<Picture::Point> Sampled(const Values& values, double hz) {
  std::vector<Picture::Point> points;
  points.reserve(values.size());
  for (const auto value : values) points.push_back({static_cast<double>(points.size()) / hz, static_cast<double>(value)});
  return points;
}

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_PICTURE_H_
