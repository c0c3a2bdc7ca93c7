// What goes on in the synthetic patient: breaths, beats, steps. The channels show it.
#ifndef VIGIL_TEST_SIM_BODY_H_
#define VIGIL_TEST_SIM_BODY_H_

#include <cstdint>
#include <vector>

#include "test/sim/plan.h"

namespace vigil::sim {

// Times in seconds since the begin.
struct Beat {
  double time = 0;       // of the R peak
  double interval = 1;   // to the beat before
  bool is_ventricular = false;
  bool has_p_wave = true;
  double strength = 1;   // of its pulse at the wrist
};

// Breathing as a curve: 1 in the middle of an inspiration, -1 in that of an expiration, 0
// while it stands still.
class Breathing {
 public:
  Breathing(const Plan& plan, std::uint64_t seed);

  double At(double second) const;
  const std::vector<double>& breaths() const { return breaths_; }  // begins of inspirations

 private:
  static constexpr double kHz = 25;
  std::vector<double> curve_;
  std::vector<double> breaths_;
};

// True in the part of an apnea cycle in which nobody breathes.
bool IsApnea(const Plan& plan, double second);

std::vector<Beat> MakeBeats(const Plan& plan, const Breathing& breathing, std::uint64_t seed);

// The peaks of P waves that lead to no beat.
std::vector<double> MakeBlockedPWaves(const Plan& plan, const std::vector<Beat>& beats, std::uint64_t seed);

// When a foot comes down, in scenes of walking and running.
std::vector<double> MakeSteps(const Plan& plan, std::uint64_t seed);

}  // namespace vigil::sim

#endif  // VIGIL_TEST_SIM_BODY_H_
