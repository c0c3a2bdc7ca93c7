#include "test/training/net_trainer.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "test/training/random.h"
#include "test/training/weights_text.h"

namespace vigil::training {
namespace {

// Two inputs; the class is where they have the same sign, which no line separates.
std::vector<Row> Quadrants(std::uint64_t seed) {
  Random random(seed);
  std::vector<Row> rows(4000);
  for (Row& row : rows) {
    for (const std::size_t i : {0, 1}) row.inputs[i] = static_cast<std::int16_t>(random.Between(-100, 100));
    row.target = (row.inputs[0] > 0) == (row.inputs[1] > 0) ? 1 : 0;
  }
  return rows;
}

double ShareRight(const Net& net, const std::vector<Row>& rows) {
  double right = 0;
  for (const Row& row : rows) right += (ScoreOf(net, row.inputs) > 0) == (row.target > 0.5F) ? 1 : 0;
  return right / static_cast<double>(rows.size());
}

TEST(NetTrainerTest, HiddenUnitsLearnWhatNoLineSeparates) {
  const Net line = Train(Quadrants(1), {.inputs = 2, .hidden = 0, .passes = 8});
  const Net net = Train(Quadrants(1), {.inputs = 2, .hidden = 8, .passes = 8});
  EXPECT_LT(ShareRight(line, Quadrants(2)), 0.7);
  EXPECT_GT(ShareRight(net, Quadrants(2)), 0.85);
}

TEST(NetTrainerTest, TheSameRowsGiveTheSameNet) {
  const TrainingOptions options = {.inputs = 2, .hidden = 3, .passes = 1};
  const Net net = Train(Quadrants(1), options);
  const Net again = Train(Quadrants(1), options);
  EXPECT_EQ(net.offsets, again.offsets);
  EXPECT_EQ(net.weights, again.weights);
  EXPECT_EQ(net.outputs, again.outputs);
  TrainingOptions other = options;
  other.seed = 2;
  EXPECT_NE(net.weights, Train(Quadrants(1), other).weights);
}

TEST(NetTrainerTest, DecayKeepsWeightsSmall) {
  const Net free = Train(Quadrants(1), {.inputs = 2, .hidden = 4, .passes = 4, .decay = 0});
  const Net held = Train(Quadrants(1), {.inputs = 2, .hidden = 4, .passes = 4, .decay = 0.1F});
  double squares[2] = {};
  for (std::size_t unit = 0; unit < kUnits; ++unit) {
    squares[0] += free.weights[0][unit] * free.weights[0][unit];
    squares[1] += held.weights[0][unit] * held.weights[0][unit];
  }
  EXPECT_LT(squares[1], squares[0] / 2);
}

TEST(NetTrainerTest, ARowOfMoreWeightCountsMore) {
  // The same input, of both classes.
  std::vector<Row> rows(640);
  for (std::size_t n = 0; n < rows.size(); ++n) {
    rows[n].target = n % 2 == 0 ? 1 : 0;
    rows[n].weight = n % 2 == 0 ? 3 : 1;
  }
  const Net net = Train(rows, {.inputs = 1, .hidden = 0, .passes = 200});
  EXPECT_NEAR(OddsToShare(ScoreOf(net, rows[0].inputs)), 0.75, 0.03);
}

TEST(NetTrainerTest, OddsAreTurnedIntoShares) {
  for (double score = -28; score <= 28; score += 0.25) {
    EXPECT_NEAR(OddsToShare(static_cast<float>(score)), 1 / (1 + std::exp(-score)), 2e-6) << score;
  }
  EXPECT_NEAR(OddsToShare(1e9F), 1, 1e-6);
  EXPECT_NEAR(OddsToShare(-1e9F), 0, 1e-6);
}

TEST(WeightsTextTest, UnitsComeInTheOrderOfTheirEffect) {
  Net net;
  net.outputs[2] = 1;
  net.weights[0][2] = 3;
  net.outputs[5] = -2;
  net.weights[7][5] = 4;
  net.outputs[1] = 9;  // of no input
  const std::vector<std::size_t> units = UnitsByEffect(net);
  ASSERT_EQ(units.size(), static_cast<std::size_t>(kUnits - 1));
  EXPECT_EQ(units[0], 5u);
  EXPECT_EQ(units[1], 2u);
  EXPECT_EQ(units[2], 1u);
}

TEST(WeightsTextTest, LinesAreIndentedAndNotTooLong) {
  const std::vector<std::int32_t> few = {1, -2, 3};
  EXPECT_EQ(WeightLines(few, 4), "    1, -2, 3");
  const std::vector<std::int16_t> many(40, -1000);
  const std::string lines = WeightLines(many, 8);
  std::size_t begin = 0;
  std::size_t count = 0;
  while (begin < lines.size()) {
    const std::size_t end = lines.find('\n', begin);
    EXPECT_LE((end == std::string::npos ? lines.size() : end) - begin, 96u);
    EXPECT_EQ(lines.substr(begin, 9), "        -");
    ++count;
    begin = end == std::string::npos ? lines.size() : end + 1;
  }
  EXPECT_EQ(count, 4u);
}

}  // namespace
}  // namespace vigil::training
