// Whether an algorithm may read the ECG: whether it is of a heart, and clear enough.
//
//   in:  ChannelId::kEcg, uV at 250 Hz; ObservationCode::kQrsDetected
//   out: ObservationCode::kEcgQuality, kOne, once a second, of the second that ends at
//        `time`: 1 an algorithm can read it, 0 it cannot; kUndeterminable with the reason
//        while samples are unusable, and for up to 15 s after that; after a short break
//        (ecg_stream.h), over which it remembers what it knew, for 4.7 s and until a second
//        speaks for it; one of half a second is bridged
//
// It does not ask whether something could be a heart beat, since noise holds anything, but
// whether there is evidence of a heart. It becomes readable when four beats or more of the
// last 10 s look alike (beat_likeness.h) and nothing speaks against it in 6 s more than
// not, and stops being so when in 6 s more spoke against it than for it:
// - muscles, mains, an input with nothing connected (noise_meter.h);
// - a height below 80 uV or above 12 mV;
// - a mean frequency below 2 Hz: electrodes and motion, no heart;
// - a baseline that moves by more than four times the height;
// - beats that are not even similar, and no fibrillation (ecg_window.h). What once was a
//   heart may fibrillate; noise does not become readable by looking like fibrillation.
//
// What is below half of the usual height and does not look like the beats before
// (usual_beat.h) is no evidence: P waves look like one another too. When such is all that
// there is for 3.6 s it says 0 until two beats of the usual height come, or until they are seen
// to be beats: three that look alike, by a T wave or by being twice as high as the P wave of the
// usual beats; twelve, by being narrow. Then an electrode moved, or a tachycardia or a
// pacemaker's beats ended, and their height and look are the usual ones.
//
// Pulses of a pacemaker are blanked before anything is looked at (pulse_blank.h): behind a P wave
// one looks like a T wave.
//
// So it stays readable for 6 s when noise begins, and when the heart stands still it
// becomes unreadable, because nothing is there that could be read: that a rhythm ended is
// for others to tell.
//
// Not seen: artefacts that repeat as a heart does (a pacemaker of another patient, chest
// compressions); an ECG that is clear but of the wrong lead. Called unreadable though a
// person could read it: fewer than four beats in 10 s at the start.
#ifndef VIGIL_PLUGINS_ALGORITHM_ECG_QUALITY_ECG_QUALITY_H_
#define VIGIL_PLUGINS_ALGORITHM_ECG_QUALITY_ECG_QUALITY_H_

#include <cstdint>

#include "plugins/algorithm/ecg_quality/beat_likeness.h"
#include "plugins/algorithm/ecg_quality/noise_meter.h"
#include "plugins/algorithm/ecg_quality/usual_beat.h"
#include "plugins/algorithm/ecg_window/ecg_stream.h"
#include "plugins/algorithm/ecg_window/ecg_window.h"
#include "plugins/algorithm/ecg_window/pulse_blank.h"
#include "plugins/algorithm/readable_ecg/own_beats.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/bounded_list.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class EcgQuality {
 public:
  static constexpr Duration kRepeats = Seconds(1);
  static constexpr Duration kHolds = Seconds(3);
  // For so long after the begin it does not say that there is nothing to read.
  static constexpr Duration kLearns = Seconds(15);
  // Seconds that have to agree.
  static constexpr std::uint32_t kAgree = 6;

  static constexpr std::int32_t kLowestUv = 80;
  static constexpr std::int32_t kHighestUv = 12'000;
  static constexpr std::int32_t kSlowestMhz = 2000;
  static constexpr std::int32_t kMostBaseline = 4;

  // So many small beats may be another ECG of the heart; those that look alike sooner, when more
  // speaks for it. Their T waves are looked for when they are half a second or more apart in
  // the mean: of faster ones the next beat would be one.
  static constexpr std::uint32_t kManySmall = 12;
  static constexpr std::uint32_t kAlike = 2;
  static constexpr Duration kLeastApart = Milliseconds(500);

  Status Init(const Settings& settings);
  // kInvalidArgument: a block of another channel, unit or period than above.
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  // A beat whose samples are not all there yet.
  struct Waiting {
    Timestamp time;
    std::int32_t height_uv = 0;
  };
  using WaitingBeats = BoundedList<Waiting, 8>;

  Status LookAt(const SampleBlock& block);
  void LookAt(const Observation& qrs);
  void Add(std::int32_t microvolt, Timestamp time);
  void Empty(const SampleBlock& block);
  void Forget(Timestamp begin);
  bool IsDue(Timestamp now) const;
  void TakeBeats();
  void Take(const Waiting& beat, std::uint32_t back);
  void LearnAnew();
  void TakeSmall(const Waiting& beat, std::uint32_t back);
  bool AreSmallBeats(Timestamp last) const;
  void Judge(Timestamp now);
  bool IsOfAHeart(const EcgWindow::Measures& measures, Timestamp now) const;
  Observation Quality(Timestamp now) const;

  EcgStream stream_;
  PulseBlank blank_;
  EcgWindow window_;
  NoiseMeter noise_;
  BeatLikeness likeness_;
  WaitingBeats waiting_;
  UsualHeight height_;         // of the beats, and
  UsualBeat usual_;            // what they look like
  UsualBeat small_;            // the same of the small ones since the heart's last own, and
  std::uint32_t smalls_ = 0;   // how many of these there are, 0..2 * kManySmall
  std::uint32_t alike_ = 0;    // how many looked like those before
  std::int32_t small_uv_ = 0;  // height of the highest, and
  Timestamp first_small_;      // time of the first of them, if there are any
  Timestamp own_;              // the last beat that is the heart's own
  Timestamp smoothed_;         // middle of the window's last sample
  Timestamp begun_;            // since when it is of the same heart
  Timestamp told_;
  std::uint32_t agreed_ = 0;   // 0..kAgree
  bool is_readable_ = false;
  bool is_in_question_ = false;  // small beats are all that there is
  bool is_confirmed_ = false;  // something spoke for it since the last hole
  bool has_told_ = false;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_ECG_QUALITY_ECG_QUALITY_H_
