// Ventricular tachycardia from beats that are known to be ventricular or not: three or
// more ventricular ones in a row (ANSI/AAMI EC57), fast enough.
//
//   VentricularRuns runs;
//   runs.Clear();
//   runs.Add(beat_time, is_ventricular);
//   if (runs.IsTachycardia(now - VentricularRuns::kDelay)) ...
//
// How fast: textbooks begin at 100 /min. The annotators of MIT-BIH call runs of 88 /min a
// tachycardia, with stretches of 80 and single intervals up to 1 s in them, and those of 50
// to 62 /min an idioventricular rhythm; nothing lies between. A patient whose run has 90
// /min is not helped by a definition, so it is told.
#ifndef VIGIL_PLUGINS_ALGORITHM_VENTRICULAR_TACHYCARDIA_VENTRICULAR_RUNS_H_
#define VIGIL_PLUGINS_ALGORITHM_VENTRICULAR_TACHYCARDIA_VENTRICULAR_RUNS_H_

#include <cstdint>

#include "safety_kernel/base/time.h"

namespace vigil::plugins {

class VentricularRuns {
 public:
  // Beats in a row that are a tachycardia.
  static constexpr std::uint32_t kRun = 3;
  // The longest interval within a run, and the longest mean of one: 80 /min.
  static constexpr Duration kLongestInterval = Milliseconds(1000);
  static constexpr Duration kLongestMean = Milliseconds(750);
  // A run begins with its first QRS, that long before its R peak, and ends with the next
  // beat that is none, or so long after its last.
  static constexpr Duration kBefore = Milliseconds(200);
  static constexpr Duration kAfter = Seconds(1);
  // What is asked for has to be so long ago: two intervals of a run, and until the class of
  // a beat is told. That takes 2.2 s when none follows it, so a slow run of three beats
  // before a pause may be told from its second second on.
  static constexpr Duration kDelay = Seconds(3);
  // Beats that are remembered: in kDelay there are fewer, at 300 /min.
  static constexpr std::uint32_t kBeats = 32;

  // Forgets everything.
  void Clear() { *this = VentricularRuns(); }

  // The next beat. One that is not later than the one before is left out.
  void Add(Timestamp beat, bool is_ventricular);

  // Whether `time` is within a run.
  bool IsTachycardia(Timestamp time) const;

 private:
  struct Beat {
    Timestamp time;
    bool is_ventricular = false;
  };
  struct Run {
    std::uint32_t beats = 0;
    Timestamp first;
    Timestamp last;
  };

  const Beat& Nth(std::uint32_t n) const { return beats_[(next_ + kBeats - count_ + n) % kBeats]; }
  static bool Covers(const Run& run, Timestamp end, Timestamp time);

  Beat beats_[kBeats];
  std::uint32_t next_ = 0;
  std::uint32_t count_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_VENTRICULAR_TACHYCARDIA_VENTRICULAR_RUNS_H_
