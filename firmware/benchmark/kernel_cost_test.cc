#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "firmware/boards/mps2_an386/simulator.h"
#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::firmware {
namespace {

// The number after `key`, the first time that it stands in `text`; -1: none.
std::int64_t NumberAfter(absl::string_view text, absl::string_view key) {
  const std::size_t at = text.find(key);
  if (at == absl::string_view::npos) return -1;
  text = text.substr(at + key.size());
  std::int64_t number = -1;
  return absl::SimpleAtoi(text.substr(0, text.find_first_not_of("0123456789")),
                          &number)
             ? number
             : -1;
}

TEST(KernelCost, IsolationAndKernelLeaveTheFrameToThePlugins) {
  VIGIL_VERIFIES("REQ-COST-001");
  const auto run = RunInSimulator("firmware/benchmark/kernel_cost_image.elf",
                                  {"vigil", "--count-instructions",
                                   "firmware/benchmark/ecg_208.adc", "1", "cost"},
                                  testing::TempDir());

  ASSERT_TRUE(run.ok()) << run.status();
  ASSERT_EQ(run->exit_code, 0) << run->console;
  const std::int64_t partition_switch =
      NumberAfter(run->console, "\"partition_switch\": ");
  EXPECT_GT(partition_switch, 50) << run->console;
  EXPECT_LT(partition_switch, 600) << run->console;
  const std::int64_t each_sample =
      NumberAfter(run->console, "\"kernel_each_sample\": ");
  EXPECT_GT(each_sample, 50) << run->console;
  EXPECT_LT(each_sample, 3'000) << run->console;
  // In isolation as without: nobody was cut off, nothing trapped.
  EXPECT_EQ(NumberAfter(run->console, "\"plugin_failures\": "), 0) << run->console;
}

TEST(KernelSize, StaysWithinWhatTheDeviceHasForIt) {
  VIGIL_VERIFIES("REQ-COST-001");
  std::ifstream file("firmware/health_monitor/health_monitor.size.json");
  const std::string sizes{std::istreambuf_iterator<char>(file), {}};
  const std::size_t kernel = sizes.find("\"safety_kernel\":");
  ASSERT_NE(kernel, std::string::npos) << sizes;

  const std::string part = sizes.substr(kernel);

  EXPECT_GT(NumberAfter(part, "\"flash\":"), 0);
  EXPECT_LE(NumberAfter(part, "\"flash\":"), 24 * 1024);
  EXPECT_GT(NumberAfter(part, "\"ram\":"), 0);
  EXPECT_LE(NumberAfter(part, "\"ram\":"), 8 * 1024);
}

}  // namespace
}  // namespace vigil::firmware
