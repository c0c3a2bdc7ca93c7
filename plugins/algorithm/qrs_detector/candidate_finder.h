// Finds the peaks of the QRS energy, whatever rises and falls as a heart beat might,
// and describes them.
//
//   CandidateFinder finder;
//   finder.Reset();
//   if (finder.Next(filter)) {
//     finder.Describe(filter);      // or not, when it is too weak to matter
//     Use(finder.candidate());
//   }
//
// A peak is complete, and told, when the energy has fallen to half of it, or 12 ticks
// (96 ms) after it.
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_CANDIDATE_FINDER_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_CANDIDATE_FINDER_H_

#include <cstdint>

#include "plugins/algorithm/qrs_detector/candidate.h"
#include "plugins/algorithm/qrs_detector/qrs_filter.h"

namespace vigil::plugins {

class CandidateFinder {
 public:
  // Peaks of less energy are told to nobody. In units of the filter's energy, where
  // a narrow QRS of 1 mV gives about 12000: as much as a wave of 10 uV.
  static constexpr std::int32_t kLeastEnergy = 100;

  void Reset();

  // Takes the last tick of the filter. True when a candidate became complete, of
  // which only time and energy are known.
  bool Next(const QrsFilter& filter);

  // Measures the rest of it. Before the next tick.
  void Describe(const QrsFilter& filter);

  // The last one.
  Candidate& candidate() { return candidate_; }

 private:
  void DescribeShape(const QrsFilter& filter, std::uint32_t center);

  std::int32_t energy_before_ = 0;
  std::int32_t highest_ = 0;
  std::uint32_t highest_at_ = 0;
  bool is_rising_ = false;
  Candidate candidate_;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_CANDIDATE_FINDER_H_
