// The rate of breathing in two curves that it changes, or that it cannot be told.
//
//   BreathFinder breath;
//   if (breath.Find(curves, greatest_rate)) Use(breath.rate_per_minute());
//
// Each curve loses its slope, gets a Hann window, and is compared with waves of each rate
// from 4 to 60 per minute (its spectrum). What both share is breathing: the rate is the
// maximum of the product of both spectra, each times the rate. It is found when that rate's surroundings hold
// enough of each curve, and each curve's own maximum is there. Heart period and height are
// also changed by other things, such as the waves of the blood pressure near 6 per minute;
// but these change one of them alone.
//
// Moody, Mark, Zoccola, Mantero, "Derivation of respiratory signals from multi-lead ECGs",
// Computers in Cardiology 12, 1985 (height); Hirsch, Bishop, Am. J. Physiol. 241, 1981
// (sinus arrhythmia); Orphanidou, Fleming, Shah, Tarassenko, Biomed. Signal Process.
// Control 8, 2013 (fusion of both by their spectra).
#ifndef VIGIL_PLUGINS_ALGORITHM_RESPIRATION_RATE_BREATH_FINDER_H_
#define VIGIL_PLUGINS_ALGORITHM_RESPIRATION_RATE_BREATH_FINDER_H_

#include <cstdint>

#include "plugins/algorithm/respiration_rate/beat_series.h"

namespace vigil::plugins {

class BreathFinder {
 public:
  static constexpr std::int32_t kLowestRate = 4;  // per minute
  static constexpr std::int32_t kHighestRate = 60;

  // Of 256: how much of a curve's power lies near the rate, of each and of both together.
  static constexpr std::int32_t kLeastEach = 90;
  static constexpr std::int32_t kLeastTogether = 205;

  // Rates above `greatest_rate` are not looked at: a heart samples its breathing once a
  // beat, and shows nothing above half of its own rate.
  // False: what both curves show is not the same, or nothing.
  bool Find(const BeatSeries::Curves& curves, std::int32_t greatest_rate);

  // Of the last Find that was true; 4..60.
  std::int32_t rate_per_minute() const { return rate_; }

 private:
  static constexpr std::int32_t kRates = kHighestRate - kLowestRate + 1;
  using Spectrum = std::uint64_t[kRates];

  std::int32_t rate_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_RESPIRATION_RATE_BREATH_FINDER_H_
