// The shapes that were seen of late, of beats or of what is none.
//
//   ShapeMemory beats;
//   beats.Reset(3, 2);
//   beats.Learn(candidate, tick);
//   int32_t likeness = beats.Likeness(candidate);   // 256: the same
//
// Each shape is the running mean of those that were like it (correlation above
// 225/256). One that is like none takes the place of the one that stood least often
// and longest ago: so an extra beat of another form is known when it comes again.
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_SHAPE_MEMORY_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_SHAPE_MEMORY_H_

#include <cstdint>

#include "plugins/algorithm/qrs_detector/candidate.h"

namespace vigil::plugins {

class ShapeMemory {
 public:
  static constexpr std::uint32_t kMost = 3;
  // The likeness to nothing.
  static constexpr std::int32_t kUnknown = 160;

  // Forgets all. `shapes`, 1..kMost, are kept from now on; one counts once it was
  // seen `least_seen` times, 1..8.
  void Reset(std::uint32_t shapes, std::int32_t least_seen);

  // The greatest correlation with a shape, shifted by up to 8 ms, in 1/256, within
  // +-256; kUnknown when no shape counts.
  std::int32_t Likeness(const Candidate& candidate) const;

  // `now`: a tick, not before that of the last call.
  void Learn(const Candidate& candidate, std::uint32_t now);

 private:
  static constexpr std::uint32_t kLength = 24;

  struct Shape {
    std::int16_t values[kLength];
    std::int32_t root;        // of the sum of the squares of each second value
    std::int32_t seen;        // 0 for a free place, at most 8
    std::uint32_t last_seen;  // tick
  };
  struct Match {
    std::uint32_t place;
    std::int32_t likeness;  // kNone without one
  };

  static std::int32_t Correlation(const Candidate& candidate, const Shape& shape);
  static std::int32_t Worth(const Shape& shape, std::uint32_t now);
  Match Best(const Candidate& candidate, std::int32_t least_seen) const;
  std::uint32_t LeastWorth(std::uint32_t now) const;

  Shape shapes_[kMost] = {};
  std::uint32_t count_ = kMost;
  std::int32_t least_seen_ = 1;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_SHAPE_MEMORY_H_
