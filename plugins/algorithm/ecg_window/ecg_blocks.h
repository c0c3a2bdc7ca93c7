// Blocks of an ECG lead.
//
//   if (!IsEcg(block)) return Status::kInvalidArgument;
#ifndef VIGIL_PLUGINS_ALGORITHM_ECG_WINDOW_ECG_BLOCKS_H_
#define VIGIL_PLUGINS_ALGORITHM_ECG_WINDOW_ECG_BLOCKS_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"

namespace vigil::plugins {

inline constexpr std::uint32_t kEcgPeriodUs = 4000;  // 250 Hz

// No electrode gives more to either side; samples beyond are taken as this.
inline constexpr std::int32_t kEcgLimitUv = 1'000'000;

// Whether it is of the channel, the unit and the period of an ECG lead.
constexpr bool IsEcg(const SampleBlock& block) {
  return block.channel == ChannelId::kEcg && block.unit == Unit::kMicrovolt && block.period_us == kEcgPeriodUs;
}

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_ECG_WINDOW_ECG_BLOCKS_H_
