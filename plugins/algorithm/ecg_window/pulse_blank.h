// An ECG lead without the pulses of a pacemaker: who looks at what a heart does must not see
// the pacemaker beside it.
//
//   PulseBlank blank;
//   blank.Clear(first_microvolt);
//   window.Add(blank.Next(microvolt));   // 250 Hz; what comes out is of kDelay ago
//
// At 250 Hz a pulse is one or two samples far from those before and after: all of its height is
// within 8 ms of its top, and nothing is left 16 ms away. Its five samples give way to the line
// between those beside them. What has more of them than a pacemaker gives is noise, and stays as it
// is until a second and a half without any. A QRS complex, and be it of a newborn, takes ten samples and more.
// In 11 h of recordings without pulses (MIT-BIH DS1) 1,154 places are as narrow, 508 of them in the
// noise of one record; nothing that is told of them changes.
//
// Integers only, nothing blocks.
#ifndef VIGIL_PLUGINS_ALGORITHM_ECG_WINDOW_PULSE_BLANK_H_
#define VIGIL_PLUGINS_ALGORITHM_ECG_WINDOW_PULSE_BLANK_H_

#include <cstdint>

#include "plugins/algorithm/fixed_point/fixed_point.h"
#include "safety_kernel/base/time.h"

namespace vigil::plugins {

// What a pulse is at 250 Hz, in samples from its top: so far away are its edges and its feet.
inline constexpr std::uint32_t kPulseEdge = 2;
inline constexpr std::uint32_t kPulseFoot = 4;
// And from there on nothing of it is left.
inline constexpr std::uint32_t kPulseGone = 3;

// How far a sample is from the mean of two feet, twice: half a microvolt counts.
constexpr std::int32_t TwiceAway(std::int32_t foot, std::int32_t sample, std::int32_t other_foot) {
  return Magnitude(2 * sample - foot - other_foot);
}

// Five samples, uV, each within +-1 V: whether `top` is that of a pulse.
constexpr bool IsPacerPulse(std::int32_t foot, std::int32_t edge, std::int32_t top, std::int32_t other_edge,
                            std::int32_t other_foot) {
  // Lower ones, uV, are not taken for beats beside those of a heart; what is so narrow in the
  // ECG of one without a pacemaker is noise, and lower too.
  constexpr std::int32_t kLeastUv = 200;
  // So much of it may be left at its edges, one in: a front end of 45 Hz leaves it.
  constexpr std::int32_t kLeftAtEdge = 4;
  const std::int32_t height = TwiceAway(foot, top, other_foot);
  return height >= 2 * kLeastUv && kLeftAtEdge * TwiceAway(foot, edge, other_foot) < height &&
         kLeftAtEdge * TwiceAway(foot, other_edge, other_foot) < height;
}

class PulseBlank {
 public:
  // Six samples would do; ten are two of those that EcgWindow makes of five.
  static constexpr Duration kDelay = Milliseconds(40);

  // Begins anew, as if the input had been `microvolt` for ever.
  void Clear(std::int32_t microvolt);

  // The sample of kDelay before this one, uV, a pulse in it blanked; beyond +-1 V, which no
  // electrode gives, one is taken as +-1 V.
  std::int32_t Next(std::int32_t microvolt);

 private:
  static constexpr std::uint32_t kDelayed = 10;
  static_assert(kDelayed >= kPulseFoot + kPulseEdge);
  static constexpr std::uint32_t kKept = 16;  // a power of two, so that a place is a mask

  std::int32_t& At(std::uint32_t sample) { return input_[sample % kKept]; }

  std::uint32_t taken_ = 0;  // samples, wraps
  std::int32_t found_ = 0;   // tops that are not forgotten yet
  std::int32_t input_[kKept] = {};
  bool is_noise_ = false;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_ECG_WINDOW_PULSE_BLANK_H_
