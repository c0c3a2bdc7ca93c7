// Atrial fibrillation on a recording: what the plugin says of the beats that the QRS
// detector found, and how long it was right.
//
//   const Rhythm reference = ReferenceRhythm(annotations, frequency);
//   absl::StatusOr<Rhythm> told = RunAtrialFibrillation(qrs_run.told, length);
//   const AfScore score = ScoreFibrillation(reference, *told, length_s);
//
// All functions are pure.
#ifndef VIGIL_TEST_BENCHMARK_AF_RUN_H_
#define VIGIL_TEST_BENCHMARK_AF_RUN_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/wfdb/annotation.h"
#include "safety_kernel/base/time.h"
#include "test/benchmark/binary_score.h"
#include "test/benchmark/qrs_run.h"

namespace vigil::benchmark {

enum class RhythmKind {
  kOther,
  kFibrillation,
  kFlutter,
  kUnknown,  // nothing is told
};

// Rhythms, one after another.
class Rhythm {
 public:
  struct Change {
    double begin_s = 0;
    RhythmKind kind = RhythmKind::kUnknown;
  };

  // From `begin_s` on it is `kind`, whatever was said of that time before.
  void Set(double begin_s, RhythmKind kind);

  RhythmKind At(double second) const;

  // Rising times; no two successive ones of one kind.
  const std::vector<Change>& changes() const { return changes_; }

 private:
  std::vector<Change> changes_;
};

// The rhythm annotations "(AFIB", "(AFL" and others; kOther before the first.
Rhythm ReferenceRhythm(const std::vector<wfdb::Annotation>& annotations, double sampling_frequency);

// What the plugin said, given what the QRS detector said, in the frames in which it did.
// Internal: the kernel would not take what it said.
absl::StatusOr<Rhythm> RunAtrialFibrillation(const std::vector<QrsTold>& told, Duration length);

struct AfScore {
  BinaryScore seconds;          // what is not told counts as not fibrillation
  std::int64_t answered_s = 0;  // of those scored
  std::int64_t scored_s = 0;
  std::int64_t false_episodes = 0;  // told where the reference has none of it
};

// Second by second. Those in which the reference is flutter are left out: whether it
// counts as fibrillation is no question of right or wrong.
AfScore ScoreFibrillation(const Rhythm& reference, const Rhythm& told, std::int64_t length_s);

// "(AFIB", "(N" for any other, and "(U" where nothing is told, at their times.
std::vector<wfdb::Annotation> ToAnnotations(const Rhythm& rhythm, double sampling_frequency);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_AF_RUN_H_
