// Looks at the samples of one channel for what their integrity check cannot tell:
// a value that no sensor gives, one that does not move, samples that come faster
// or slower than they should. What it finds becomes the block's quality.
//
//   SignalCheck check;
//   check.Start({.least = -8'388'608, .greatest = 8'388'607,
//                .max_unmoved_us = 1'000'000});
//   block.quality |= check.Judge(block, now);
//
// Not safe for use from several threads.
#ifndef VIGIL_SAFETY_KERNEL_ACQUISITION_SIGNAL_CHECK_H_
#define VIGIL_SAFETY_KERNEL_ACQUISITION_SIGNAL_CHECK_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/time.h"

namespace vigil {

// What a sound signal of a channel keeps to.
struct SignalLimits {
  std::int32_t least = INT32_MIN;  // of a sample, in the channel's unit
  std::int32_t greatest = INT32_MAX;
  std::uint32_t max_unmoved_us = 0;  // one value for longer is a defect; 0: it
                                     // may stay for ever
};

// The times of the samples and their arrival may drift apart by less than
// kMaxDrift within kRateWindow. That is a rate which is off by 10 %, from where on
// a heart rate is wrong by more than IEC 60601-2-27 allows; one that is off by 20 %
// or more is found within one window. A block that once comes a frame late is
// none, nor are two clocks that differ a little for hours.
inline constexpr Duration kRateWindow = Milliseconds(1500);
inline constexpr Duration kMaxDrift = Milliseconds(150);
// So long the flag stays, so that a wrong rate is one fault and not many.
inline constexpr Duration kWrongRateHolds = Seconds(3);

class SignalCheck {
 public:
  // Begins anew.
  void Start(const SignalLimits& limits);

  // Samples are missing: the rate is counted anew. A value that is the same after
  // the gap as before it counts as unmoved.
  void Break();

  // The flags of kQualityOutOfRange, kQualityStuck and kQualityWrongRate that
  // `block` has earned. `now`: when it arrived. Call it once for each block that
  // is intact and in order.
  std::uint16_t Judge(const SampleBlock& block, Timestamp now);

 private:
  bool IsOutOfRange(const SampleBlock& block) const;
  bool IsStuck(const SampleBlock& block);
  bool HasWrongRate(const SampleBlock& block, Timestamp now);

  SignalLimits limits_;
  bool has_last_ = false;     // last_ and moved_ hold
  std::int32_t last_[kMaxDimensions] = {};  // the newest value of each dimension
  Timestamp moved_;           // when the first of them came
  bool lag_known_ = false;    // lag_ and window_start_ hold
  Duration lag_;              // of the arrival behind the samples, at its start
  Timestamp window_start_;
  bool rate_is_wrong_ = false;  // until wrong_until_
  Timestamp wrong_until_;
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ACQUISITION_SIGNAL_CHECK_H_
