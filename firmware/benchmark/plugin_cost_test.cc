#include <cstdint>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "firmware/benchmark/json_line.h"
#include "firmware/boards/mps2_an386/simulator.h"
#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::firmware {
namespace {

// What the product promises for one second of ECG.
constexpr std::int64_t kQrsBudgetEachSecond = 43'000;

// The number after `name` in the object `object` of one line of JSON; -1: none.
std::int64_t NumberOf(absl::string_view line, const std::string& object,
                      const std::string& name) {
  const std::size_t begin = line.find("\"" + object + "\": {");
  if (begin == absl::string_view::npos) return -1;
  line = line.substr(begin, line.find('}', begin) - begin);
  const std::string key = "\"" + name + "\": ";
  const std::size_t at = line.find(key);
  if (at == absl::string_view::npos) return -1;
  line = line.substr(at + key.size());
  std::int64_t number = -1;
  return absl::SimpleAtoi(line.substr(0, line.find_first_not_of("0123456789")),
                          &number)
             ? number
             : -1;
}

SimulatedRun Measure() {
  const auto run = RunInSimulator("firmware/benchmark/plugin_cost_image.elf",
                                  {"vigil", "--count-instructions",
                                   "firmware/benchmark/ecg_208.adc", "1", "cost"},
                                  testing::TempDir());
  EXPECT_TRUE(run.ok()) << run.status();
  return run.ok() ? *run : SimulatedRun{.exit_code = -1};
}

TEST(PluginCost, EachPluginKeepsToItsBudgetOnRealEcg) {
  VIGIL_VERIFIES("REQ-COST-001");
  const SimulatedRun run = Measure();

  ASSERT_EQ(run.exit_code, 0) << run.console;
  for (const char* plugin :
       {"ecg", "qrs_detector", "heart_rate", "heart_rate_limits"}) {
    const std::int64_t worst =
        NumberOf(run.console, "instructions_worst_activation", plugin);
    EXPECT_GT(worst, 0) << plugin << " in " << run.console;
    EXPECT_LE(worst, NumberOf(run.console, "budget_instructions", plugin))
        << plugin << " in " << run.console;
  }
  EXPECT_LT(NumberOf(run.console, "instructions_each_second", "qrs_detector"),
            kQrsBudgetEachSecond);
}

TEST(PluginCost, IsTheSameEachTime) {
  VIGIL_VERIFIES("REQ-COST-001");
  EXPECT_EQ(Measure().console, Measure().console);
}

TEST(JsonLine, HoldsNumbersAndObjects) {
  JsonLine line;
  line.Begin();
  line.Add("a", 0);
  line.BeginObject("b");
  line.Add("c", 18446744073709551615u);
  line.Add("d", 10);
  line.EndObject();
  line.Add("e", 5);

  EXPECT_STREQ(line.End(),
               "{\"a\": 0, \"b\": {\"c\": 18446744073709551615, \"d\": 10}, "
               "\"e\": 5}\n");
}

TEST(JsonLine, EndsWithinItsRoom) {
  JsonLine line;
  line.Begin();
  for (int n = 0; n < 200; ++n) line.Add("a long name", 1234567890);

  EXPECT_EQ(std::string(line.End()).size(), JsonLine::kRoom - 1);
}

}  // namespace
}  // namespace vigil::firmware
