// What of the light follows from the motion of the wrist, by least squares over the
// last while, and the light without it.
//
//   MotionCanceller motion;
//   motion.Clear();
//   motion.Add(light, acceleration);      // 25 Hz
//   motion.Solve();
//   motion.Clean(accelerations, out);     // the last 8 s
//
// The motion artefact is taken as the output of an FIR filter of the three axes of the
// accelerometer (6 taps each, 80 ms apart: 0.4 s of it). The filter is the one that
// leaves least of the light, with a memory that fades with a time constant of 15 s:
// motion and artefact keep their phase for so long, motion and pulse do not, even where
// their rates are nearly the same. Widrow et al. (Proc. IEEE 63, 1975) cancel noise so;
// Ye et al. (IEEE Sensors J. 17, 2017) the motion in wrist PPG, by recursive least
// squares. In place of a recursion, whose rounding errors add up, the normal equations
// are summed exactly and solved by a fixed number of Gauss-Seidel sweeps that begin with
// the last solution: they converge for any sums that can occur, and an error dies out.
#ifndef VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_MOTION_CANCELLER_H_
#define VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_MOTION_CANCELLER_H_

#include <cstdint>

namespace vigil::plugins {

inline constexpr std::int32_t kAxes = 3;
inline constexpr std::int32_t kWindow = 200;  // 8 s at 25 Hz

class MotionCanceller {
 private:
  static constexpr std::int32_t kTaps = 6;
  static constexpr std::int32_t kTapDistance = 2;
  static constexpr std::int32_t kReach = (kTaps - 1) * kTapDistance;

 public:
  static constexpr std::int32_t kHistory = kWindow + kReach;

  // Values beyond these are cut off.
  static constexpr std::int32_t kGreatestLight = (1 << 20) - 1;
  static constexpr std::int32_t kGreatestAcceleration = 8191;  // mg

  // Forgets everything.
  void Clear();

  // One sample of each, at 25 Hz: the light in any unit, the acceleration in mg.
  void Add(std::int32_t light, const std::int32_t (&acceleration)[kAxes]);

  // Fits the filter to what was added.
  void Solve();

  // The last accelerations, oldest first: kWindow, and before them what the taps need.
  void CopyAccelerations(std::int16_t (&out)[kAxes][kHistory]) const;

  // The last kWindow samples of the light as it was added.
  void CopyLight(std::int32_t (&out)[kWindow]) const;

  // The last kWindow samples of the light without what these accelerations explain,
  // within +-2^24.
  void Clean(const std::int16_t (&accelerations)[kAxes][kHistory],
             std::int32_t (&out)[kWindow]) const;

 private:
  static constexpr std::int32_t kWeights = kAxes * kTaps;
  static constexpr std::uint32_t kRing = 256;  // a power of two, at least kHistory

  std::uint32_t Ago(std::uint32_t samples) const { return (newest_ + kRing - samples) % kRing; }
  void Fade();
  std::int32_t ScaleShift() const;

  std::int32_t light_[kRing] = {};
  std::int16_t acceleration_[kAxes][kRing] = {};
  std::uint32_t newest_ = 0;  // place in the rings
  std::int32_t faded_ = 0;    // samples ago
  std::int64_t auto_[kWeights][kWeights] = {};  // lower triangle alone
  std::int64_t cross_[kWeights] = {};
  std::int32_t weight_[kWeights] = {};          // of light per mg, Q12
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_MOTION_CANCELLER_H_
