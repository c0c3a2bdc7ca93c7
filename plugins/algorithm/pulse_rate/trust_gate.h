// Whether the rate that is tracked may be shown: a pulse gathers the power of the
// spectrum at one rate and its double for a long time, noise does not.
//
//   TrustGate gate;
//   gate.Clear();
//   gate.Add(purity, strength, is_still);  // of a window, every 2 s
//   if (gate.is_open()) Show(rate);
//
// Purity is the share of power near the rate and its double (rate_estimator.h). A fast
// mean (4 windows) and a slow one (16 windows, 32 s) of it are held against thresholds
// above what white noise, drift and the motion of an arm reach in a day.
//
// Noise alone is as pure as a pulse while somebody runs, so means alone trust it for up to a
// minute after a pulse ended. But it is weaker: a window that has less than half of the strength
// that was trusted, and is not pure itself, shows that the pulse ended. A pulse that became
// weak, under a strap that shifted, is believed again when it is clear over windows in
// which the arm kept still: nothing but a pulse is pure then.
#ifndef VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_TRUST_GATE_H_
#define VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_TRUST_GATE_H_

#include <cstdint>

namespace vigil::plugins {

class TrustGate {
 public:
  static constexpr std::int32_t kFastWindows = 4;
  static constexpr std::int32_t kSlowWindows = 16;

  // It opens when the fast mean reaches the first, or the slow mean the second; it
  // closes when the slow mean falls below the third.
  static constexpr std::int32_t kOpensFast = 92;
  static constexpr std::int32_t kOpensSlow = 66;
  static constexpr std::int32_t kCloses = 54;

  // A window that itself shows less is not trusted, whatever was before it: below half
  // of what opens, it shows another rate than the one that is tracked, or none.
  static constexpr std::int32_t kLeastInWindow = 30;

  // No window counts for more in the slow mean: a clear pulse is trusted as long after its
  // end as one that is just clear.
  static constexpr std::int32_t kCountsSlow = 80;

  // Strength that fell below this part of what was trusted closes the gate with a window
  // of a purity below kOpensSlow, and keeps it from opening: what is left of the motion of
  // an arm is pure, and weak. After kFastWindows in which the arm kept still it no longer
  // does.
  static constexpr std::int64_t kFell = 2;

  // Of the strength that is trusted, as the mean of so many windows while the gate is
  // open. While it is closed it fades by a part of so many in each: a pulse that comes back
  // at a third of its strength is believed after 15 s.
  static constexpr std::int64_t kStrengthWindows = 8;
  static constexpr std::int64_t kFades = 16;

  // Forgets everything.
  void Clear();

  // 0..256, of one window, and the rms of its light without what the acceleration
  // explains, below 2^33, in any unit that stays the same. is_still: nothing moved the arm.
  void Add(std::int32_t purity, std::int64_t strength, bool is_still);

  bool is_open() const { return is_open_ && last_ >= kLeastInWindow; }

  // True when enough was seen to open.
  bool is_ready() const { return windows_ >= kFastWindows; }

 private:
  void FollowStrength(std::int64_t strength);

  std::int32_t windows_ = 0;  // at most kSlowWindows
  std::int32_t still_windows_ = 0;  // in a row, at most kFastWindows
  std::int32_t fast_q8_ = 0;
  std::int32_t slow_q8_ = 0;
  std::int32_t last_ = 0;
  std::int64_t strength_q8_ = 0;  // that is trusted; 0: none
  bool is_open_ = false;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_TRUST_GATE_H_
