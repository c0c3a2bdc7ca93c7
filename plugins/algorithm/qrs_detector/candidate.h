// What may be a heart beat: a peak of the QRS energy, and what it looks like.
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_CANDIDATE_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_CANDIDATE_H_

#include <cstdint>

namespace vigil::plugins {

// Samples of a shape, 8 ms apart about the greatest excursion: 100 ms to either side.
inline constexpr std::uint32_t kShapeLength = 26;

// Logarithms are in 1/32 of a doubling (fixed_point.h).
struct Candidate {
  std::uint32_t at = 0;        // tick of the energy peak
  std::uint32_t fiducial = 0;  // sample of the R peak: the greatest excursion
  // Of the R peak over the baseline before it, uV; where that is a pulse of a pacemaker, the swing
  // of what is beside it.
  std::int32_t height = 0;
  std::int16_t energy = 0;     // log of the energy
  // True when the rest is known: weak peaks are not described.
  bool is_described = false;
  bool was_weighed = false;         // it has counted as noise already
  std::int16_t steepness = 0;       // log of the greatest |slope|
  std::int16_t sharpness = 0;       // log of the sum of |second difference| of the input
  std::int16_t curvature = 0;       // log of sum |change of slope| / sum |slope|
  std::int16_t quickness = 0;       // log of sum |slope| / sum |band|
  std::int16_t turns = 0;           // how often the slope changes its sign clearly
  // To a shape of beats and to one of others; ShapeMemory::Likeness.
  std::int16_t likeness = 160;
  std::int16_t likeness_to_others = 0;
  std::int16_t shape_root = 0;      // root of the sum of the squares of each second value
  std::int8_t shape[kShapeLength] = {};  // +-127, its mean taken away
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_CANDIDATE_H_
