// Whether beats look like one another. The beats of a heart do, those of each of its
// origins; what a QRS detector finds in noise does not.
//
//   BeatLikeness likeness;
//   likeness.Clear();
//   likeness.Add(window, back, beat_time);     // where the R peak is in the window
//   if (likeness.AreBeats(now)) ...
//
// A beat is like one of the eight before it when the correlation of 0.3 s around both is
// high and neither is more than twice as large, at the best of five alignments. A template
// of the usual beat alone (Orphanidou and others, IEEE J Biomed Health Inform 19, 2015)
// would call every other beat of a bigeminy noise.
//
// The step of an electrode that moves looks like a beat, and steps look alike. A QRS goes
// and comes back within its own width; a step goes at once and comes back with the time
// constant of the input, 0.3 s and more (0.5 Hz). So what comes back by less than 22 % of the
// slope with which it went is left out, and so is what has another level before than after, also
// when it is a ventricular beat. Of 51,000 beats of MIT-BIH none has less than 20 %, steps that
// die away with 0.15 to 1.5 s have 6 to 20 %.
#ifndef VIGIL_PLUGINS_ALGORITHM_ECG_QUALITY_BEAT_LIKENESS_H_
#define VIGIL_PLUGINS_ALGORITHM_ECG_QUALITY_BEAT_LIKENESS_H_

#include <cstdint>

#include "plugins/algorithm/ecg_window/ecg_window.h"
#include "safety_kernel/base/time.h"

namespace vigil::plugins {

class BeatLikeness {
 public:
  // Beats that are remembered, and for how long they count.
  static constexpr std::uint32_t kBeats = 8;
  static constexpr Duration kReach = Seconds(10);

  // Smoothed samples to each side of the R peak that Add looks at.
  static constexpr std::uint32_t kSide = 9;

  // Squares of the correlation, per cent: 0.9 and 0.8.
  static constexpr std::int64_t kLikePercent = 81;
  static constexpr std::int64_t kSimilarPercent = 64;

  // Forgets everything.
  void Clear();

  // The next beat, at `time`, its R peak so many smoothed samples before the last: from kSide to
  // EcgWindow::kHistory - 2 - kSide.
  void Add(const EcgWindow& window, std::uint32_t back, Timestamp time);

  // Whether at least four beats are alike, and three quarters of all.
  bool AreBeats(Timestamp now) const;
  // Whether at least two beats are known, and half of them are similar to another.
  bool MayBeBeats(Timestamp now) const;

 private:
  static constexpr std::uint32_t kPoints = 15;
  static constexpr std::uint32_t kShifts = 5;
  static_assert(kPoints + kShifts - 1 == 2 * kSide + 1);

  struct Beat {
    std::int16_t shape[kPoints] = {};  // uV, its mean is 0
    std::int64_t power = 0;
    Timestamp time;
    bool is_like = false;
    bool is_similar = false;
  };
  struct Tally {
    std::uint32_t beats = 0;
    std::uint32_t like = 0;
    std::uint32_t similar = 0;
  };

  static void Cut(const EcgWindow& window, std::uint32_t newest, Beat& beat);
  static bool IsStep(const EcgWindow& window, std::uint32_t newest);
  void Compare(Beat& beat, const Beat& cut) const;
  Tally Count(Timestamp now) const;

  Beat beats_[kBeats];
  std::uint32_t oldest_ = 0;
  std::uint32_t count_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_ECG_QUALITY_BEAT_LIKENESS_H_
