// Respiration rate from what breathing does to the heart's rate and to the height of the
// R peak.
//
//   in:  ObservationCode::kQrsDetected, uV, at the R peak; kEcgQuality
//   out: ObservationCode::kRespirationRate, 4..60 per minute, of the 40 s of beats that end
//        at its time, new every 5 s and valid for 12 s; else kUndeterminable: kStarting for
//        the first 60 s, kNoise when heart period and height do not show the same rate, each
//        clearly, in five looks on end, kNoBeats when beats have ceased, or the reason of
//        the detector or of the ECG's quality. Something is told at least once a second.
//
// A beat counts only while kEcgQuality says that the ECG can be read.
//
// A heart samples its breathing once a beat: a rate above half of the heart's own is not
// looked for, and looks like a slower one (at 60 beats, 40 breaths as 20). Not seen: a rate
// in fibrillation, with many ectopic beats, with a pacemaker, where the heart does not follow
// the breath (age, neuropathy, beta blockers); breathing without a rhythm, such as talking;
// that breathing has stopped (the rate ends, kNoise). Told though it is none: any other
// rhythm that changes period and height alike, such as a motion of the body, or of a
// ventilator.
#ifndef VIGIL_PLUGINS_ALGORITHM_RESPIRATION_RATE_RESPIRATION_RATE_H_
#define VIGIL_PLUGINS_ALGORITHM_RESPIRATION_RATE_RESPIRATION_RATE_H_

#include <cstdint>

#include "plugins/algorithm/readable_ecg/readable_ecg.h"
#include "plugins/algorithm/respiration_rate/beat_series.h"
#include "plugins/algorithm/respiration_rate/breath_finder.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class RespirationRate {
 public:
  // From look to look, in the time of the beats.
  static constexpr Duration kLooksEvery = Seconds(5);
  // So many looks on end have to find a rate within kSteady of the one before.
  static constexpr std::int32_t kLooks = 5;
  static constexpr std::int32_t kSteady = 3;  // per minute
  // Without a beat for longer there is no rate. A detector is a second late.
  static constexpr Duration kLongestSilence = Seconds(6);

  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  void Hear(const Observation& said, Timestamp now);
  void HearBeat(const Observation& qrs, Timestamp now);
  void Break(Reason reason);
  void Look();
  void FallSilent();
  void Lose();
  Status Tell(Timestamp now, Outbox& out);

  BeatSeries beats_;
  ReadableEcg readable_;
  BreathFinder breath_;
  Timestamp heard_;          // the last beat
  bool has_heard_ = false;   // heard_ holds
  Timestamp looked_;         // end of the last window
  std::int32_t looks_ = 0;   // that found the same rate, at most kLooks
  std::int32_t rate_ = 0;    // of the last one
  bool has_rate_ = false;
  Reason detector_ = Reason::kNone;    // why there is no beat after the last one
  Reason lost_ = Reason::kStarting;    // why there is no full window, when there is none
  Reason reason_ = Reason::kStarting;  // why there is no rate
  bool is_news_ = true;
  Timestamp told_;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_RESPIRATION_RATE_RESPIRATION_RATE_H_
