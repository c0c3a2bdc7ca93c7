// What the classifier of beats knows of the beats of a lead, as rows for its weights; and
// which of them it takes for ventricular.
//
//   const std::vector<double> found = FindBeats(lead, kNetWeights);
//   AddBeatRows(lead, found, {.weights = weights}, {.group = 3}, rows);
//
// All of it is the plugin's own code.
#ifndef VIGIL_TEST_TRAINING_BEAT_ROWS_H_
#define VIGIL_TEST_TRAINING_BEAT_ROWS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "plugins/algorithm/beat_classifier/beat_score.h"
#include "test/training/lead.h"
#include "test/training/net_trainer.h"

namespace vigil::training {

struct BeatRun {
  plugins::beats::Weights weights;
  // Other than 0: the seed of intervals as irregular as those of atrial fibrillation.
  std::uint64_t irregular = 0;
};

// One row for each of the beats `found`, in the order of time, that has a reference beat
// which is ventricular or is not; those by which the classifier learns are left out.
void AddBeatRows(const Lead& lead, const std::vector<double>& found, const BeatRun& run, const Row& like,
                 std::vector<Row>& rows);

// For each of the beats `found` whether it is ventricular; not so while it learns.
std::vector<bool> FindVentricular(const Lead& lead, const std::vector<double>& found, const BeatRun& run);

// Of the inputs only those by which WideScore looks at a beat; the others 0.
std::vector<Row> OnlyWide(std::vector<Row> rows);

// Beats of a kind weigh less in a record that has many of that kind: its weight is that of
// `usual` beats to the power of 0.4, at most five times what it was.
void Balance(std::vector<Row>& rows);

plugins::beats::WideWeights ToWideWeights(const Net& net);
plugins::beats::BeatWeights ToBeatWeights(const Net& net);

// The content of beat_weights.h.
std::string BeatWeightsText(const plugins::beats::Weights& weights);

}  // namespace vigil::training

#endif  // VIGIL_TEST_TRAINING_BEAT_ROWS_H_
