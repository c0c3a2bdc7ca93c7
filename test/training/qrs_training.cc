#include "test/training/qrs_training.h"

#include <cstddef>
#include <cstdint>

#include "test/training/lead.h"
#include "test/training/net_trainer.h"
#include "test/training/qrs_rows.h"
#include "test/training/random.h"

namespace vigil::training {
namespace {

// The detector decides with what it took for beats before: the net is trained on what a
// detector with the net of the round before met.
constexpr int kRounds = 2;
constexpr double kMixGain = 0.7;
constexpr double kMuscleSnrDb = 11;
// What is not as it was recorded, first signal, counts less.
constexpr float kOtherLead = 0.4F;
constexpr float kChanged = 0.3F;

void AddRecord(const TrainingRecord& record, int group, int round, const plugins::NetWeights& weights,
               std::vector<Row>& rows) {
  Random random(static_cast<std::uint64_t>(1000 * round + group));
  const auto add = [&](const Lead& lead, bool is_first, float weight) {
    Row like;
    like.group = static_cast<std::int16_t>(group);
    like.weight = (is_first ? 1 : kOtherLead) * weight;
    AddQrsRows(lead, weights, like, rows);
  };
  const Lead& first = record.leads[0];
  const Lead& second = record.leads[1];
  const Lead leads[] = {first, second, Mixed(first, kMixGain, second, kMixGain), Mixed(first, kMixGain, second, -kMixGain)};
  for (std::size_t n = 0; n < 4; ++n) add(leads[n], n == 0, 1);
  for (const std::size_t n : {0, 1}) add(WithMuscleNoise(leads[n], kMuscleSnrDb, random), n == 0, kChanged);
  add(Fading(first, random), true, kChanged);
  for (const std::size_t n : {0, 3, 0, 2, 0, 1}) add(WithOtherWaves(leads[n], random), n == 0, kChanged);
  for (const std::size_t n : {0, 2}) add(WithEctopicBeats(leads[n], random), n == 0, kChanged);
}

std::vector<FoundBeat> FindWith(const Lead& lead, const plugins::NetWeights& weights) {
  std::vector<FoundBeat> found;
  for (const double at : FindBeats(lead, weights)) found.push_back({.at = at});
  return found;
}

}  // namespace

plugins::NetWeights TrainQrs(const std::vector<TrainingRecord>& set, int held_out) {
  const TrainingOptions options = {.inputs = plugins::kFeatureCount,
                                   .hidden = plugins::kHiddenGroups * plugins::kGroupSize,
                                   .passes = 4,
                                   .decay = 1e-5F};
  plugins::NetWeights weights = FirstQrsWeights();
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Row> rows;
    for (int n = 0; n < static_cast<int>(set.size()); ++n) {
      if (n != held_out) AddRecord(set[static_cast<std::size_t>(n)], n, round, weights, rows);
    }
    weights = ToQrsWeights(Train(rows, options));
  }
  return weights;
}

Trainer QrsTrainer() { return NewTrainer("qrs", TrainQrs, QrsWeightsText, FindWith); }

}  // namespace vigil::training
