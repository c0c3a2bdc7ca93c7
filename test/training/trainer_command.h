// The command of a trainer: learns weights from the recordings and writes them, or tells
// how well weights do on a record that they were learned without.
//
//   ... -- --db=FOLDER --out=FILE
//   ... -- --db=FOLDER --leave_one_out
#ifndef VIGIL_TEST_TRAINING_TRAINER_COMMAND_H_
#define VIGIL_TEST_TRAINING_TRAINER_COMMAND_H_

#include "test/training/trainer.h"

namespace vigil::training {

// Gives the exit code: 0, or 1 after an error, which is printed.
int RunTrainer(int argc, char** argv, const Trainer& trainer);

}  // namespace vigil::training

#endif  // VIGIL_TEST_TRAINING_TRAINER_COMMAND_H_
