// Atrial fibrillation on a recording: what the product says, and how long it was right.
//
//   const Rhythm reference = ReferenceRhythm(annotations, frequency);
//   const Rhythm told = ToldRhythm(product_run.told);
//   const AfScore score = ScoreFibrillation(reference, told, length_s);
//
// All functions are pure.
#ifndef VIGIL_TEST_BENCHMARK_AF_RUN_H_
#define VIGIL_TEST_BENCHMARK_AF_RUN_H_

#include <cstdint>
#include <vector>

#include "platform/wfdb/annotation.h"
#include "test/benchmark/binary_score.h"
#include "test/benchmark/product_run.h"

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

// What kAtrialFibrillation said.
Rhythm ToldRhythm(const std::vector<Told>& told);

struct AfScore {
  BinaryScore seconds;          // what is not told counts as not fibrillation
  std::int64_t answered_s = 0;  // of those scored
  std::int64_t scored_s = 0;
  std::int64_t false_episodes = 0;  // told where the reference has none of it

  AfScore& operator+=(const AfScore& other);
};

// Second by second. Those in which the reference is flutter are left out: whether it
// counts as fibrillation is no question of right or wrong. So are those of which it is unknown.
AfScore ScoreFibrillation(const Rhythm& reference, const Rhythm& told, std::int64_t length_s);

// "(AFIB", "(N" for any other, and "(U" where nothing is told, at their times.
std::vector<wfdb::Annotation> ToAnnotations(const Rhythm& rhythm, double sampling_frequency);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_AF_RUN_H_
