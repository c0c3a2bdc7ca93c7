// What is known of a candidate, as the net wants it: how it compares with the beats
// of late, with what was none, with its neighbours and with the time since the last
// beat.
//
//   Features features = FeaturesOf(candidates, number, levels, last_beat);
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_FEATURES_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_FEATURES_H_

#include <cstdint>

#include "plugins/algorithm/qrs_detector/beat_levels.h"
#include "plugins/algorithm/qrs_detector/beat_net.h"
#include "plugins/algorithm/qrs_detector/candidate_ring.h"

namespace vigil::plugins {

// The rhythm up to a candidate.
struct Rhythm {
  bool has_beat = false;       // the rest holds
  std::uint32_t at = 0;        // of the last beat
  std::uint32_t number = 0;    // its, as a candidate
  std::int32_t energy = 0;
  std::int32_t steepness = 0;
  std::int32_t interval = 0;   // the usual one, ticks; holds without a beat as well
};

// Of the candidate `number`, which is described. One that follows it counts when it
// is there by now.
Features FeaturesOf(const CandidateRing& candidates, std::uint32_t number,
                    const BeatLevels& levels, const Rhythm& rhythm);

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_FEATURES_H_
