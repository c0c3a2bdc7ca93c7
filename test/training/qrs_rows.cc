#include "test/training/qrs_rows.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "plugins/algorithm/qrs_detector/beat_decision.h"
#include "plugins/algorithm/qrs_detector/beat_features.h"
#include "plugins/algorithm/qrs_detector/candidate_finder.h"
#include "plugins/algorithm/qrs_detector/qrs_filter.h"
#include "test/training/weights_text.h"

namespace vigil::training {
namespace {

using plugins::BeatDecision;
using plugins::Candidate;
using plugins::kGroupSize;
using plugins::kHiddenGroups;
using plugins::NetWeights;

constexpr std::size_t kHidden = std::size_t{kHiddenGroups} * kGroupSize;
constexpr double kMatch = 0.15 * kSamplesPerSecond;
constexpr std::size_t kAfterEnd = 250;  // samples: the last beats are decided

// Runs the detector; before(decision) and after(decision, was_told) at each tick.
template <typename Before, typename After>
void Run(const Lead& lead, const NetWeights& weights, Before before, After after) {
  const std::size_t count = lead.microvolt.size();
  if (count <= kAfterEnd) return;
  plugins::QrsFilter filter;
  plugins::CandidateFinder finder;
  BeatDecision decision;
  filter.Reset(lead.microvolt[0]);
  finder.Reset();
  decision.Reset(weights);
  // Beyond the end it runs backwards, without a step.
  const auto sample = [&](std::size_t n) { return lead.microvolt[n < count ? n : 2 * count - 2 - n]; };
  for (std::size_t n = 0; n + 1 < count + kAfterEnd; n += 2) {
    filter.Next(sample(n), sample(n + 1));
    const bool is_candidate = finder.Next(filter);
    if (is_candidate && finder.candidate().energy >= decision.LeastEnergy()) finder.Describe(filter);
    before(decision);
    after(decision, decision.Next(filter.tick(), is_candidate ? &finder.candidate() : nullptr));
  }
}

struct Weighed {
  double at = 0;  // R peak, sample
  std::int32_t energy = 0;
  plugins::Features features;
};

std::vector<Weighed> WeighedOf(const Lead& lead, const NetWeights& weights) {
  std::vector<Weighed> weighed;
  std::uint32_t next = 0;
  std::uint32_t first_new = 0;  // what was weighed before is not taught again
  std::int32_t least = 0;
  plugins::BeatLevels levels;
  plugins::Rhythm rhythm;
  Run(lead, weights,
      [&](const BeatDecision& decision) {
        next = decision.next();
        least = decision.is_learning() ? INT32_MAX : decision.LeastEnergy();
        levels = decision.levels();
        rhythm = decision.rhythm();
      },
      [&](const BeatDecision& decision, bool) {
        if (next < first_new || next >= decision.candidates().end()) return;
        const Candidate& candidate = decision.candidates()[next];
        if (!candidate.was_weighed) return;
        first_new = next + 1;
        const bool is_too_soon = rhythm.has_beat && candidate.at - rhythm.at < BeatDecision::kRefractory;
        if (is_too_soon || !candidate.is_described || candidate.energy < least) return;
        weighed.push_back({static_cast<double>(candidate.fiducial), candidate.energy,
                           FeaturesOf(decision.candidates(), next, levels, rhythm)});
      });
  std::sort(weighed.begin(), weighed.end(),
            [](const Weighed& a, const Weighed& b) { return std::tie(a.at, a.energy) < std::tie(b.at, b.energy); });
  return weighed;
}

enum class Label { kNone, kBeat, kUnclear };

std::vector<Label> LabelsOf(const std::vector<Weighed>& weighed, const Lead& lead) {
  std::vector<Label> labels(weighed.size(), Label::kNone);
  std::size_t first = 0;
  for (const ReferenceBeat& beat : lead.beats) {
    while (first < weighed.size() && weighed[first].at < beat.at - kMatch) ++first;
    std::size_t best = first;
    for (std::size_t n = first; n < weighed.size() && weighed[n].at <= beat.at + kMatch; ++n) {
      if (labels[n] == Label::kNone) labels[n] = Label::kUnclear;
      if (weighed[n].energy > weighed[best].energy) best = n;
    }
    if (best < weighed.size() && weighed[best].at <= beat.at + kMatch) labels[best] = Label::kBeat;
  }
  return labels;
}

bool IsInFlutter(const Lead& lead, double at) {
  constexpr double kBeside = 28;  // samples
  return std::any_of(lead.flutter.begin(), lead.flutter.end(), [&](const Lead::Stretch& stretch) {
    return stretch.begin - kBeside <= at && at <= stretch.end + kBeside;
  });
}

}  // namespace

std::vector<double> FindBeats(const Lead& lead, const NetWeights& weights) {
  std::vector<double> beats;
  Run(lead, weights, [](const BeatDecision&) {},
      [&](const BeatDecision& decision, bool is_told) {
        const std::uint32_t at = decision.beat().fiducial;
        if (is_told && at < lead.microvolt.size()) beats.push_back(at);
      });
  std::sort(beats.begin(), beats.end());
  return beats;
}

void AddQrsRows(const Lead& lead, const NetWeights& weights, const Row& like, std::vector<Row>& rows) {
  // What is far too weak is easy, and most: one of six counts for all.
  constexpr std::int32_t kFarTooWeak = -80;
  constexpr std::size_t kEach = 6;
  const std::vector<Weighed> weighed = WeighedOf(lead, weights);
  const std::vector<Label> labels = LabelsOf(weighed, lead);
  std::size_t weak = 0;
  for (std::size_t n = 0; n < weighed.size(); ++n) {
    if (labels[n] == Label::kUnclear || IsInFlutter(lead, weighed[n].at)) continue;
    Row row = like;
    row.target = labels[n] == Label::kBeat ? 1 : 0;
    if (labels[n] == Label::kNone && weighed[n].features.values[0] < kFarTooWeak) {
      if (weak++ % kEach != 0) continue;
      row.weight *= kEach;
    }
    for (std::size_t i = 0; i < plugins::kFeatureCount; ++i) {
      row.inputs[i] = static_cast<std::int16_t>(weighed[n].features.values[i]);
    }
    rows.push_back(row);
  }
}

NetWeights FirstQrsWeights() {
  NetWeights weights;
  weights.offset = 2600;
  weights.direct[0] = 1500;   // energy, over that of strong and of weak beats
  weights.direct[1] = 1500;
  weights.direct[4] = 1200;   // steepness
  weights.direct[6] = 1200;   // likeness
  weights.direct[13] = 1000;  // short interval
  weights.direct[17] = 1500;  // steepness of a T wave
  weights.direct[25] = -1500; // a better one soon
  weights.direct[26] = -800;
  return weights;
}

NetWeights ToQrsWeights(const Net& net) {
  constexpr float kScore = 1024;
  constexpr float kSum = 4096;
  constexpr float kOutput = 8192;
  const std::vector<std::size_t> units = UnitsByEffect(net);
  NetWeights weights;
  weights.offset = RoundedWeight(net.offsets[kDirect] * kScore);
  for (std::size_t i = 0; i < plugins::kFeatureCount; ++i) {
    weights.direct[i] = static_cast<std::int16_t>(RoundedWeight(net.weights[i][kDirect] * kScore));
  }
  for (std::size_t n = 0; n < kHidden; ++n) {
    const std::size_t group = n / kGroupSize;
    const std::size_t place = n % kGroupSize;
    weights.hidden_offsets[group][place] = RoundedWeight(net.offsets[units[n]] * kSum);
    weights.output[group][place] = RoundedWeight(net.outputs[units[n]] * kOutput);
    for (std::size_t i = 0; i < plugins::kFeatureCount; ++i) {
      weights.hidden[group][i][place] =
          static_cast<std::int16_t>(RoundedWeight(net.weights[i][units[n]] * kSum / kInputUnit));
    }
  }
  return weights;
}

std::string QrsWeightsText(const NetWeights& weights) {
  std::string hidden;
  for (std::size_t group = 0; group < kHiddenGroups; ++group) {
    absl::StrAppend(&hidden, "        {\n");
    for (std::size_t i = 0; i < plugins::kFeatureCount; ++i) {
      absl::StrAppend(&hidden, "            {", WeightLines(weights.hidden[group][i], 0), "},\n");
    }
    absl::StrAppend(&hidden, "        },\n");
  }
  std::string offsets;
  std::string outputs;
  for (std::size_t group = 0; group < kHiddenGroups; ++group) {
    absl::StrAppend(&offsets, "        {", WeightLines(weights.hidden_offsets[group], 0), "},\n");
    absl::StrAppend(&outputs, "        {", WeightLines(weights.output[group], 0), "},\n");
  }
  return absl::StrCat(
      "// The weights of the net that tells beats from what is none (beat_net.h): data, made\n"
      "// by //test/training:qrs, not by hand. docs/algorithms/qrs_detector.md says from which\n"
      "// recordings, by which rule, and how well they do on recordings that were held out.\n"
      "#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_NET_WEIGHTS_H_\n"
      "#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_NET_WEIGHTS_H_\n\n"
      "#include \"plugins/algorithm/qrs_detector/beat_net.h\"\n\n"
      "namespace vigil::plugins {\n\n"
      "inline constexpr NetWeights kNetWeights = {\n"
      "    .offset = ", weights.offset, ",\n"
      "    .direct = {\n", WeightLines(weights.direct, 8), "\n    },\n"
      "    .hidden_offsets = {\n", offsets, "    },\n"
      "    .output = {\n", outputs, "    },\n"
      "    .hidden = {\n", hidden, "    },\n"
      "};\n\n}  // namespace vigil::plugins\n\n"
      "#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_NET_WEIGHTS_H_\n");
}

}  // namespace vigil::training
