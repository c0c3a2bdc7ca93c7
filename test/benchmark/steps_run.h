// The steps of a trial of SisFall (falls_run.h) as the plugin of activity counts them, and
// the pace that the whole of it shows: nobody counted them.
#ifndef VIGIL_TEST_BENCHMARK_STEPS_RUN_H_
#define VIGIL_TEST_BENCHMARK_STEPS_RUN_H_

#include <vector>

#include "plugins/algorithm/motion/acceleration_stream.h"

namespace vigil::benchmark {

struct StepRun {
  int seconds = 0;       // that were judged: all but the first three
  int gait_seconds = 0;  // of those, in which there was a gait
  double steps = 0;      // in them

  // In what had a gait; 0: nothing had.
  double PerMinute() const { return gait_seconds == 0 ? 0 : 60 * steps / gait_seconds; }

  StepRun& operator+=(const StepRun& other);
};

// `moments`: at 50 Hz.
StepRun CountSteps(const std::vector<plugins::Acceleration>& moments);

// Steps per minute: the strongest line, from 57 to 214 per minute, in the spectrum of the
// acceleration's length over all of the moments; 0: nothing moves.
double StrongestPace(const std::vector<plugins::Acceleration>& moments);

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_STEPS_RUN_H_
