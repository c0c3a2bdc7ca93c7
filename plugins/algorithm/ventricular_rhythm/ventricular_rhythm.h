// Ventricular fibrillation and flutter, and standstill.
//
//   in:  ChannelId::kEcg, uV at 250 Hz; ObservationCode::kQrsDetected, kEcgQuality
//   out: kVentricularFibrillation, of `time`, which is 3.4 s ago; kAsystole, of now; kOne,
//        once a second, with the device's whole seconds: 1 or 0; kUndeterminable with the
//        reason when it cannot tell
//
// - Fibrillation or flutter: the ECG of 4 s oscillates rather than beats (ecg_window.h,
//   fibrillation_decision.h). A tachycardia above 150 /min of very wide beats is an
//   oscillation as well and told as such.
// - Asystole: no beat for 4 s, and the ECG of the last 3 s is lower than a third of the
//   beats before, or for 6 s and lower than half of them. What is below half of the usual
//   height, such as P waves, is no beat while kEcgQuality cannot read it (own_beats.h);
//   while there is any it is 5 s.
//
// All of it is told only of a heart that was seen: kEcgQuality said within the last 10 s
// that the ECG can be read, or for asystole, at the last beats, or for fibrillation, before a
// standstill that was told. Noise looks like any
// of these, and an input that is connected to nothing like asystole. An episode that began
// is told to its end. Until a heart was seen it says kStarting, in noise kNoise.
//
// Pulses of a pacemaker are blanked before (pulse_blank.h): an ECG with nothing else is low.
//
// A standstill ends with beats that go on for 2 s. An artefact, which may look like a beat, does
// not end it when it is over within 5 s; what lasts longer is kNoise, and when it is over the
// standstill is told again, unless the ECG could be read meanwhile.
//
// Half a second without samples is bridged. After up to 5 s (ecg_stream.h), such as those
// of a shock, it says kStarting for some 6 s, and goes on with what it knew: a fibrillation
// that the shock did not end is told again.
//
// Not seen: fibrillation that is there from the start, or after a longer break: nothing is
// told of it but that nobody can tell; fibrillation lower than 80 uV (told as asystole
// when there were beats before); standstill of the ventricles while artefacts go on (chest
// compressions: kNoise, or beats), or P waves above half of R. Told though there is none:
// beats that became small and of another shape at once; supraventricular tachycardia with very wide beats;
// motion at 3 to 7 Hz in the first 10 s after a readable ECG.
#ifndef VIGIL_PLUGINS_ALGORITHM_VENTRICULAR_RHYTHM_VENTRICULAR_RHYTHM_H_
#define VIGIL_PLUGINS_ALGORITHM_VENTRICULAR_RHYTHM_VENTRICULAR_RHYTHM_H_

#include <cstdint>

#include "plugins/algorithm/ecg_window/ecg_stream.h"
#include "plugins/algorithm/ecg_window/ecg_window.h"
#include "plugins/algorithm/ecg_window/pulse_blank.h"
#include "plugins/algorithm/readable_ecg/own_beats.h"
#include "plugins/algorithm/ventricular_rhythm/fibrillation_decision.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class VentricularRhythm {
 public:
  static constexpr Duration kRepeats = Seconds(1);
  static constexpr Duration kHolds = Seconds(3);
  // An ECG that could be read so long ago is still the patient's.
  static constexpr Duration kRemembers = Seconds(10);
  // Without a beat for so long the heart stands still.
  static constexpr Duration kStandstill = Seconds(4);
  // While there is what is lower than a beat, kEcgQuality has to have said whether it is one.
  static constexpr Duration kStandstillInQuestion = Seconds(5);
  // So many beats in a row that go on for so long end a standstill; one or two may be artefacts.
  static constexpr std::uint32_t kRowBeats = 3;
  static constexpr Duration kBeatsAgain = Seconds(2);
  // An ECG that is higher for so long does not. An artefact is for 3 s in what is measured.
  static constexpr Duration kArtefact = Seconds(5);
  // While the ECG is higher than a third of the beats, and lower than half of them.
  static constexpr Duration kStandstillWithWaves = Seconds(6);
  // A baseline that moves by more within 4 s is that of an electrode that lost its contact,
  // and what follows is told as standstill only when it has been at rest for so long.
  static constexpr std::int32_t kMostBaselineUv = 2000;
  static constexpr Duration kSettles = Seconds(10);
  // From the middle of the window before the last to the last sample.
  static constexpr Duration kFibrillationDelay = Milliseconds(3376);
  static_assert(kFibrillationDelay == PulseBlank::kDelay + EcgWindow::kDelay + Seconds(EcgWindow::kSeconds / 2) + kRepeats);

  Status Init(const Settings& settings);
  // kInvalidArgument: a block of another channel, unit or period than above.
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  Status LookAt(const SampleBlock& block);
  void LookAt(const Observation& said, Timestamp now);
  void TakeBeat(const Observation& qrs, Timestamp now);
  void TakeQuality(const Observation& quality);
  void Add(std::int32_t microvolt);
  void Empty(const SampleBlock& block);
  void Forget(Timestamp begin);
  void Judge(Timestamp now);
  bool IsDue(Timestamp now) const;
  // Whether it was the ECG of a heart not long before `time`.
  bool WasHeart(Timestamp time) const;
  // So many in a row that look like fibrillation are one.
  std::uint32_t WindowsToBegin(Timestamp now) const;
  bool StandsStill(Timestamp now) const;
  bool IsLow(Duration silence) const;
  Observation Fibrillation(Timestamp now) const;
  Observation Asystole(Timestamp now) const;

  EcgStream stream_;
  PulseBlank blank_;
  EcgWindow window_;
  FibrillationDecision fibrillation_;
  Timestamp moved_;        // when the baseline was last seen to have moved
  Timestamp told_;
  Timestamp readable_;     // when it could last be read, if was_readable_
  OwnBeats beats_;
  Timestamp beat_;         // the last one, without what may be an artefact
  Timestamp row_;          // the first of the beats that followed one another
  Timestamp low_;          // when it was last as low as in a standstill
  std::int32_t height_uv_ = 0;       // of the last beats
  std::int32_t late_height_uv_ = 0;  // of the last 3 s
  std::uint32_t judged_ = 0;         // windows since the last hole; 2 are enough
  std::uint32_t in_row_ = 0;         // beats that followed one another, at most kRowBeats
  bool has_told_ = false;
  bool was_readable_ = false;
  bool stands_still_ = false;
  bool stood_still_ = false;  // since it could last be read
  Reason quality_reason_ = Reason::kStarting;  // why it cannot be read
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_VENTRICULAR_RHYTHM_VENTRICULAR_RHYTHM_H_
