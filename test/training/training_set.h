// The recordings from which the product's weights are learned.
//
//   absl::StatusOr<std::vector<TrainingRecord>> set = ReadTrainingSet(folder);
#ifndef VIGIL_TEST_TRAINING_TRAINING_SET_H_
#define VIGIL_TEST_TRAINING_TRAINING_SET_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/wfdb/adc_stream.h"
#include "platform/wfdb/annotation.h"
#include "test/benchmark/beat_score.h"
#include "test/training/lead.h"

namespace vigil::training {

struct TrainingRecord {
  std::string name;
  Lead leads[2];
  std::vector<wfdb::Conversion> conversions;  // of the first, as the product takes them
  std::vector<wfdb::Annotation> reference;
  double frequency = 0;      // Hz, of its places
  std::int64_t length = 0;   // in these
};

// The 22 records of the MIT-BIH Arrhythmia Database that de Chazal, O'Dwyer and Reilly
// (IEEE Trans Biomed Eng 51:1196, 2004) call DS1, from `folder`. Errors as of
// wfdb::ReadRecord, ReadAnnotations and ToConversions, of a second signal as well.
absl::StatusOr<std::vector<TrainingRecord>> ReadTrainingSet(const std::string& folder);

// In place of the record that is held out.
inline constexpr int kNoneHeldOut = -1;

// An R peak and its wfdb::AnnotationCode.
struct FoundBeat {
  double at = 0;  // sample at 250 Hz
  int code = wfdb::kNormalBeat;
};

// By EC57, `found` in the order of time.
benchmark::BeatScores Score(const TrainingRecord& record, const std::vector<FoundBeat>& found,
                            double learning_seconds);

}  // namespace vigil::training

#endif  // VIGIL_TEST_TRAINING_TRAINING_SET_H_
