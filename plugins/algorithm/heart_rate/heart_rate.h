// Heart rate from the beats that a QRS detector finds.
//
//   in:  ObservationCode::kQrsDetected; whether the ECG can be read: kEcgQuality, and the
//        quality of ChannelId::kEcg
//   out: ObservationCode::kHeartRate, /min, 20..300: with each beat, and at least
//        once a second; its time is that of the last beat it rests on
//
// Two intervals give the first rate. It holds for kRateHolds after its last
// beat. Whatever breaks the row of beats (samples that are missing, damaged or
// unusable, a lead off) makes the rate undeterminable at once, with the reason,
// until two new intervals are known: an interval over a break is no interval.
// While nobody says that the ECG can be read there is no rate either, since a detector
// finds beats in noise: it waits, and is told at once when the ECG can be read. What is
// below 30 % of the usual height of the beats, such as P waves, is none (own_beats.h).
#ifndef VIGIL_PLUGINS_ALGORITHM_HEART_RATE_HEART_RATE_H_
#define VIGIL_PLUGINS_ALGORITHM_HEART_RATE_HEART_RATE_H_

#include <cstdint>

#include "plugins/algorithm/heart_rate/beat_history.h"
#include "plugins/algorithm/readable_ecg/own_beats.h"
#include "plugins/algorithm/readable_ecg/readable_ecg.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

// The longest interval that the method knows, and 2 s for the detector, whose
// search back may tell a beat late.
inline constexpr Duration kRateHolds = Seconds(5);

// So often a rate is told when nothing changes.
inline constexpr Duration kRateRepeats = Seconds(1);

class HeartRate {
 public:
  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  void LookAt(const SampleBlock& block);
  void LookAt(const Observation& said, Timestamp now);
  void TakeBeat(const Observation& qrs, Timestamp now);
  void TakeQuality(const Observation& quality, Timestamp now);
  bool HasRate() const { return beats_.intervals() >= kLeastIntervals; }
  Reason WhyNone(Timestamp now) const;
  void Break(Reason reason, Timestamp usable_from);
  void CheckSilence(Timestamp now);
  bool IsDue(Timestamp now) const;
  Observation Rate(Timestamp now) const;

  static constexpr std::uint32_t kLeastIntervals = 2;

  BeatHistory beats_;
  OwnBeats own_;
  ReadableEcg readable_;
  Timestamp usable_from_;   // beats before it say nothing any longer
  Timestamp heard_;         // last beat, or last break
  Timestamp told_;          // last output
  bool running_ = false;    // heard_ and told_ hold
  bool news_ = false;       // something changed in this activation
  Reason reason_ = Reason::kStarting;  // why there is no rate, when there is none
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_HEART_RATE_HEART_RATE_H_
