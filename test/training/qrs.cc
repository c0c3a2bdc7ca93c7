// Learns the weights of the QRS detector.
//
//   ./bazelw run -c opt //test/training:qrs -- --db=FOLDER --out=plugins/algorithm/qrs_detector/beat_net_weights.h
//   ./bazelw run -c opt //test/training:qrs -- --db=FOLDER --leave_one_out

#include <cstddef>
#include <vector>

#include "test/benchmark/beat_score.h"
#include "test/training/qrs_rows.h"
#include "test/training/qrs_training.h"
#include "test/training/trainer_command.h"
#include "test/training/training_set.h"

namespace vigil::training {
namespace {

std::vector<FoundBeat> FoundWithout(const std::vector<TrainingRecord>& set, std::size_t held_out) {
  std::vector<FoundBeat> found;
  for (const double at : FindBeats(set[held_out].leads[0], TrainQrs(set, static_cast<int>(held_out)))) {
    found.push_back({.at = at});
  }
  return found;
}

}  // namespace
}  // namespace vigil::training

int main(int argc, char** argv) {
  using namespace vigil;
  return training::RunTrainer(argc, argv,
                              {.name = "qrs",
                               .score = &benchmark::BeatScores::beats,
                               .source = [](const auto& set) { return training::QrsWeightsText(training::TrainQrs(set, training::kNoneHeldOut)); },
                               .found_without = training::FoundWithout});
}
