// The command of a trainer: learns weights from the recordings and writes them, or tells
// how well weights do on a record that they were learned without.
//
//   ... -- --db=FOLDER --out=FILE
//   ... -- --db=FOLDER --leave_one_out
#ifndef VIGIL_TEST_TRAINING_TRAINER_COMMAND_H_
#define VIGIL_TEST_TRAINING_TRAINER_COMMAND_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "test/benchmark/beat_score.h"
#include "test/training/training_set.h"

namespace vigil::training {

struct Trainer {
  const char* name = "";
  // What beats are scored by.
  benchmark::BeatScore benchmark::BeatScores::*score = nullptr;
  // The source file of weights that were learned from all records.
  std::function<std::string(const std::vector<TrainingRecord>&)> source;
  // What is found in the first signal of a record with weights of the others.
  std::function<std::vector<FoundBeat>(const std::vector<TrainingRecord>&, std::size_t)> found_without;
};

// Gives the exit code: 0, or 1 after an error, which is printed.
int RunTrainer(int argc, char** argv, const Trainer& trainer);

}  // namespace vigil::training

#endif  // VIGIL_TEST_TRAINING_TRAINER_COMMAND_H_
