#include "test/benchmark/picture.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace vigil::benchmark {
namespace {

// Sizes in pixels.
constexpr double kWidth = 1280;
constexpr double kLeft = 150;  // room for names and for the values' axis
constexpr double kRight = 20;
constexpr double kPlotWidth = kWidth - kLeft - kRight;
constexpr double kTop = 44;
constexpr double kPanelHeight = 190;
constexpr double kRowHeight = 30;
constexpr double kGap = 12;
constexpr double kAxisHeight = 44;
constexpr double kLegendTop = 58;  // below the name and the unit of a panel
constexpr double kLegendHeight = 18;
constexpr int kTimes = 12;         // about so many numbers along the axis of time
constexpr double kLetterWidth = 7;

const char* CodeOf(Colour colour) {
  switch (colour) {
    case Colour::kSignal: return "#1b4f8a";
    case Colour::kReference: return "#2e7d32";
    case Colour::kTold: return "#c25700";
    case Colour::kWrong: return "#c2185b";
    case Colour::kQuiet: return "#9e9e9e";
  }
  return "#000000";
}

std::string Escaped(const std::string& text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

std::string Text(double x, double y, const char* anchor, const char* fill, const std::string& text) {
  return absl::StrFormat("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n", x, y, anchor, fill, Escaped(text));
}

std::string LineBetween(double x1, double y1, double x2, double y2, const char* stroke, double width = 1) {
  return absl::StrFormat("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%g\"/>\n", x1, y1, x2, y2,
                         stroke, width);
}

// The step of a scale: 1, 2 or 5 times a power of ten, so that about `count` fit in.
double StepOf(double range, int count) {
  const double least = range / count;
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= least) return factor * power;
  }
  return 10 * power;
}

// The multiples of `step` from `begin` to `end`.
std::vector<double> MultiplesOf(double step, double begin, double end) {
  std::vector<double> values;
  const auto last = static_cast<std::int64_t>(std::floor(end / step + 1e-6));
  for (auto n = static_cast<std::int64_t>(std::ceil(begin / step - 1e-6)); n <= last; ++n) values.push_back(static_cast<double>(n) * step);
  return values;
}

// The number of a scale with this step, with no more decimals than it needs.
std::string NumberOf(double value, double step) {
  const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
  return absl::StrFormat("%.*f", decimals, std::abs(value) < step / 2 ? 0.0 : value);
}

}  // namespace

Picture::Picture(std::string title, double begin, double seconds)
    : title_(std::move(title)), begin_(begin), seconds_(seconds > 0 ? seconds : 1) {}

void Picture::AddPanel(std::string name, std::string unit, std::vector<Line> lines) {
  Row row;
  row.name = std::move(name);
  row.unit = std::move(unit);
  row.lines = std::move(lines);
  row.is_panel = true;
  rows_.push_back(std::move(row));
}

void Picture::AddMarks(std::string name, Colour colour, std::vector<Mark> marks) {
  Row row;
  row.name = std::move(name);
  row.colour = colour;
  row.marks = std::move(marks);
  rows_.push_back(std::move(row));
}

void Picture::AddSpans(std::string name, std::vector<Span> spans) {
  Row row;
  row.name = std::move(name);
  row.spans = std::move(spans);
  rows_.push_back(std::move(row));
}

double Picture::PlaceOf(double second) const { return kLeft + kPlotWidth * (second - begin_) / seconds_; }

std::string Picture::Svg() const {
  std::string body = Text(kLeft, 26, "start", "#111111", title_);
  double top = kTop;
  for (const Row& row : rows_) {
    if (row.is_panel) {
      body += PanelAt(row, top);
    } else {
      body += Text(kLeft - 10, top + kRowHeight - 10, "end", row.spans.empty() ? CodeOf(row.colour) : "#333333", row.name);
      body += LineBetween(kLeft, top + kRowHeight, kLeft + kPlotWidth, top + kRowHeight, "#e0e0e0");
      body += row.spans.empty() ? MarksAt(row, top) : SpansAt(row, top);
    }
    top += (row.is_panel ? kPanelHeight : kRowHeight) + kGap;
  }
  body = TimeGrid(top) + body + TimeAxis(top);
  return absl::StrFormat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" font-family=\"sans-serif\" font-size=\"13\">\n"
      "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n%s</svg>\n",
      kWidth, top + kAxisHeight, body);
}

