// The VitalDB Arrhythmia Database: beats of patients in surgery with the rhythm that its
// annotators saw, no ECG. What atrial fibrillation's plugin tells of them, and how irregular
// they are by the measures that keep the plugin of apnea from an answer.
//
//   absl::StatusOr<LabelledBeats> patient = ReadLabelledBeats(csv);
//   absl::StatusOr<Rhythm> told = RunAtrialFibrillation(*patient);
//   AfScore score = ScoreFibrillation(patient->reference, *told, patient->length_s);
//   BreathWindows windows = WindowsOf(*patient, RhythmKind::kFibrillation);
#ifndef VIGIL_TEST_BENCHMARK_VITALDB_RUN_H_
#define VIGIL_TEST_BENCHMARK_VITALDB_RUN_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "safety_kernel/base/time.h"
#include "test/benchmark/af_run.h"

namespace vigil::benchmark {

struct LabelledBeats {
  std::vector<Timestamp> beats;  // rising, from the first one on
  Rhythm reference;
  std::int64_t length_s = 0;
};

// `csv`: columns time_second, first, and rhythm_label. AFIB/AFL is fibrillation, since the label
// does not separate flutter; Noise, Unclassifiable and none are kUnknown. A beat that is no
// later than the one before is left out. InvalidArgument: something else, or fewer than two beats.
absl::StatusOr<LabelledBeats> ReadLabelledBeats(absl::string_view csv);

// What the plugin told, beats fed as the detector would. Errors as of FeedBeats.
absl::StatusOr<Rhythm> RunAtrialFibrillation(const LabelledBeats& patient);

// Of five minutes each, one a minute, that are of one rhythm throughout.
struct BreathWindows {
  std::int64_t all = 0;
  std::int64_t no_answer = 0;  // the heart does not follow the breath (Apnea::CanFollowBreath)

  BreathWindows& operator+=(const BreathWindows& other);
};

BreathWindows WindowsOf(const LabelledBeats& patient, RhythmKind kind);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_VITALDB_RUN_H_
