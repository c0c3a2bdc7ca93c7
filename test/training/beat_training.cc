#include "test/training/beat_training.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "platform/wfdb/annotation.h"
#include "plugins/algorithm/qrs_detector/beat_net_weights.h"
#include "test/training/beat_rows.h"
#include "test/training/lead.h"
#include "test/training/net_trainer.h"
#include "test/training/qrs_rows.h"
#include "test/training/random.h"

namespace vigil::training {
namespace {

// What is not as it was recorded, first signal, counts less.
constexpr float kOtherLead = 0.5F;
constexpr float kChanged = 0.6F;

// A lead with the beats that the QRS detector finds in it.
struct FoundLead {
  Lead lead;
  std::vector<double> found;
};

FoundLead FoundIn(Lead lead) {
  std::vector<double> found = FindBeats(lead, plugins::kNetWeights);
  return {std::move(lead), std::move(found)};
}

FoundLead Faster(const FoundLead& found, double factor) {
  FoundLead faster = {Faster(found.lead, factor), found.found};
  for (double& at : faster.found) at /= factor;
  return faster;
}

class RecordRows {
 public:
  RecordRows(const TrainingRecord& record, int group)
      : group_(group), leads_{FoundIn(record.leads[0]), FoundIn(record.leads[1]),
                              FoundIn(Mixed(record.leads[0], 0.5, record.leads[1], 0.5)),
                              FoundIn(Mixed(record.leads[0], 0.5, record.leads[1], -0.5))} {}

  void AddTo(std::vector<Row>& rows, const plugins::beats::Weights& weights) const {
    Random random(static_cast<std::uint64_t>(group_));
    for (std::size_t n = 0; n < 4; ++n) Add(leads_[n], n, 1, {weights}, rows);
    for (std::size_t n = 0; n < 2; ++n) {
      const auto& [lead, found] = leads_[n];
      // Of irregular intervals, other ones for each lead.
      const BeatRun irregular = {weights, static_cast<std::uint64_t>(2 * group_) + n + 1};
      Add({WithMixedNoise(Reversed(lead), 0.2, random), found}, n, kChanged, {weights}, rows);
      Add({WithMixedNoise(lead, 0.35, random), found}, n, kChanged, irregular, rows);
      Add(Faster({WithMixedNoise(lead, 0.2, random), found}, 0.85), n, kChanged, {weights}, rows);
      Add(Faster({Reversed(lead), found}, 1.15), n, kChanged, irregular, rows);
    }
  }

 private:
  void Add(const FoundLead& lead, std::size_t place, float weight, const BeatRun& run, std::vector<Row>& rows) const {
    Row like;
    like.group = static_cast<std::int16_t>(group_);
    like.weight = (place == 0 ? 1 : kOtherLead) * weight;
    AddBeatRows(lead.lead, lead.found, run, like, rows);
  }

  int group_;
  FoundLead leads_[4];
};

std::vector<Row> RowsOf(const std::vector<TrainingRecord>& set, int held_out, const plugins::beats::Weights& weights) {
  std::vector<Row> rows;
  for (int n = 0; n < static_cast<int>(set.size()); ++n) {
    if (n != held_out) RecordRows(set[static_cast<std::size_t>(n)], n).AddTo(rows, weights);
  }
  return rows;
}

// The beats are those of the QRS detector with its own weights.
std::vector<FoundBeat> FindWith(const Lead& lead, const plugins::beats::Weights& weights) {
  const std::vector<double> beats = FindBeats(lead, plugins::kNetWeights);
  const std::vector<bool> ventricular = FindVentricular(lead, beats, {.weights = weights});
  std::vector<FoundBeat> found;
  for (std::size_t n = 0; n < beats.size(); ++n) {
    found.push_back({beats[n], ventricular[n] ? wfdb::kPrematureVentricular : wfdb::kNormalBeat});
  }
  return found;
}

}  // namespace

// First by what the features say that need no weights; with these, all.
plugins::beats::Weights TrainBeats(const std::vector<TrainingRecord>& set, int held_out) {
  TrainingOptions options = {.inputs = plugins::beats::kFeatures, .hidden = 0, .passes = 5, .decay = 1e-3F};
  plugins::beats::Weights weights;
  std::vector<Row> rows = OnlyWide(RowsOf(set, held_out, weights));
  Balance(rows);
  weights.wide = ToWideWeights(Train(rows, options));
  rows = RowsOf(set, held_out, weights);
  Balance(rows);
  options.hidden = plugins::beats::kHidden;
  weights.beat = ToBeatWeights(Train(rows, options));
  return weights;
}

Trainer BeatTrainer() {
  Trainer trainer = NewTrainer("beats", TrainBeats, BeatWeightsText, FindWith);
  trainer.has_classes = true;
  return trainer;
}

}  // namespace vigil::training