std::string Picture::PanelAt(const Row& row, double top) const {
  double least = std::numeric_limits<double>::infinity();
  double greatest = -least;
  for (const Line& line : row.lines) {
    for (const Point& point : line.points) {
      if (!Shows(point.second) || std::isnan(point.value)) continue;
      least = std::min(least, point.value);
      greatest = std::max(greatest, point.value);
    }
  }
  if (least > greatest) least = greatest = 0;
  const double margin = greatest > least ? 0.06 * (greatest - least) : 1;
  least -= margin;
  greatest += margin;
  std::string svg = absl::StrFormat("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"none\" stroke=\"#bdbdbd\"/>\n", kLeft,
                                    top, kPlotWidth, kPanelHeight);
  const double step = StepOf(greatest - least, 5);
  for (const double value : MultiplesOf(step, least, greatest)) {
    const double y = top + kPanelHeight * (greatest - value) / (greatest - least);
    svg += LineBetween(kLeft, y, kLeft + kPlotWidth, y, "#eeeeee");
    svg += Text(kLeft - 8, y + 4, "end", "#555555", NumberOf(value, step));
  }
  svg += Text(10, top + 16, "start", "#111111", row.name);
  svg += Text(10, top + 33, "start", "#555555", row.unit);
  double legend = top + kLegendTop;
  for (const Line& line : row.lines) {
    svg += Curve(line, top, least, greatest);
    if (row.lines.size() < 2) continue;
    svg += LineBetween(10, legend - 4, 28, legend - 4, CodeOf(line.colour), 3);
    svg += Text(34, legend, "start", "#333333", line.name);
    legend += kLegendHeight;
  }
  return svg;
}

// Of many points in one pixel only the least and the greatest are drawn: no beat gets lost.
std::string Picture::Curve(const Line& line, double top, double least, double greatest) const {
  std::string path;
  double column = -1;
  double low = 0;
  double high = 0;
  bool is_open = false;  // a line has begun
  const auto y_of = [&](double value) { return top + kPanelHeight * (greatest - value) / (greatest - least); };
  const auto draw = [&] {
    if (column < 0) return;
    absl::StrAppendFormat(&path, "%s%.1f %.1f", is_open ? " L" : " M", column / 2, y_of(low));
    if (high > low) absl::StrAppendFormat(&path, " L%.1f %.1f", column / 2, y_of(high));
    is_open = true;
  };
  for (const Point& point : line.points) {
    if (!Shows(point.second)) continue;
    if (std::isnan(point.value)) {
      draw();
      column = -1;
      is_open = false;
      continue;
    }
    const double its_column = std::floor(2 * PlaceOf(point.second));
    if (its_column != column) {
      draw();
      column = its_column;
      low = high = point.value;
    }
    low = std::min(low, point.value);
    high = std::max(high, point.value);
  }
  draw();
  if (path.empty()) return "";
  return absl::StrFormat("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.3\" stroke-linejoin=\"round\"/>\n", path.substr(1),
                         CodeOf(line.colour));
}

std::string Picture::MarksAt(const Row& row, double top) const {
  std::string svg;
  double free = 0;  // where there is room for the next label
  const double base = top + kRowHeight;
  for (const Mark& mark : row.marks) {
    if (!Shows(mark.second)) continue;
    const double x = PlaceOf(mark.second);
    svg += absl::StrFormat("<path d=\"M%.1f %.1f l-4 9 h8 z\" fill=\"%s\"/>\n", x, base - 10, CodeOf(row.colour));
    const double half = kLetterWidth * static_cast<double>(mark.label.size()) / 2;
    if (mark.label.empty() || x - half < free) continue;
    svg += Text(x, base - 13, "middle", CodeOf(row.colour), mark.label);
    free = x + half + 2;
  }
  return svg;
}

std::string Picture::SpansAt(const Row& row, double top) const {
  std::string svg;
  for (const Span& span : row.spans) {
    const double begin = std::max(span.begin, begin_);
    const double end = std::min(span.end, begin_ + seconds_);
    if (end <= begin) continue;
    const double x = PlaceOf(begin);
    const double width = PlaceOf(end) - x;
    svg += absl::StrFormat("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" fill-opacity=\"0.25\" stroke=\"%s\"/>\n",
                           x, top + 4, std::max(width, 1.0), kRowHeight - 6, CodeOf(span.colour), CodeOf(span.colour));
    if (kLetterWidth * static_cast<double>(span.label.size()) + 4 > width) continue;
    svg += Text(x + width / 2, top + kRowHeight - 10, "middle", "#111111", span.label);
  }
  return svg;
}

// Behind everything else, so that no line of it hides a signal.
std::string Picture::TimeGrid(double bottom) const {
  std::string svg;
  for (const double second : MultiplesOf(StepOf(seconds_, kTimes), begin_, begin_ + seconds_)) {
    svg += LineBetween(PlaceOf(second), kTop, PlaceOf(second), bottom, "#eeeeee");
  }
  return svg;
}

std::string Picture::TimeAxis(double bottom) const {
  std::string svg = LineBetween(kLeft, bottom, kLeft + kPlotWidth, bottom, "#555555");
  const double step = StepOf(seconds_, kTimes);
  for (const double second : MultiplesOf(step, begin_, begin_ + seconds_)) {
    const double x = PlaceOf(second);
    svg += LineBetween(x, bottom, x, bottom + 5, "#555555");
    svg += Text(x, bottom + 20, "middle", "#555555", NumberOf(second, step));
  }
  return svg + Text(kLeft + kPlotWidth / 2, bottom + 38, "middle", "#555555", "seconds of the recording");
}

}  // namespace vigil::benchmark
