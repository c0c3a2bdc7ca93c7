// Learns the weights of the classifier of beats.
//
//   ./bazelw run -c opt //test/training:beats -- --db=FOLDER --out=plugins/algorithm/beat_classifier/beat_weights.h
//   ./bazelw run -c opt //test/training:beats -- --db=FOLDER --leave_one_out

#include <cstddef>
#include <vector>

#include "platform/wfdb/annotation.h"
#include "plugins/algorithm/qrs_detector/beat_net_weights.h"
#include "test/benchmark/beat_score.h"
#include "test/training/beat_rows.h"
#include "test/training/beat_training.h"
#include "test/training/qrs_rows.h"
#include "test/training/trainer_command.h"
#include "test/training/training_set.h"

namespace vigil::training {
namespace {

std::vector<FoundBeat> FoundWithout(const std::vector<TrainingRecord>& set, std::size_t held_out) {
  const Lead& lead = set[held_out].leads[0];
  const std::vector<double> beats = FindBeats(lead, plugins::kNetWeights);
  const BeatRun run = {.weights = TrainBeats(set, static_cast<int>(held_out))};
  const std::vector<bool> ventricular = FindVentricular(lead, beats, run);
  std::vector<FoundBeat> found;
  for (std::size_t n = 0; n < beats.size(); ++n) {
    found.push_back({beats[n], ventricular[n] ? wfdb::kPrematureVentricular : wfdb::kNormalBeat});
  }
  return found;
}

}  // namespace
}  // namespace vigil::training

int main(int argc, char** argv) {
  using namespace vigil;
  return training::RunTrainer(argc, argv,
                              {.name = "beats",
                               .score = &benchmark::BeatScores::ventricular,
                               .source = [](const auto& set) { return training::BeatWeightsText(training::TrainBeats(set, training::kNoneHeldOut)); },
                               .found_without = training::FoundWithout});
}
