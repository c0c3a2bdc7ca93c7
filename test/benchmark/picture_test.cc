#include "test/benchmark/picture.h"

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace vigil::benchmark {
namespace {

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

TEST(Picture, ShowsWhatLiesInItsSeconds) {
  Picture picture("record 1", 10, 5);
  picture.AddMarks("told", Colour::kTold, {{9.9, "a"}, {10, "b"}, {12, "c"}, {15.1, "d"}});
  const std::string svg = picture.Svg();

  EXPECT_EQ(Count(svg, "<path"), 2u);
  EXPECT_EQ(Count(svg, ">b<"), 1u);
  EXPECT_EQ(Count(svg, ">d<"), 0u);
  EXPECT_EQ(Count(svg, ">record 1<"), 1u);
}

TEST(Picture, HasAxesWithNumbersAndUnits) {
  Picture picture("x", 0, 10);
  picture.AddPanel("ECG", "mV", {{"MLII", Sampled(std::vector<double>{-1, 0.5, 2}, 1)}});
  const std::string svg = picture.Svg();

  EXPECT_EQ(Count(svg, ">mV<"), 1u);
  EXPECT_EQ(Count(svg, ">-1<"), 1u);
  EXPECT_EQ(Count(svg, ">seconds of the recording<"), 1u);
  EXPECT_GE(Count(svg, ">5<"), 1u);
}

TEST(Picture, NamesSeveralLinesInALegend) {
  const auto points = Sampled(std::vector<int>{1, 2, 3}, 1);
  Picture one("x", 0, 3);
  one.AddPanel("rate", "/min", {{"told", points, Colour::kTold}});
  Picture two("x", 0, 3);
  two.AddPanel("rate", "/min", {{"told", points, Colour::kTold}, {"true", points, Colour::kReference}});

  EXPECT_EQ(Count(one.Svg(), ">told<"), 0u);
  EXPECT_EQ(Count(two.Svg(), ">told<"), 1u);
  EXPECT_EQ(Count(two.Svg(), ">true<"), 1u);
}

TEST(Picture, BreaksALineWhereThereIsNoValue) {
  const double none = std::nan("");
  Picture picture("x", 0, 4);
  picture.AddPanel("rate", "/min", {{"told", Sampled(std::vector<double>{60, 61, none, 70, 71}, 1)}});
  const std::string svg = picture.Svg();
  const std::size_t path = svg.find("<path d=\"");
  ASSERT_NE(path, std::string::npos);

  EXPECT_EQ(Count(svg.substr(path, svg.find("fill", path) - path), "M"), 2u);
}

// A single high sample among thousands in a pixel is still drawn.
TEST(Picture, LosesNoPeakOfALongStretch) {
  std::vector<double> values(360 * 1800, 0.0);
  values[100'000] = 5;
  Picture picture("x", 0, 1800);
  picture.AddPanel("ECG", "mV", {{"MLII", Sampled(values, 360)}});
  const std::string svg = picture.Svg();

  EXPECT_LT(svg.size(), 100'000u);
  EXPECT_EQ(Count(svg, ">4<"), 1u);  // the axis reaches it
}

TEST(Picture, CutsSpansAtItsEdges) {
  Picture picture("x", 60, 60);
  picture.AddSpans("rhythm", {{0, 30, "before", Colour::kQuiet}, {30, 90, "AF", Colour::kReference}, {90, 200, "N", Colour::kQuiet}});
  const std::string svg = picture.Svg();

  EXPECT_EQ(Count(svg, ">before<"), 0u);
  EXPECT_EQ(Count(svg, "<rect x=\"150.0\""), 1u);  // the span that began earlier begins at the edge
  EXPECT_EQ(Count(svg, ">AF<"), 1u);
}

TEST(Picture, EscapesWhatItIsGiven) {
  Picture picture("a<b & \"c\"", 0, 1);
  EXPECT_NE(picture.Svg().find("a&lt;b &amp; &quot;c&quot;"), std::string::npos);
}

TEST(Picture, OfNothingIsStillAPicture) {
  Picture picture("x", 0, 0);
  picture.AddPanel("ECG", "mV", {});
  EXPECT_NE(picture.Svg().find("</svg>"), std::string::npos);
}

}  // namespace
}  // namespace vigil::benchmark
