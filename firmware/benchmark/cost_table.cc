#include "firmware/benchmark/cost_table.h"

#include <cstddef>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

namespace vigil::firmware {
namespace {

std::optional<std::int64_t> NumberOf(absl::string_view line, const std::string& name) {
  const std::string key = absl::StrCat("\"", name, "\": ");
  const std::size_t at = line.find(key);
  if (at == absl::string_view::npos) return std::nullopt;
  line = line.substr(at + key.size());
  std::int64_t number = 0;
  if (!absl::SimpleAtoi(line.substr(0, line.find_first_not_of("0123456789")), &number)) return std::nullopt;
  return number;
}

}  // namespace

std::vector<PluginCost> ParseCosts(absl::string_view console) {
  std::vector<PluginCost> costs;
  for (const absl::string_view line : absl::StrSplit(console, '\n')) {
    const std::vector<absl::string_view> words = absl::StrSplit(line, '"');
    const std::optional<std::int64_t> each_second = NumberOf(line, "each_second");
    const std::optional<std::int64_t> worst = NumberOf(line, "worst_activation");
    const std::optional<std::int64_t> budget = NumberOf(line, "budget");
    const std::optional<std::int64_t> failures = NumberOf(line, "failures");
    if (words.size() < 2 || !each_second || !worst || !budget || !failures) continue;
    costs.push_back({std::string(words[1]), *each_second, *worst, *budget, *failures});
  }
  return costs;
}

std::string CostTable(const std::vector<PluginCost>& costs) {
  std::string table = absl::StrFormat("%-22s %14s %14s %14s\n", "plugin", "each second", "worst at once", "its budget");
  for (const PluginCost& cost : costs) {
    absl::StrAppendFormat(&table, "%-22s %14d %14d %14d%s\n", cost.plugin, cost.each_second, cost.worst_activation, cost.budget,
                          cost.worst_activation > cost.budget ? "  above it" : "");
  }
  return table;
}

}  // namespace vigil::firmware
