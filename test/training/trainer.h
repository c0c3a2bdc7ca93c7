// What the commands of the trainers ask of a trainer, whatever its weights are.
//
//   const Trainer trainer = NewTrainer("qrs", TrainQrs, QrsWeightsText, FindWith);
//   trainer.found_without(set, 3);   // in record 3, with weights of the others
#ifndef VIGIL_TEST_TRAINING_TRAINER_H_
#define VIGIL_TEST_TRAINING_TRAINER_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "test/training/lead.h"
#include "test/training/training_set.h"

namespace vigil::training {

struct Trainer {
  const char* name = "";
  // Beats are scored as ventricular or not, and with them the rhythms of the ventricles.
  bool has_classes = false;
  // The source file of weights that were learned from all records.
  std::function<std::string(const std::vector<TrainingRecord>&)> source;
  // What is found in the first signal of a record with weights of the others.
  std::function<std::vector<FoundBeat>(const std::vector<TrainingRecord>&, std::size_t)> found_without;
};

// Of weights that `learn` learns without the record at a place, that `text` writes as
// source, and with which `find` finds the beats of a lead.
template <typename Weights>
Trainer NewTrainer(const char* name, Weights (*learn)(const std::vector<TrainingRecord>&, int),
                   std::string (*text)(const Weights&), std::vector<FoundBeat> (*find)(const Lead&, const Weights&)) {
  Trainer trainer;
  trainer.name = name;
  trainer.source = [=](const std::vector<TrainingRecord>& set) { return text(learn(set, kNoneHeldOut)); };
  trainer.found_without = [=](const std::vector<TrainingRecord>& set, std::size_t held_out) {
    return find(set[held_out].leads[0], learn(set, static_cast<int>(held_out)));
  };
  return trainer;
}

}  // namespace vigil::training

#endif  // VIGIL_TEST_TRAINING_TRAINER_H_
