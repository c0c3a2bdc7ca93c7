// Atrial fibrillation, from the intervals between beats.
//
//   in:  ObservationCode::kQrsDetected and kEcgQuality, ChannelId::kEcg for its flags
//   out: ObservationCode::kAtrialFibrillation, kOne: 1 while the rhythm is atrial
//        fibrillation, 0 while it is none; at each change, and at least once a second;
//        kUndeterminable with the reason when it cannot tell
//
// What it says holds from `time` on, until it says something else of a later time: the
// middle of the beats that it rests on, 32 beats before the last. So an episode is told
// half a minute after it began, and its onset and end are the times of the first 1 and of
// the first 0 after it. What it says first speaks for all beats that it knows, from the
// first of them on.
//
// 48 intervals in a row are needed, or 47 pairs of successive intervals within the last
// 2 minutes when the row was broken: kStarting until then. Samples that are unusable or
// missing, a detector that cannot tell, and 5 s without a beat end it at once.
//
// Not seen: episodes of fewer than some 30 beats; fibrillation with a regular ventricular
// rhythm (paced, complete block, conducted by drugs); atrial flutter, when its conduction
// is regular. Told though there is none: other rhythms without order, such as frequent
// ectopic beats of several origins, multifocal tachycardia, flutter with varying block.
// It looks at no P waves.
//
// Beats that are found in noise have no order. So beats count only while kEcgQuality says
// that the ECG can be read, and while that word is valid (readable_ecg.h).
#ifndef VIGIL_PLUGINS_ALGORITHM_ATRIAL_FIBRILLATION_ATRIAL_FIBRILLATION_H_
#define VIGIL_PLUGINS_ALGORITHM_ATRIAL_FIBRILLATION_ATRIAL_FIBRILLATION_H_

#include "plugins/algorithm/atrial_fibrillation/interval_entropy.h"
#include "plugins/algorithm/atrial_fibrillation/rhythm_vote.h"
#include "plugins/algorithm/readable_ecg/readable_ecg.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class AtrialFibrillation {
 public:
  // After so long without a beat there is no rhythm to speak of.
  static constexpr Duration kLongestSilence = Seconds(5);
  // So often it says the same.
  static constexpr Duration kRepeats = Seconds(1);
  // What is said may be used so long from then on.
  static constexpr Duration kHolds = Seconds(2);

  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  void LookAt(const SampleBlock& block);
  void LookAt(const Observation& said, Timestamp now);
  void TakeBeat(Timestamp beat);
  void Break(Reason reason, Timestamp usable_from);
  bool IsKnown() const { return reason_ == Reason::kNone; }
  Observation Rhythm(Timestamp now) const;

  IntervalEntropy entropy_;
  RhythmVote vote_;
  ReadableEcg readable_;
  Timestamp usable_from_;  // what was before says nothing any longer
  Timestamp heard_;        // last beat, or last break
  Timestamp since_;        // from when on holds what is known
  Timestamp told_;         // last output
  bool running_ = false;   // heard_ and told_ hold
  Reason reason_ = Reason::kStarting;  // why nothing is known
  Reason told_reason_ = Reason::kNone;
  bool told_fibrillation_ = false;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_ATRIAL_FIBRILLATION_ATRIAL_FIBRILLATION_H_
