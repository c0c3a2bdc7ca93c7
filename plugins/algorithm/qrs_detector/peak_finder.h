// Finds the peaks of the QRS energy: whatever rises and falls as a heart beat
// might.
//
//   PeakFinder finder;
//   finder.Reset();
//   if (finder.Next(filtered, now)) Use(finder.peak());
//
// A peak is complete, and told, when the energy has fallen to half of it, or
// kConfirmSamples after it.
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_PEAK_FINDER_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_PEAK_FINDER_H_

#include <cstdint>

#include "plugins/algorithm/qrs_detector/qrs_filter.h"

namespace vigil::plugins {

// Times are numbers of samples; they wrap, so only differences are compared.
struct Peak {
  std::uint32_t at = 0;        // when the energy was highest
  std::int32_t energy = 0;     // at that time
  std::int32_t steepness = 0;  // the steepest slope within the energy's window
  std::uint32_t fiducial = 0;  // the R peak: greatest excursion of the input
  std::int32_t height = 0;     // of the R peak over the baseline before it, uV
};

class PeakFinder {
 public:
  static constexpr std::uint32_t kConfirmSamples = 24;  // 96 ms

  // Begins anew. Peaks can be trusted once the filter has settled.
  void Reset();

  // Takes what the filter gave for the input sample number `now`, which is one
  // more than at the call before. True when a peak became complete.
  bool Next(const QrsFilter::Output& filtered, std::uint32_t now);

  // The last complete peak.
  const Peak& peak() const { return peak_; }

 private:
  // Powers of two. The first holds the energy's window and the confirmation, the
  // second also the filter's delay and the baseline before the peak.
  static constexpr std::uint32_t kRing = 64;
  static constexpr std::uint32_t kInputRing = 128;

  void Describe();
  void FindRPeak(std::uint32_t band_peak, bool is_upward);

  std::int32_t input_[kInputRing] = {};
  std::int32_t band_[kRing] = {};
  std::int32_t slope_[kRing] = {};
  std::int32_t energy_before_ = 0;
  bool is_rising_ = false;
  Peak peak_;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_PEAK_FINDER_H_
