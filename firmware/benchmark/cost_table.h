// What the image algorithm_cost_image reports, a line of JSON for each plugin, as figures
// and as a table to read.
//
//   for (const PluginCost& cost : ParseCosts(console)) ...
//   std::cout << CostTable(ParseCosts(console));
#ifndef VIGIL_FIRMWARE_BENCHMARK_COST_TABLE_H_
#define VIGIL_FIRMWARE_BENCHMARK_COST_TABLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace vigil::firmware {

// In instructions.
struct PluginCost {
  std::string plugin;
  std::int64_t each_second = 0;
  std::int64_t worst_activation = 0;
  std::int64_t budget = 0;   // of an activation
  std::int64_t failures = 0;  // activations that gave an error
};

// Other lines are left out.
std::vector<PluginCost> ParseCosts(absl::string_view console);

std::string CostTable(const std::vector<PluginCost>& costs);

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_BENCHMARK_COST_TABLE_H_
