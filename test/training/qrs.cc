// Learns the weights of the QRS detector.
//
//   ./bazelw run -c opt //test/training:qrs -- --db=FOLDER --out=plugins/algorithm/qrs_detector/beat_net_weights.h
//   ./bazelw run -c opt //test/training:qrs -- --db=FOLDER --leave_one_out

#include "test/training/qrs_training.h"
#include "test/training/trainer_command.h"

int main(int argc, char** argv) { return vigil::training::RunTrainer(argc, argv, vigil::training::QrsTrainer()); }
