// Finds the heart beats in an ECG lead.
//
//   in:  ChannelId::kEcg, uV at 250 Hz
//   out: ObservationCode::kQrsDetected, one for each beat; its time is that of
//        the R peak (the greatest excursion of the QRS), its value the height of
//        that peak over the baseline before it, uV; of a beat with a pulse of a pacemaker
//        in it, of what is beside the pulse
//
// A beat is told within 0.6 s after its R peak, at the end of the activation in
// which it was decided; one that only search back found, 1.5 usual intervals (0.6 to
// 1.5 s) after the beat before it or later. The beats of the time in which it learned
// are told when that is over. Times of successive beats rise, and none is of before the
// first sample since the start or a gap.
//
// While it cannot tell whether there are beats it says so at once and then once a
// second: kQrsDetected with validity kUndeterminable and the reason. That is so
// for the first 2.4 s after start (kStarting); while samples are unusable
// (kLeadOff, kDamaged, kStuck, kNoise for a saturated input); and for 2.4 s after
// that or after samples were missing (kDataGap), in which it learns anew; and
// while nothing in the signal is high enough to be a beat, or after 8 s without
// one (kNoBeats). Unusable samples never lead to a beat.
//
// Between beats that are more than a second apart it says that it is still there:
// kUndeterminable with kNoEvent. A detector that says nothing has failed.
//
// The method is in qrs_filter.h, candidate_finder.h, pacer_pulse.h and beat_decision.h.
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_QRS_DETECTOR_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_QRS_DETECTOR_H_

#include <cstdint>

#include "plugins/algorithm/qrs_detector/beat_decision.h"
#include "plugins/algorithm/qrs_detector/candidate.h"
#include "plugins/algorithm/qrs_detector/candidate_finder.h"
#include "plugins/algorithm/qrs_detector/pacer_pulse.h"
#include "plugins/algorithm/qrs_detector/qrs_filter.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class QrsDetector {
 public:
  // Brings every member to its first state. Uses no settings.
  Status Init(const Settings& settings);

  // kInvalidArgument: a block of another channel, unit or period than above.
  // kInternal: the outbox has no room; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  Status TakeBlock(const SampleBlock& block, Timestamp now, Outbox& out);
  Status TellBeat(Timestamp now, Outbox& out);
  Status TellSilence(Timestamp now, Outbox& out);
  bool TakeSample(std::int32_t microvolt);
  void Restart(Reason reason, std::int32_t microvolt);
  void Stop(Reason reason);
  Reason WhyNot() const;

  QrsFilter filter_;
  CandidateFinder finder_;
  BeatDecision decision_;
  PacerPulses pulses_;
  std::int32_t waiting_ = 0;           // a sample whose tick is not complete
  std::uint32_t taken_ = 0;            // samples since the restart, wraps
  bool has_signal_ = false;            // the filter follows the input
  Timestamp begun_;                    // its first sample since the restart
  Timestamp due_;                      // when the next sample is due, if it does
  Reason reason_ = Reason::kStarting;  // why it had to start, or has stopped
  Reason told_reason_ = Reason::kNone;  // of the activation before
  Timestamp told_;                     // when it told anything
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_QRS_DETECTOR_H_
