// The streams of random numbers of a seed: one for each cause, so that a louder noise
// moves no beat.
#ifndef VIGIL_TEST_SIM_STREAMS_H_
#define VIGIL_TEST_SIM_STREAMS_H_

#include <cstdint>

namespace vigil::sim {

enum Stream : std::uint64_t {
  kHeartStream = 1,
  kBreathStream,
  kStepStream,
  kEcgStream,
  kLightStream,
  kMotionStream,
  kTemperatureStream,
  kAtriaStream,
};

}  // namespace vigil::sim

#endif  // VIGIL_TEST_SIM_STREAMS_H_
