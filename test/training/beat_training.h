// Learns the weights of the classifier of beats.
//
//   const plugins::beats::Weights weights = TrainBeats(set, kNoneHeldOut);
#ifndef VIGIL_TEST_TRAINING_BEAT_TRAINING_H_
#define VIGIL_TEST_TRAINING_BEAT_TRAINING_H_

#include <vector>

#include "plugins/algorithm/beat_classifier/beat_score.h"
#include "test/training/trainer.h"
#include "test/training/training_set.h"

namespace vigil::training {

// Without the record at place `held_out`, which nothing here looks at.
plugins::beats::Weights TrainBeats(const std::vector<TrainingRecord>& set, int held_out);

Trainer BeatTrainer();

}  // namespace vigil::training

#endif  // VIGIL_TEST_TRAINING_BEAT_TRAINING_H_
