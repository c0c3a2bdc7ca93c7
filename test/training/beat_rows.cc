#include "test/training/beat_rows.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "plugins/algorithm/beat_classifier/beat_classifier.h"
#include "plugins/algorithm/beat_classifier/beat_company.h"
#include "plugins/algorithm/beat_classifier/beat_judge.h"
#include "plugins/algorithm/beat_classifier/beat_shape.h"
#include "plugins/algorithm/beat_classifier/ecg_ring.h"
#include "test/training/random.h"
#include "test/training/weights_text.h"

namespace vigil::training {
namespace {

using plugins::beats::BeatCompany;
using plugins::beats::BeatJudge;
using plugins::beats::BeatShape;
using plugins::beats::BeatWeights;
using plugins::beats::Feature;
using plugins::beats::kFeatures;
using plugins::beats::kHidden;
using plugins::beats::Verdict;
using plugins::beats::WideWeights;

constexpr double kMatch = 0.15 * kSamplesPerSecond;
constexpr std::size_t kInputs = static_cast<std::size_t>(kFeatures);

std::vector<BeatShape> ShapesOf(const Lead& lead, const std::vector<double>& found) {
  std::vector<BeatShape> shapes(found.size());
  plugins::beats::EcgRing ring;
  ring.Clear();
  std::size_t next = 0;
  // What a beat at the very end lacks is as the last sample.
  const std::size_t end = lead.microvolt.size() + BeatShape::kSamplesAfter + 1;
  for (std::size_t n = 0; n < end && next < found.size(); ++n) {
    ring.Add(lead.microvolt[std::min(n, lead.microvolt.size() - 1)]);
    const auto at = static_cast<std::size_t>(std::lround(found[next]));
    if (n < at + BeatShape::kSamplesAfter) continue;
    shapes[next].Take(ring, static_cast<std::int32_t>(n - at));
    ++next;
  }
  return shapes;
}

// By how much each interval is longer, changing every 150 beats.
std::vector<double> FactorsOf(std::size_t count, std::uint64_t seed) {
  std::vector<double> factors(count + 1, 1);
  if (seed == 0) return factors;
  Random random(seed);
  double most = 0;
  for (std::size_t n = 0; n < factors.size(); ++n) {
    if (n % 150 == 0) most = random.Between(0.1, 0.45);
    factors[n] = 1 + random.Between(-most, most);
  }
  return factors;
}

// each(place, judge, samples to the next beat) after each beat.
template <typename Each>
void Run(const Lead& lead, const std::vector<double>& found, const BeatRun& run, Each each) {
  const std::vector<BeatShape> shapes = ShapesOf(lead, found);
  const std::vector<double> factors = FactorsOf(found.size(), run.irregular);
  BeatJudge judge;
  judge.Clear();
  std::int32_t before = 0;
  for (std::size_t n = 0; n < found.size(); ++n) {
    const bool has_next = n + 1 < found.size();
    const auto after = has_next ? static_cast<std::int32_t>((found[n + 1] - found[n]) * factors[n + 1]) : BeatJudge::kGreatestAfter;
    const bool is_near = after < BeatJudge::kGreatestAfter;
    judge.Judge(shapes[n], before, {is_near ? &shapes[n + 1] : nullptr, after}, run.weights);
    each(n, judge, after);
    before = after;
  }
}

// The codes of the reference beats that `found` are; 0 where there is none.
std::vector<int> CodesOf(const Lead& lead, const std::vector<double>& found) {
  std::vector<int> codes(found.size(), 0);
  for (const ReferenceBeat& beat : lead.beats) {
    const auto after = std::lower_bound(found.begin(), found.end(), beat.at);
    auto nearest = after;
    if (after == found.end() || (after != found.begin() && beat.at - *(after - 1) < *after - beat.at)) {
      if (after == found.begin()) continue;
      nearest = after - 1;
    }
    if (std::fabs(*nearest - beat.at) <= kMatch) codes[static_cast<std::size_t>(nearest - found.begin())] = beat.code;
  }
  return codes;
}

bool IsTaught(int code) {
  return code != 0 && code != wfdb::kFusionBeat && code != wfdb::kUnclassifiableBeat && code != wfdb::kPacedBeat &&
         code != wfdb::kFusionOfPacedBeat;
}

}  // namespace

void AddBeatRows(const Lead& lead, const std::vector<double>& found, const BeatRun& run, const Row& like,
                 std::vector<Row>& rows) {
  const std::vector<int> codes = CodesOf(lead, found);
  Run(lead, found, run, [&](std::size_t n, const BeatJudge& judge, std::int32_t /*after*/) {
    if (n < plugins::BeatClassifier::kLearned || !IsTaught(codes[n])) return;
    Row row = like;
    row.target = IsVentricular(codes[n]) ? 1 : 0;
    std::copy(std::begin(judge.features().values), std::end(judge.features().values), row.inputs.begin());
    rows.push_back(row);
  });
}

std::vector<bool> FindVentricular(const Lead& lead, const std::vector<double>& found, const BeatRun& run) {
  std::vector<bool> ventricular(found.size(), false);
  BeatCompany company;
  company.Clear();
  Verdict last = Verdict::kOther;
  Run(lead, found, run, [&](std::size_t n, BeatJudge& judge, std::int32_t after) {
    if (last == Verdict::kAsksNext) ventricular[n - 1] = BeatCompany::IsMoreLikely(judge.beat());
    last = company.Take(judge.beat(), /*is_small=*/false, after);
    if (company.IsOfLongRun()) judge.Hold();
    ventricular[n] = last == Verdict::kVentricular;
  });
  std::fill_n(ventricular.begin(), std::min(found.size(), std::size_t{plugins::BeatClassifier::kLearned}), false);
  return ventricular;
}

std::vector<Row> OnlyWide(std::vector<Row> rows) {
  constexpr Feature kUsed[] = {Feature::kWidth,        Feature::kSteepPoints,   Feature::kBendToTravel,
                               Feature::kTravelToSpan, Feature::kAreaToSpan,    Feature::kAfterToBefore,
                               Feature::kBeforeToUsual, Feature::kAfterToUsual, Feature::kTConcordance,
                               Feature::kPAreaToSpan};
  for (Row& row : rows) {
    const auto all = row.inputs;
    row.inputs = {};
    for (const Feature used : kUsed) row.inputs[static_cast<std::size_t>(used)] = all[static_cast<std::size_t>(used)];
  }
  return rows;
}

void Balance(std::vector<Row>& rows) {
  constexpr double kUsual = 1000;
  constexpr double kPower = 0.4;
  constexpr double kMost = 5;
  std::map<std::pair<int, bool>, double> weights;
  for (const Row& row : rows) weights[{row.group, row.target > 0.5F}] += row.weight;
  double sum = 0;
  for (Row& row : rows) {
    const double share = weights[{row.group, row.target > 0.5F}] / kUsual;
    row.weight *= static_cast<float>(std::min(kMost, std::pow(share, -kPower)));
    sum += row.weight;
  }
  const auto mean = static_cast<float>(sum / static_cast<double>(rows.size()));
  for (Row& row : rows) row.weight /= mean;
}

WideWeights ToWideWeights(const Net& net) {
  WideWeights weights;
  weights.bias = RoundedWeight(net.offsets[kDirect] * 16384);
  for (std::size_t n = 0; n < kInputs; ++n) weights.values[n] = static_cast<std::int16_t>(RoundedWeight(net.weights[n][kDirect] * 512));
  return weights;
}

BeatWeights ToBeatWeights(const Net& net) {
  constexpr float kSum = 32768;
  constexpr float kWeight = 1024;
  const std::vector<std::size_t> units = UnitsByEffect(net);
  BeatWeights weights;
  weights.bias = RoundedWeight(net.offsets[kDirect] * kSum);
  for (std::size_t n = 0; n < kInputs; ++n) {
    weights.direct[n] = static_cast<std::int16_t>(RoundedWeight(net.weights[n][kDirect] * kWeight));
  }
  for (std::size_t unit = 0; unit < static_cast<std::size_t>(kHidden); ++unit) {
    weights.hidden_bias[unit] = RoundedWeight(net.offsets[units[unit]] * kSum);
    weights.output[unit] = static_cast<std::int16_t>(RoundedWeight(net.outputs[units[unit]] * kWeight));
    for (std::size_t n = 0; n < kInputs; ++n) {
      weights.hidden[unit][n] = static_cast<std::int16_t>(RoundedWeight(net.weights[n][units[unit]] * kWeight));
    }
  }
  return weights;
}

std::string BeatWeightsText(const plugins::beats::Weights& weights) {
  std::string hidden;
  for (const auto& unit : weights.beat.hidden) {
    absl::StrAppend(&hidden, "            {\n", WeightLines(unit, 16), "\n            },\n");
  }
  return absl::StrCat(
      "// The weights of WideScore and BeatScore: data, made by //test/training:beats, not by\n"
      "// hand. docs/algorithms/beat_classifier.md says from which recordings, by which rule,\n"
      "// and how well they do on recordings that were held out.\n"
      "#ifndef VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_WEIGHTS_H_\n"
      "#define VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_WEIGHTS_H_\n\n"
      "#include \"plugins/algorithm/beat_classifier/beat_score.h\"\n\n"
      "namespace vigil::plugins::beats {\n\n"
      "inline constexpr Weights kWeights = {\n"
      "    .wide = {\n        .bias = ", weights.wide.bias, ",\n"
      "        .values = {\n", WeightLines(weights.wide.values, 12), "\n        },\n    },\n"
      "    .beat = {\n        .bias = ", weights.beat.bias, ",\n"
      "        .direct = {\n", WeightLines(weights.beat.direct, 12), "\n        },\n"
      "        .hidden_bias = {\n", WeightLines(weights.beat.hidden_bias, 12), "\n        },\n"
      "        .hidden = {\n", hidden, "        },\n"
      "        .output = {\n", WeightLines(weights.beat.output, 12), "\n        },\n    },\n"
      "};\n\n}  // namespace vigil::plugins::beats\n\n"
      "#endif  // VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_WEIGHTS_H_\n");
}

}  // namespace vigil::training
