// What the wrist monitor consists of: the plugins are listed in this folder's BUILD
// file, everything else about the system in system.cc.
#ifndef VIGIL_FIRMWARE_WRIST_MONITOR_SYSTEM_H_
#define VIGIL_FIRMWARE_WRIST_MONITOR_SYSTEM_H_

#include "safety_kernel/runtime/system_description.h"

namespace vigil::firmware {

const SystemDescription& WristMonitorSystem();

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_WRIST_MONITOR_SYSTEM_H_
