#include "test/benchmark/device_cost.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "firmware/benchmark/cost_table.h"
#include "platform/wfdb/record.h"
#include "safety_kernel/plugin/manifest.h"
#include "test/benchmark/figure_table.h"

namespace vigil::benchmark {
namespace {

constexpr char kFile[] = "firmware/benchmark/algorithm_costs.json";

bool SaysOneOf(const PluginManifest& plugin, const std::vector<ObservationCode>& codes) {
  return std::any_of(std::begin(plugin.observations_out), std::end(plugin.observations_out), [&](const ObservationPort& port) {
    return port.code != ObservationCode::kNone && std::find(codes.begin(), codes.end(), port.code) != codes.end();
  });
}

}  // namespace

std::vector<std::string> AlgorithmsFor(const SystemDescription& system, std::vector<ObservationCode> codes) {
  std::vector<std::string> names;
  // Whoever says something stands before whoever hears it.
  for (std::size_t n = system.plugin_count; n > 0; --n) {
    const PluginManifest& plugin = *system.plugins[n - 1].manifest;
    if (plugin.kind != PluginKind::kAlgorithm || !SaysOneOf(plugin, codes)) continue;
    names.emplace_back(plugin.name);
    codes.insert(codes.end(), std::begin(plugin.observations_in), std::end(plugin.observations_in));
  }
  std::reverse(names.begin(), names.end());
  return names;
}

DeviceCost::DeviceCost(const std::vector<std::string>& algorithms, const absl::StatusOr<std::string>& measured) {
  if (!measured.ok()) {
    missing_ = absl::StrCat(measured.status().message(), "; ./bazelw run makes it");
    return;
  }
  const std::vector<firmware::PluginCost> costs = firmware::ParseCosts(*measured);
  for (const std::string& name : algorithms) {
    const auto cost = std::find_if(costs.begin(), costs.end(), [&](const firmware::PluginCost& one) { return one.plugin == name; });
    if (cost == costs.end()) {
      missing_ = absl::StrCat("//firmware/benchmark:algorithm_cost does not run ", name);
    } else if (cost->failures != 0 || cost->each_second == 0) {
      missing_ = absl::StrCat(name, " did not work when it was measured");
    } else {
      instructions_.emplace_back(name, cost->each_second);
      all_ += cost->each_second;
    }
  }
}

std::string DeviceCost::Text() const {
  std::string text = "cost on a Cortex-M4: ";
  if (!missing_.empty()) return absl::StrCat(text, "not known: ", missing_, "\n");
  for (const auto& [name, instructions] : instructions_) absl::StrAppend(&text, name, " ", instructions, ", ");
  return absl::StrCat(text, "in all ", all_, " instructions for a second of signal\n");
}

std::string DeviceCost::Json() const {
  std::string json = "\"cortex_m4_instructions_per_second\":";
  if (!missing_.empty()) return absl::StrCat(json, "null,\"cortex_m4_missing\":", JsonString(missing_));
  absl::StrAppend(&json, "{");
  for (const auto& [name, instructions] : instructions_) absl::StrAppend(&json, JsonString(name), ":", instructions, ",");
  return absl::StrCat(json, "\"all\":", all_, "}");
}

DeviceCost CostOnDevice(const std::vector<std::string>& algorithms) { return {algorithms, wfdb::ReadFile(kFile)}; }

}  // namespace vigil::benchmark
