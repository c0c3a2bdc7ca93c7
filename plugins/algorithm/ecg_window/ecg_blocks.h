// Blocks of an ECG lead, and whether one goes on where another ended.
//
//   if (!IsEcg(block)) return Status::kInvalidArgument;
//   if (!AreTogether(block.first_sample, due)) ...     // samples are missing
//
// Times of samples are of one clock, whose jitter the kernel bears up to half a period: a
// moment that is further off is another one.
#ifndef VIGIL_PLUGINS_ALGORITHM_ECG_WINDOW_ECG_BLOCKS_H_
#define VIGIL_PLUGINS_ALGORITHM_ECG_WINDOW_ECG_BLOCKS_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/time.h"

namespace vigil::plugins {

inline constexpr std::uint32_t kEcgPeriodUs = 4000;  // 250 Hz

// Whether it is of the channel, the unit and the period of an ECG lead.
constexpr bool IsEcg(const SampleBlock& block) {
  return block.channel == ChannelId::kEcg && block.unit == Unit::kMicrovolt && block.period_us == kEcgPeriodUs;
}

// Whether a sample that comes at `time` is the one that was due.
constexpr bool AreTogether(Timestamp time, Timestamp due) {
  constexpr Duration kHalfPeriod = Microseconds(kEcgPeriodUs / 2);
  return time - due <= kHalfPeriod && due - time <= kHalfPeriod;
}

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_ECG_WINDOW_ECG_BLOCKS_H_
