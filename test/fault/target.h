// What each target gives to the fault product: the isolation of its plugins, and
// how it commits the faults that need its machine.
#ifndef VIGIL_TEST_FAULT_TARGET_H_
#define VIGIL_TEST_FAULT_TARGET_H_

#include "safety_kernel/runtime/plugin_host.h"

namespace vigil::fault {

// Of this target; ready to be used, for the life of the program.
PluginHost& HostOfTarget();

}  // namespace vigil::fault

#endif  // VIGIL_TEST_FAULT_TARGET_H_
