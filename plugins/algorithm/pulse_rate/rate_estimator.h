// The pulse rate from green light and the acceleration of the wrist, also in motion.
//
//   RateEstimator pulse;
//   pulse.Clear();
//   for each moment (50 Hz): if (pulse.Add(light, x, y, z)) window_ended = now;
//   once a frame: if (pulse.Work()) Use(pulse.PerMinute(), pulse.is_trusted());
//
// Each 2 s the window of the last 8 s: the light without what the accelerometer explains
// (motion_canceller.h) and without its slope, always at the same strength; the power of
// each rate from 30 to 240 per minute in it, and in the acceleration; a rate at which the
// wrist moves counts for less, at the strongest for half (spectral subtraction: Zhang,
// IEEE Trans. Biomed. Eng. 62, 2015; Wiener filter: Temko, ibid. 64, 2017; here with
// little strength, for most was cancelled before); rate_tracker.h decides, trust_gate.h
// says whether it may be shown. No window function: what it costs in resolution is
// worse than its leakage.
//
// A pulse that keeps the rate and the phase of the arm is cancelled with the artefact,
// and what is left has a rate of its own: of noise, or of the pulse's second harmonic.
// Nothing in the light tells it from an artefact. So a window is not trusted when less
// than a quarter of the light is left, or when what was taken away at half of the rate
// is more than twice as high as what is left at the rate: the second harmonic of a pulse
// is less than half as high as the pulse.
#ifndef VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_RATE_ESTIMATOR_H_
#define VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_RATE_ESTIMATOR_H_

#include <cstdint>

#include "plugins/algorithm/pulse_rate/band_filter.h"
#include "plugins/algorithm/pulse_rate/motion_canceller.h"
#include "plugins/algorithm/pulse_rate/rate_tracker.h"
#include "plugins/algorithm/pulse_rate/trust_gate.h"

namespace vigil::plugins {

class RateEstimator {
 public:
  // Moments come at 50 Hz.
  static constexpr std::uint32_t kPeriodUs = 20'000;

  // A window has so many moments, and ends so many after the one before.
  static constexpr std::int32_t kWindowMoments = 400;
  static constexpr std::int32_t kHopMoments = 100;

  // Rates that are looked at in one share of the work, and how many shares there are:
  // the last one decides.
  static constexpr std::int32_t kRatesPerShare = 18;
  static constexpr std::int32_t kShares = (kRates + kRatesPerShare - 1) / kRatesPerShare + 1;

  // Forgets everything.
  void Clear();

  // One moment: the light in counts, the acceleration in mg. True when a window ended
  // with it, and the work on it begins; a window that ends while another is worked on
  // is left out.
  bool Add(std::int32_t light, const std::int32_t (&acceleration)[kAxes]);

  // A share of the work on the last window; true when its rate is there.
  bool Work();

  // 30..240; of the last window.
  std::int32_t PerMinute() const { return (tracker_.RateQ4() + 8) / 16; }

  // Whether it may be shown, and whether enough was seen to say so.
  bool is_trusted() const { return gate_.is_open() && !is_doubtful_; }
  bool is_ready() const { return gate_.is_ready(); }

 private:
  void Begin();
  bool IsArmStill() const;
  void LookAt(std::int32_t index);
  void Decide();
  std::int32_t PurityAt(std::int32_t rate) const;
  bool IsHarmonicOfSlow(std::int32_t rate) const;
  static std::uint64_t PowerNear(const std::int16_t (&signal)[kWindow], std::int32_t rate);

  BandFilter light_filter_;
  BandFilter acceleration_filter_[kAxes];
  MotionCanceller motion_;
  RateTracker tracker_;
  TrustGate gate_;
  std::int32_t until_window_ = kWindowMoments;  // moments
  std::int32_t share_ = kShares;                // that is next; kShares: nothing to do
  std::int64_t strength_ = 0;                   // rms after cancelling, in the last window
  bool is_little_left_ = false;                 // and whether that is next to nothing
  bool is_still_ = false;                       // the arm, in the last window
  bool is_doubtful_ = false;
  std::int16_t pulse_[kWindow] = {};
  std::int16_t taken_[kWindow] = {};            // by the canceller, in the unit of pulse_
  std::int16_t acceleration_[kAxes][MotionCanceller::kHistory] = {};
  std::uint64_t pulse_power_[kRates] = {};
  std::uint64_t motion_power_[kRates] = {};
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_RATE_ESTIMATOR_H_
