// What the health monitor consists of: the plugins are listed in this folder's
// BUILD file, everything else about the system in system.cc.
#ifndef VIGIL_FIRMWARE_HEALTH_MONITOR_SYSTEM_H_
#define VIGIL_FIRMWARE_HEALTH_MONITOR_SYSTEM_H_

#include "safety_kernel/base/time.h"
#include "safety_kernel/runtime/system_description.h"

namespace vigil::firmware {

// The period of the schedule.
inline constexpr Duration kFramePeriod = Milliseconds(100);

const SystemDescription& HealthMonitorSystem();

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_HEALTH_MONITOR_SYSTEM_H_
