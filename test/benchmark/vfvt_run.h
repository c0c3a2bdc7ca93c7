// Fibrillation, flutter and tachycardia of the ventricles, and asystole, on a recording:
// what the plugins told of each second, and how often they were right.
//
//   const Ventricles reference = ReferenceVentricles(annotations, frequency, length_s);
//   const Ventricles told = ToldVentricles(*RunRhythmChain(...), length_s);
//   const VfVtScore score = ScoreVentricles(reference, told);
//
// Steps of a second without any selection (Amann, Tratnig and Unterkofler, BioMedical
// Engineering OnLine 4:60, 2005). Step s is what holds s seconds after the begin.
#ifndef VIGIL_TEST_BENCHMARK_VFVT_RUN_H_
#define VIGIL_TEST_BENCHMARK_VFVT_RUN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "platform/wfdb/annotation.h"
#include "test/benchmark/binary_score.h"
#include "test/benchmark/rhythm_chain.h"

namespace vigil::benchmark {

enum class Ventricle {
  kOther,
  kFibrillation,  // or flutter
  kTachycardia,
  kAsystole,
  kUnknown,  // nothing is told
};

// One for each second of a recording.
using Ventricles = std::vector<Ventricle>;

// The rhythms "(VF", "(VFIB", "(VFL" and what is between "[" and "]"; "(VT"; "(ASYS". All
// others are kOther, also those of what nobody can read. Runs of three beats are a
// tachycardia when the annotator called them so.
Ventricles ReferenceVentricles(const std::vector<wfdb::Annotation>& annotations, double sampling_frequency,
                               std::int64_t length_s);

// From what kVentricularFibrillation, kVentricularTachycardia and kAsystole said: the last
// that speaks of that second or the one before; fibrillation before tachycardia before
// asystole. kUnknown where neither of the first two could be told.
Ventricles ToldVentricles(const std::vector<RhythmTold>& told, std::int64_t length_s);

// Times of the beats of the annotations, s.
std::vector<double> BeatTimes(const std::vector<wfdb::Annotation>& annotations, double sampling_frequency);

struct VfVtScore {
  BinaryScore steps;         // fibrillation, flutter or tachycardia, told as any of them
  BinaryScore fibrillation;  // steps that are fibrillation or flutter, or none of the three
  std::int64_t episodes = 0;        // of the reference
  std::int64_t episodes_found = 0;  // of which a step was told
  std::int64_t answered_s = 0;      // not kUnknown
  std::int64_t scored_s = 0;
  std::int64_t false_alarms = 0;
  std::int64_t long_false_alarms = 0;  // of those that lasted kLongSteps or more

  VfVtScore& operator+=(const VfVtScore& other);
};

// An alarm of that many steps in a row is a long one.
inline constexpr std::int64_t kLongSteps = 4;

// An alarm is a row of steps told as one of the three or asystole. It is false when no step
// of it, nor two before or after it, is one of the three in the reference; of asystole, when
// the reference has beats less than 4 s apart all over it.
VfVtScore ScoreVentricles(const Ventricles& reference, const Ventricles& told, const std::vector<double>& beats);

// "(VF", "(VT", "(ASYS", "(N" and "(U" where they change.
std::vector<wfdb::Annotation> ToAnnotations(const Ventricles& told, double sampling_frequency);

const char* NameOf(Ventricle ventricle);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_VFVT_RUN_H_
