// Learns the weights of the QRS detector's net.
//
//   const plugins::NetWeights weights = TrainQrs(set, kNoneHeldOut);
#ifndef VIGIL_TEST_TRAINING_QRS_TRAINING_H_
#define VIGIL_TEST_TRAINING_QRS_TRAINING_H_

#include <vector>

#include "plugins/algorithm/qrs_detector/beat_net.h"
#include "test/training/trainer.h"
#include "test/training/training_set.h"

namespace vigil::training {

// Without the record at place `held_out`, which nothing here looks at.
plugins::NetWeights TrainQrs(const std::vector<TrainingRecord>& set, int held_out);

Trainer QrsTrainer();

}  // namespace vigil::training

#endif  // VIGIL_TEST_TRAINING_QRS_TRAINING_H_
