// Whether a beat comes from a ventricle: premature ventricular beats, couplets and runs of
// them, ventricular escape beats.
//
//   in:  ChannelId::kEcg, uV at 250 Hz; ObservationCode::kQrsDetected, kEcgQuality
//   out: ObservationCode::kVentricularBeat, kOne, for each detected beat, at the time of
//        its R peak: 1 ventricular, 0 other; kUndeterminable with the reason when it cannot
//        tell
//
// A beat is judged when the next one is known with its shape: by then it is 0.4 s older
// than the next one, or 2.2 s old when none comes. One in doubt between two beats may wait until
// that one is judged, at most 2.2 s from its time on. Beats are told in their order.
//
// The shape of each beat is compared with the shapes that this patient's beats had before
// (beat_types.h), which gives the patient's own normal beat, however wide. From shape and
// intervals relative to it come 41 features (beat_features.h), which a small network turns
// into the odds of a ventricular beat (beat_score.h); a beat is judged together with the
// beats of its type.
//
// The first 8 beats are for learning: kUndeterminable, kStarting. So are those after more
// than 10 s without usable samples: the electrodes may be at other places. Samples that
// are unusable or missing, a detector that cannot tell, a damaged beat: each beat that is
// not told by then is kUndeterminable with that reason. So is a beat whose samples are
// missing (kDataGap), and one too many of six within 2 s (kNoise).
//
// In noise whatever is found looks ventricular. So a beat is told only of an ECG that could
// be read within the last 10 s; else it is kUndeterminable with the reason of kEcgQuality.
//
// Between beats that are more than a second apart it says that it is still there:
// kUndeterminable with kNoEvent, or why it cannot tell, at the time of the activation.
//
// Not seen: ventricular beats that look like the normal ones, such as a slow ventricular
// rhythm that goes on so long that it becomes the normal one; fusion beats as such; beats
// that the detector missed. Told though they are none: early beats that are conducted with
// a bundle branch block (aberrant), and beats in strong noise. One lead sees less than two.
#ifndef VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_CLASSIFIER_H_
#define VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_CLASSIFIER_H_

#include <cstdint>

#include "plugins/algorithm/beat_classifier/beat_company.h"
#include "plugins/algorithm/beat_classifier/beat_judge.h"
#include "plugins/algorithm/beat_classifier/beat_shape.h"
#include "plugins/algorithm/beat_classifier/ecg_ring.h"
#include "plugins/algorithm/readable_ecg/own_beats.h"
#include "plugins/algorithm/readable_ecg/readable_ecg.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class BeatClassifier {
 public:
  // Beats from which the first normal beat is learned.
  static constexpr std::int32_t kLearned = 8;
  // A beat waits so long for the next one.
  static constexpr Duration kWaits = Milliseconds(2200);
  // Without usable samples for longer than that it learns anew.
  static constexpr Duration kForgets = Seconds(10);
  // What is said of a beat may be used so long from its time on.
  static constexpr Duration kHolds = Seconds(5);
  // So often it says that it is there.
  static constexpr Duration kRepeats = Seconds(1);
  // Samples later than this are missing, not merely late.
  static constexpr Duration kLongestSilence = Milliseconds(500);
  // An ECG that could be read so long ago is still the patient's.
  static constexpr Duration kRemembers = Seconds(10);
  // Beats that wait.
  static constexpr std::uint32_t kPending = 6;

  // Brings every member to its first state. Uses no settings.
  Status Init(const Settings& settings);

  // kInvalidArgument: a block of another channel, unit or period than above.
  // kInternal: the outbox has no room; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  struct Pending {
    Timestamp time;
    bool is_small = false;
  };

  Status TakeBlock(const SampleBlock& block, Outbox& out);
  Status Take(const Observation& said, Timestamp now, Outbox& out);
  Status TakeQrs(const Observation& qrs, Timestamp now, Outbox& out);
  Status TakeBeat(const Pending& beat, Outbox& out);
  Status Break(Reason reason, Outbox& out);
  Status DecideFirst(Timestamp now, Outbox& out);
  bool IsDue(Timestamp now) const;
  std::uint32_t ToJudge() const { return is_kept_ ? 1 : 0; }
  Status Judge(Timestamp now, Outbox& out);
  Status TellClass(bool is_ventricular, Timestamp now, Outbox& out);
  void Interrupt();
  Status TellFirst(Reason reason, std::int32_t value, Outbox& out);
  Status TellSilence(Timestamp now, Outbox& out);
  Reason WhyNot(Timestamp now) const;
  void Forget();
  std::int32_t Ago(Timestamp time) const;

  beats::EcgRing ring_;
  beats::BeatJudge judge_;
  std::int32_t learned_ = 0;       // beats, at most kLearned
  bool has_signal_ = false;        // samples follow one another
  Timestamp due_;                  // when the next sample is due
  Reason signal_reason_ = Reason::kStarting;  // why there is no signal
  Reason detector_reason_ = Reason::kNone;    // why the detector cannot tell
  ReadableEcg readable_;
  OwnBeats own_;                   // which beats are of the usual height

  Pending pending_[kPending];      // beats to judge, the first of them now, or the second
  std::uint32_t pending_count_ = 0;
  bool is_kept_ = false;           // pending_[0] is judged and asks for the next
  bool has_first_shape_ = false;   // first_ is that of the beat to judge
  Timestamp last_;                 // the last beat that was taken
  Timestamp previous_time_;        // of the beat that was judged last
  beats::BeatCompany company_;
  beats::BeatShape first_;
  beats::BeatShape next_;

  bool has_just_told_ = false;     // a beat, in this activation
  Timestamp told_;                 // when it told anything
  Reason told_reason_ = Reason::kNone;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_BEAT_CLASSIFIER_H_
