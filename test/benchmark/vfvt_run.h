// Fibrillation, flutter and tachycardia of the ventricles, and asystole, on a recording:
// what the plugins told of each second, and how often they were right.
//
//   const Ventricles reference = ReferenceVentricles(annotations, frequency, length_s);
//   const Ventricles told = ToldVentricles(product_run.told, length_s);
//   VfVtScore score = ScoreVentricles(reference, told);
//   score += ScoreAlarms(HighAlarms(product_run), reference, BeatTimes(annotations, frequency));
//
// Steps of a second without any selection (Amann, Tratnig and Unterkofler, BioMedical
// Engineering OnLine 4:60, 2005). Step s is what holds s seconds after the begin.
#ifndef VIGIL_TEST_BENCHMARK_VFVT_RUN_H_
#define VIGIL_TEST_BENCHMARK_VFVT_RUN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "platform/wfdb/annotation.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "test/benchmark/binary_score.h"
#include "test/benchmark/product_run.h"

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
Ventricles ToldVentricles(const std::vector<Told>& told, std::int64_t length_s);

// Times of the beats of the annotations, s.
std::vector<double> BeatTimes(const std::vector<wfdb::Annotation>& annotations, double sampling_frequency);

// An alarm of high priority, from the time on from which its condition held.
struct HighAlarm {
  AlarmId id = AlarmId::kNone;
  double begin_s = 0;
  double end_s = 0;
};

// Of asystole, rhythms of the ventricles and extreme rates; what is technical is none.
std::vector<HighAlarm> HighAlarms(const ProductRun& run);

struct VfVtScore {
  BinaryScore steps;         // fibrillation, flutter or tachycardia, told as any of them
  BinaryScore fibrillation;  // steps that are fibrillation or flutter, or none of the three
  std::int64_t episodes = 0;        // of the reference
  std::int64_t episodes_found = 0;  // of which a step was told
  std::int64_t answered_s = 0;      // not kUnknown
  std::int64_t scored_s = 0;
  std::int64_t long_episodes = 0;   // of kLongSteps and more
  std::int64_t long_alarmed = 0;    // of those, with an alarm of high priority
  std::int64_t alarms = 0;          // of high priority
  std::int64_t false_alarms = 0;

  VfVtScore& operator+=(const VfVtScore& other);
};

// Shorter ones may be over before an alarm of tachycardia is due.
inline constexpr std::int64_t kLongSteps = 10;

// The steps and episodes alone.
VfVtScore ScoreVentricles(const Ventricles& reference, const Ventricles& told);

// The alarms alone. An alarm is true when, from 2 s before its begin to 2 s after its end,
// the reference has one of the three rhythms; of asystole or a low rate also when no beat
// came for 4 s; of a rate also when four intervals of the reference, from 10 s before its
// begin on, have a mean rate within 10 % of where high priority begins.
VfVtScore ScoreAlarms(const std::vector<HighAlarm>& alarms, const Ventricles& reference, const std::vector<double>& beats);

// "(VF", "(VT", "(ASYS", "(N" and "(U" where they change.
std::vector<wfdb::Annotation> ToAnnotations(const Ventricles& told, double sampling_frequency);

const char* NameOf(Ventricle ventricle);
const char* NameOf(AlarmId id);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_VFVT_RUN_H_
