#include "plugins/algorithm/ventricular_tachycardia/ventricular_runs.h"

#include <cstdint>

namespace vigil::plugins {

void VentricularRuns::Add(Timestamp beat, bool is_ventricular) {
  if (count_ > 0 && beat <= Nth(count_ - 1).time) return;
  beats_[next_ % kBeats] = {.time = beat, .is_ventricular = is_ventricular};
  next_ = (next_ + 1) % kBeats;
  if (count_ < kBeats) ++count_;
}

bool VentricularRuns::IsTachycardia(Timestamp time) const {
  Run run;
  for (std::uint32_t n = 0; n < kBeats; ++n) {
    if (n >= count_) continue;
    const Beat& beat = Nth(n);
    const bool goes_on = beat.is_ventricular && beat.time - run.last <= kLongestInterval;
    if (!goes_on) {
      if (Covers(run, beat.time, time)) return true;
      run.beats = 0;
    }
    if (!beat.is_ventricular) continue;
    if (run.beats == 0) run.first = beat.time;
    run.last = beat.time;
    ++run.beats;
  }
  return Covers(run, run.last + kAfter, time);
}

bool VentricularRuns::Covers(const Run& run, Timestamp end, Timestamp time) {
  if (run.beats < kRun) return false;
  if (run.last - run.first > kLongestMean * (run.beats - 1)) return false;
  if (time < run.first - kBefore) return false;
  return time < end && time < run.last + kAfter;
}

}  // namespace vigil::plugins
