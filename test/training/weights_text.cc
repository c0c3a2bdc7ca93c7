#include "test/training/weights_text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"

namespace vigil::training {
namespace {

template <typename Weight>
std::string LinesOf(std::span<const Weight> weights, std::size_t indent) {
  constexpr std::size_t kColumns = 96;
  std::string lines;
  std::string line(indent, ' ');
  for (std::size_t n = 0; n < weights.size(); ++n) {
    const std::string text = absl::StrCat(weights[n], n + 1 < weights.size() ? "," : "");
    const bool is_first = line.size() == indent;
    if (!is_first && line.size() + 1 + text.size() > kColumns) {
      absl::StrAppend(&lines, line, "\n");
      line.assign(indent, ' ');
    }
    absl::StrAppend(&line, line.size() == indent ? "" : " ", text);
  }
  return lines + line;
}

}  // namespace

std::int32_t RoundedWeight(float weight) { return static_cast<std::int32_t>(std::lround(weight)); }

std::vector<std::size_t> UnitsByEffect(const Net& net) {
  std::vector<float> effects(kUnits, 0);
  for (std::size_t unit = 0; unit < kUnits; ++unit) {
    float squares = 0;
    for (const auto& weights : net.weights) squares += weights[unit] * weights[unit];
    effects[unit] = std::fabs(net.outputs[unit]) * std::sqrt(squares);
  }
  std::vector<std::size_t> units(kUnits - 1);
  std::iota(units.begin(), units.end(), kDirect + 1);
  std::sort(units.begin(), units.end(), [&](std::size_t a, std::size_t b) {
    return effects[a] > effects[b] || (effects[a] == effects[b] && a < b);
  });
  return units;
}

std::string WeightLines(std::span<const std::int32_t> weights, std::size_t indent) { return LinesOf(weights, indent); }

std::string WeightLines(std::span<const std::int16_t> weights, std::size_t indent) { return LinesOf(weights, indent); }

}  // namespace vigil::training
