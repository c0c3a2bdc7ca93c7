#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "firmware/benchmark/cost_table.h"
#include "firmware/boards/mps2_an386/simulator.h"
#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::firmware {
namespace {

// Five minutes of real ECG; light and motion as the image makes them.
TEST(AlgorithmCost, EachAlgorithmWorksAndKeepsToItsBudget) {
  VIGIL_VERIFIES("REQ-COST-001");
  const absl::StatusOr<SimulatedRun> run =
      RunInSimulator("firmware/benchmark/algorithm_cost_image.elf",
                     {"vigil", "--count-instructions", "firmware/benchmark/ecg_208.adc", "1", "cost"}, testing::TempDir());
  ASSERT_TRUE(run.ok()) << run.status();
  ASSERT_EQ(run->exit_code, 0) << run->console;
  const std::vector<PluginCost> costs = ParseCosts(run->console);

  ASSERT_GE(costs.size(), 8u) << run->console;
  for (const PluginCost& cost : costs) {
    EXPECT_EQ(cost.failures, 0) << cost.plugin;
    EXPECT_GT(cost.each_second, 0) << cost.plugin;
    EXPECT_LE(cost.worst_activation, cost.budget) << cost.plugin;
  }
}

TEST(CostTable, HoldsALineForEachPluginAndMarksThoseAboveTheirBudget) {
  const std::vector<PluginCost> costs = ParseCosts(
      "qemu: something else\n"
      "{\"apnea\": {\"each_second\": 1234, \"worst_activation\": 500, \"budget\": 400, \"failures\": 0}}\n"
      "{\"ecg\": {\"each_second\": 10, \"worst_activation\": 5, \"budget\": 40, \"failures\": 2}}\n"
      "{\"damaged\": {\"each_second\": x, \"worst_activation\": 5, \"budget\": 40, \"failures\": 2}}\n");

  ASSERT_EQ(costs.size(), 2u);
  EXPECT_EQ(costs[0].plugin, "apnea");
  EXPECT_EQ(costs[0].each_second, 1234);
  EXPECT_EQ(costs[1].failures, 2);
  const std::string table = CostTable(costs);
  EXPECT_NE(table.find("500            400  above it\n"), std::string::npos) << table;
  EXPECT_NE(table.find("40\n"), std::string::npos) << table;
}

}  // namespace
}  // namespace vigil::firmware
