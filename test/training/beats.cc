// Learns the weights of the classifier of beats.
//
//   ./bazelw run -c opt //test/training:beats -- --db=FOLDER --out=plugins/algorithm/beat_classifier/beat_weights.h
//   ./bazelw run -c opt //test/training:beats -- --db=FOLDER --leave_one_out

#include "test/training/beat_training.h"
#include "test/training/trainer_command.h"

int main(int argc, char** argv) { return vigil::training::RunTrainer(argc, argv, vigil::training::BeatTrainer()); }
