// How likely a candidate is a beat, from what is known of it: a small net of one
// hidden layer, in integers.
//
//   int32_t score = ScoreOf(features);   // above 0: more likely a beat
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

// The logarithm of the odds, in 1/1024.
std::int32_t ScoreOf(const Features& features);

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_BEAT_NET_H_
