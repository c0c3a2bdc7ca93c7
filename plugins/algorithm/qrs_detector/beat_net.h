// How likely a candidate is a beat, from what is known of it: a small net of one
// hidden layer, in integers.
//
//   int32_t score = ScoreOf(features, kNetWeights);   // above 0: more likely a beat
//
// Where the weights come from stands in beat_net_weights.h.
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_NET_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_NET_H_

#include <cstdint>

namespace vigil::plugins {

inline constexpr std::uint32_t kFeatureCount = 39;

// Each within +-160.
struct Features {
  std::int32_t values[kFeatureCount];
};

// Hidden units are summed five at a time, which reads each feature once for five.
inline constexpr std::uint32_t kGroupSize = 5;
inline constexpr std::uint32_t kHiddenGroups = 2;

struct NetWeights {
  // In 1/1024 of a logarithm of odds; of the direct weights for 32 of a feature.
  std::int32_t offset = 0;
  std::int16_t direct[kFeatureCount] = {};
  // A unit of a hidden sum is 1/4096, of an output weight 1/8192.
  std::int32_t hidden_offsets[kHiddenGroups][kGroupSize] = {};
  std::int32_t output[kHiddenGroups][kGroupSize] = {};
  std::int16_t hidden[kHiddenGroups][kFeatureCount][kGroupSize] = {};
};

// The logarithm of the odds, in 1/1024.
std::int32_t ScoreOf(const Features& features, const NetWeights& weights);

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_NET_H_
