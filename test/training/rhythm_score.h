// How well the product tells the rhythms of the ventricles when its beats have the classes
// of other weights.
//
//   absl::StatusOr<benchmark::VfVtScore> score = ScoreRhythms(record, trainer.found_without(set, n));
#ifndef VIGIL_TEST_TRAINING_RHYTHM_SCORE_H_
#define VIGIL_TEST_TRAINING_RHYTHM_SCORE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "test/benchmark/vfvt_run.h"
#include "test/training/training_set.h"

namespace vigil::training {

// As //test/benchmark:vfvt scores the first signal: the whole product, whose classifier of
// beats says of each beat that it answers what `found` says of the nearest one, within
// 150 ms; without such a one that it is not ventricular. `found`: in the order of time.
// Errors as of benchmark::RunProduct.
absl::StatusOr<benchmark::VfVtScore> ScoreRhythms(const TrainingRecord& record, const std::vector<FoundBeat>& found);

}  // namespace vigil::training

#endif  // VIGIL_TEST_TRAINING_RHYTHM_SCORE_H_
