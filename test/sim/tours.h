// Patients who do, one after another, what brings out all that a product can tell: each
// plugin of it gives a valid value, or raises its alarm.
#ifndef VIGIL_TEST_SIM_TOURS_H_
#define VIGIL_TEST_SIM_TOURS_H_

#include <vector>

#include "test/sim/scene.h"

namespace vigil::sim {

// Of firmware/health_monitor: premature beats, a fast rate, fibrillation; three minutes.
std::vector<Scene> ChestTour();

// Of firmware/wrist_monitor: rest, little oxygen, a fall, a walk with a fast pulse, sleep, and
// for its end a desk, so that it can begin again; eight and a half minutes. The demo plays it:
// what alarms comes first.
std::vector<Scene> WristTour();

// Of a night with electrodes: breathing that is regular, then stops again and again;
// 14 minutes.
std::vector<Scene> NightTour();

}  // namespace vigil::sim

#endif  // VIGIL_TEST_SIM_TOURS_H_
