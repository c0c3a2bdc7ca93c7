#include "test/benchmark/figure_table.h"

#include <optional>

#include "gtest/gtest.h"
#include "test/benchmark/binary_score.h"

namespace vigil::benchmark {
namespace {

FigureTable Example() {
  FigureTable table("subject", {{"falls", "falls", 0}, {"se_percent", "Se %", 1}});
  table.Add("SA01", {75, 98.666});
  table.Add("SE01", {0, std::nullopt});
  return table;
}

TEST(FigureTable, PrintsARowInALine) {
  EXPECT_EQ(Example().Text(),
            "subject            falls      Se %\n"
            "SA01                  75      98.7\n"
            "SE01                   0         -\n");
}

TEST(FigureTable, GivesWhatIsNotKnownAsNull) {
  EXPECT_EQ(Example().JsonRows(),
            R"([{"subject":"SA01","falls":75.0,"se_percent":98.67},{"subject":"SE01","falls":0.0,"se_percent":null}])");
}

TEST(FigureTable, NamesWithQuotesAndControlsStayOneString) {
  EXPECT_EQ(JsonString("a\"b\\c\nd\te"), R"("a\"b\\c\u000ad\u0009e")");
}

TEST(BinaryScore, CountsEachOfTheFourOutcomes) {
  BinaryScore score;
  score.Add(true, true, 3);
  score.Add(true, false);
  score.Add(false, true, 2);
  score.Add(false, false, 8);
  EXPECT_EQ(score.Sensitivity(), 75.0);
  EXPECT_EQ(score.Specificity(), 80.0);
  EXPECT_EQ(score.PositivePredictivity(), 60.0);
  EXPECT_NEAR(*score.Accuracy(), 100.0 * 11 / 14, 1e-9);
  BinaryScore twice = score;
  twice += score;
  EXPECT_EQ(twice.Sensitivity(), 75.0);
  EXPECT_EQ(twice.true_negatives, 16);
}

TEST(Figures, AMeanIsOfThoseThatAreKnown) {
  Mean mean;
  EXPECT_FALSE(mean.Value().has_value());
  mean.Add(2);
  mean.Add(std::nullopt);
  mean.Add(4);
  EXPECT_EQ(mean.Value(), 3);
}

TEST(Figures, SharesAndRatesHaveAWhole) {
  EXPECT_EQ(ShareOf(kPercent, 1, 4), 25);
  EXPECT_EQ(ShareOf(kPerDay, 2, 43'200), 4);
  EXPECT_FALSE(ShareOf(kPercent, 0, 0).has_value());
}

TEST(BinaryScore, AShareOfNothingIsNotKnown) {
  EXPECT_FALSE(BinaryScore().Sensitivity());
  EXPECT_FALSE(BinaryScore().PositivePredictivity());
}

}  // namespace
}  // namespace vigil::benchmark
