// Whether somebody fell, from the acceleration of the trunk: an impact that is sudden, and
// after it the body lies in another direction than before.
//
//   FallDecision decision;
//   decision.Reset();
//   if (decision.Next(moment)) Tell(decision.impact_mg());
//
// The two features, a threshold of the impact and a change of posture behind it, are
// those that Bourke et al. (Gait & Posture 26, 2007) and Kangas et al. (Gait & Posture
// 28, 2008) found to separate falls from daily activities at the waist.
#ifndef VIGIL_PLUGINS_ALGORITHM_FALL_DETECTOR_FALL_DECISION_H_
#define VIGIL_PLUGINS_ALGORITHM_FALL_DETECTOR_FALL_DECISION_H_

#include <cstdint>

#include "plugins/algorithm/motion/acceleration_stream.h"

namespace vigil::plugins {

class FallDecision {
 public:
  // Looked at in slices of 100 ms.
  static constexpr std::uint32_t kMomentsPerSlice = 5;

  // How the body lay: from 3 s to 1 s before the impact, and from 1 s to 2 s after
  // it, in slices. The second in between holds the fall and its rebound.
  static constexpr std::uint32_t kBeforeBegin = 30;
  static constexpr std::uint32_t kBeforeEnd = 10;
  static constexpr std::uint32_t kLeastSlices = 5;  // so many are enough, at the start
  static constexpr std::uint32_t kAfterBegin = 10;
  static constexpr std::uint32_t kAfterEnd = 20;

  // A fall is decided so many slices after its impact.
  static constexpr std::uint32_t kDelaySlices = kAfterEnd;

  // Of several peaks within 200 ms the greatest is the impact.
  static constexpr std::uint32_t kPeakReach = 2;

  // An impact shows at least 1.7 g. Walking stays below; running, jumping and sitting
  // down fast do not, and change no posture.
  static constexpr std::int64_t kLeastImpactMg = 1700;

  // An impact is sudden: within 200 ms of it the acceleration changes by 250 mg or more from
  // one moment to the next. What is swung shows as much acceleration, and comes to it slowly.
  static constexpr std::int64_t kLeastJoltMg = 250;

  // A posture has changed when its direction turned by 40 degrees or more:
  // cos(40 degrees) squared is 0.587.
  static constexpr std::int64_t kTurnNumerator = 587;
  static constexpr std::int64_t kTurnDenominator = 1000;

  // How a body lies is seen while it lies: of the slices after an impact at most so many
  // show more than 1.5 g. Shaking and noise have no direction.
  static constexpr std::int64_t kRestMg = 1500;
  static constexpr std::uint32_t kMostRestless = 3;

  // Below half of gravity a mean has no direction: the sensor was thrown, or is broken.
  static constexpr std::int64_t kLeastGravityMg = 500;

  // No second fall so soon: the rebounds of a fall, and getting up.
  static constexpr std::uint32_t kRefractorySlices = 50;

  // Values beyond it are cut off: no wearable sensor measures more than 16 g.
  static constexpr std::int32_t kGreatestMg = 16'000;

  // Forgets everything.
  void Reset();

  // Takes the next moment. True when a fall was decided; its impact lies kDelaySlices
  // slices before the one that ends with this moment.
  bool Next(const Acceleration& moment);

  // True when there is enough history to decide.
  bool is_ready() const { return slices_ > kDelaySlices + kBeforeEnd + kLeastSlices; }

  // The greatest acceleration of the fall that was decided last, in thousandths of g.
  std::int32_t impact_mg() const { return impact_mg_; }

 private:
  // 100 ms: the sum of each axis, and the squares of the greatest acceleration and of the
  // greatest change from one moment to the next.
  struct Slice {
    std::int32_t x = 0;
    std::int32_t y = 0;
    std::int32_t z = 0;
    std::uint32_t jolt = 0;  // below 2^32: three axes of twice kGreatestMg
    std::int64_t peak = 0;
  };
  struct Direction {
    std::int64_t x = 0;
    std::int64_t y = 0;
    std::int64_t z = 0;
  };
  static constexpr std::uint32_t kLongest = kBeforeBegin + kDelaySlices + 1;
  static constexpr std::uint32_t kRing = 64;  // a power of two, at least kLongest

  static std::int64_t Dot(const Direction& a, const Direction& b);
  static bool HasTurned(const Direction& before, const Direction& after);

  void AddTo(Slice& slice, const Acceleration& moment);
  const Slice& Ago(std::uint32_t slices) const;
  bool IsFall() const;
  bool IsGreatestOfItsTime() const;
  bool IsSudden() const;
  bool LiesStill() const;
  std::uint32_t SlicesBefore() const;
  Direction MeanOf(std::uint32_t oldest, std::uint32_t count) const;

  Slice ring_[kRing] = {};
  Slice current_;              // not complete yet
  Direction last_;             // the last moment; none before the first slice, which is no impact
  std::uint32_t moments_ = 0;  // in it
  std::uint32_t slices_ = 0;   // in the ring, at most kLongest
  std::uint32_t newest_ = 0;   // place in the ring
  std::uint32_t quiet_ = 0;    // slices until the next fall may be told
  std::int32_t impact_mg_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_FALL_DETECTOR_FALL_DECISION_H_
