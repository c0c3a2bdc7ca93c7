// Ventricular tachycardia, from beats of which it is known whether they are ventricular.
//
//   in:  ObservationCode::kVentricularBeat, kEcgQuality
//   out: kVentricularTachycardia, kOne, once a second, with the device's whole seconds: 1
//        or 0, of `time`, which is 3 s ago; kUndeterminable with the reason when it cannot
//        tell
//
// Three or more ventricular beats in a row, at 80 a minute or more, are one (ventricular_runs.h).
// 3 s late it knows what the beats around a moment were.
//
// It is told only of an ECG that could be read within the last 10 s: in noise whatever is
// found looks ventricular. What breaks the ECG ends the run.
//
// Not seen: tachycardia whose beats the classifier takes for the patient's own rhythm; one
// without beats to tell apart, which is flutter (ventricular_rhythm). Told though there is
// none: runs of beats that come from above and are conducted with a bundle branch block.
#ifndef VIGIL_PLUGINS_ALGORITHM_VENTRICULAR_TACHYCARDIA_VENTRICULAR_TACHYCARDIA_H_
#define VIGIL_PLUGINS_ALGORITHM_VENTRICULAR_TACHYCARDIA_VENTRICULAR_TACHYCARDIA_H_

#include "plugins/algorithm/readable_ecg/readable_ecg.h"
#include "plugins/algorithm/ventricular_tachycardia/ventricular_runs.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class VentricularTachycardia {
 public:
  static constexpr Duration kRepeats = Seconds(1);
  static constexpr Duration kHolds = Seconds(3);
  // An ECG that could be read so long ago is still the patient's.
  static constexpr Duration kRemembers = Seconds(10);

  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  void LookAt(const Observation& said, Timestamp now);
  void TakeClass(const Observation& beat);
  void Break(Timestamp now);
  bool IsDue(Timestamp now) const;
  Observation Tachycardia(Timestamp now) const;

  VentricularRuns runs_;
  ReadableEcg readable_;
  Timestamp begun_;  // what was before is not spoken of
  Timestamp told_;
  bool has_told_ = false;
  Reason class_reason_ = Reason::kStarting;  // why the last beat has no class
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_VENTRICULAR_TACHYCARDIA_VENTRICULAR_TACHYCARDIA_H_
