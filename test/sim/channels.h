// The signals of the synthetic patient, each from the same body.
//
// ECG: each wave of a beat is a bell curve at a time and with a width of its own, after
// McSharry, Clifford, Tarassenko, Smith, "A dynamical model for generating synthetic
// electrocardiogram signals", IEEE Trans. Biomed. Eng. 50, 2003; as there, P and T move
// with the square root of the interval. A ventricular beat is wide, has no P wave, and its
// T wave points the other way.
//
// A pulse of a pacemaker is what an amplifier of 65 Hz, a quarter of 250 Hz, makes of it: a
// bell curve of 2 ms, as high as the area of the pulse over 5 ms.
//
// Light: what comes back is absorbed exponentially (Beer and Lambert); a beat absorbs with
// the shape of two bell curves, the systolic wave and the reflected one. The logarithm's
// swing of red is RatioOfRatios times that of infrared; green has twice that of infrared.
// Light that comes back falls when blood comes.
#ifndef VIGIL_TEST_SIM_CHANNELS_H_
#define VIGIL_TEST_SIM_CHANNELS_H_

#include <cstdint>
#include <vector>

#include "test/sim/body.h"
#include "test/sim/plan.h"

namespace vigil::sim {

// uV, `hz` samples a second, from 0 to the plan's end.
std::vector<std::int32_t> MakeEcg(const Plan& plan, const std::vector<Beat>& beats, const std::vector<double>& blocked_p_waves,
                                  const Breathing& breathing, int hz, std::uint64_t seed);

// mg along the axes: x to the left, y up, z to the front of somebody who stands.
struct Moment {
  std::int32_t x = 0;
  std::int32_t y = 0;
  std::int32_t z = 0;
};
std::vector<Moment> MakeMotion(const Plan& plan, const std::vector<double>& steps, const Breathing& breathing, int hz,
                               std::uint64_t seed);

// When those who fall strike the ground, in seconds.
std::vector<double> MakeFalls(const Plan& plan);

// Converter counts, 400,000 for the light of skin without a pulse.
struct Light {
  std::vector<std::int32_t> green;
  std::vector<std::int32_t> red;
  std::vector<std::int32_t> infrared;
};
// The motion, at its own `motion_hz`, moves the sensor.
Light MakeLight(const Plan& plan, const std::vector<Beat>& beats, const Breathing& breathing,
                const std::vector<Moment>& motion, int motion_hz, int hz, std::uint64_t seed);

// Thousandths of a degree Celsius, one a second. The thermometer takes three minutes to
// follow, and begins as if the first scene had always been.
std::vector<std::int32_t> MakeTemperature(const Plan& plan, std::uint64_t seed);

}  // namespace vigil::sim

#endif  // VIGIL_TEST_SIM_CHANNELS_H_
