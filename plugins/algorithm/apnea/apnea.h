// Apnea, minute by minute, from the intervals between beats.
//
//   in:  ObservationCode::kQrsDetected, kEcgQuality
//   out: ObservationCode::kApneaMinute, kOne: 1 when breathing stopped in the minute that
//        begins at `time`, 0 when not; else, after 70 s without an answer, kUndeterminable
//        with the reason
//
// Minutes are counted from the start of time. One is told four minutes after its end: its
// features look at two minutes to each side, and its answer at the features of two more.
// The first three answers after a start rest on three and four minutes instead of five.
//
// 5 minutes with beats are needed, without 20 s in which none is usable. A beat is not
// usable while kEcgQuality does not say that the ECG can be read. A heart whose intervals
// hardly vary (a pacemaker) or vary from beat to beat at random (atrial fibrillation) does
// not follow the breath: kOutOfRange. Not seen: single apneas that do not come back within
// 20 s to 75 s; apnea of a heart that follows it little (beta blockers, neuropathy; a
// pacemaker whose rate is not constant). Told though there is none:
// limbs that move periodically, Cheyne-Stokes breathing without apnea. It knows neither
// whether somebody sleeps nor obstructive from central.
#ifndef VIGIL_PLUGINS_ALGORITHM_APNEA_APNEA_H_
#define VIGIL_PLUGINS_ALGORITHM_APNEA_APNEA_H_

#include <cstdint>

#include "plugins/algorithm/apnea/apnea_features.h"
#include "plugins/algorithm/apnea/tachogram.h"
#include "plugins/algorithm/readable_ecg/readable_ecg.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class Apnea {
 public:
  static constexpr Duration kMinute = Seconds(60);
  // Without an answer for so long it says why.
  static constexpr Duration kLongestSilence = Seconds(70);
  // What is said may be used so long from then on.
  static constexpr Duration kHolds = Seconds(70);

  // The logistic regression's weights, fitted on the Apnea-ECG database
  // (docs/algorithms/apnea.md): hundredths of a logit for 256 of a feature.
  static constexpr std::int32_t kPeriodicityWeight = 173;
  static constexpr std::int32_t kSlowWeight = 39;
  static constexpr std::int32_t kQuickWeight = 20;
  static constexpr std::int32_t kBreathWeight = -33;
  static constexpr std::int32_t kOffset = -853;

  // What a heart that follows the breath has in 5 minutes (docs/algorithms/apnea.md, Parameters):
  // deviations of 5 thousandths at least, in 1/256 of log2 of their square, ...
  static constexpr std::int32_t kLeastSpread = 1168;
  // ... and no more from beat to beat than this, as ApneaFeatures::breath.
  static constexpr std::int32_t kMostBreath = 3600;

  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

  // Hundredths of a logit: above 0 apnea is likelier than none.
  static std::int32_t ScoreOf(const ApneaFeatures& features);
  // Whether the heart rate can show apnea at all.
  static bool CanFollowBreath(const ApneaFeatures& features);

 private:
  // Minutes whose scores are summed.
  static constexpr std::uint32_t kScores = 5;

  void LookAt(const Observation& said, Timestamp now);
  void TakeBeat(const Observation& qrs, Timestamp now);
  void Break(Reason reason);
  Status GoOn(Timestamp now, Outbox& out);
  Status TellMinute(Timestamp now, Outbox& out);
  Status TellNothing(Timestamp now, Outbox& out);
  std::int32_t Sum() const;

  Tachogram tachogram_;
  ReadableEcg readable_;
  std::int32_t scores_[kScores] = {};  // the last is at newest_
  std::uint32_t newest_ = 0;
  std::uint32_t count_ = 0;
  Timestamp told_;        // last output
  bool running_ = false;  // told_ holds
  Reason reason_ = Reason::kStarting;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_APNEA_APNEA_H_
