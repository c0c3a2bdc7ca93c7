// What the QRS detector weighs on a lead, as rows for its net; and what it finds.
//
//   AddQrsRows(lead, weights, {.group = 3}, rows);
//   const plugins::NetWeights trained = ToQrsWeights(Train(rows, options));
//
// All of it is the plugin's own code.
#ifndef VIGIL_TEST_TRAINING_QRS_ROWS_H_
#define VIGIL_TEST_TRAINING_QRS_ROWS_H_

#include <string>
#include <vector>

#include "plugins/algorithm/qrs_detector/beat_net.h"
#include "test/training/lead.h"
#include "test/training/net_trainer.h"

namespace vigil::training {

// The R peaks, samples at 250 Hz.
std::vector<double> FindBeats(const Lead& lead, const plugins::NetWeights& weights);

// One row for each candidate that the detector weighs while it decides with `weights`;
// the rest of each as in `like`. A candidate is a beat when it has the most energy of those
// within 150 ms of a reference beat; the others there are left out, and so is flutter.
void AddQrsRows(const Lead& lead, const plugins::NetWeights& weights, const Row& like, std::vector<Row>& rows);

// A rule by hand to begin with: strong, steep, of a known shape, no T wave, not too soon.
plugins::NetWeights FirstQrsWeights();

// Rounded, its hidden units in the order of their effect.
plugins::NetWeights ToQrsWeights(const Net& net);

// The content of beat_net_weights.h.
std::string QrsWeightsText(const plugins::NetWeights& weights);

}  // namespace vigil::training

#endif  // VIGIL_TEST_TRAINING_QRS_ROWS_H_
