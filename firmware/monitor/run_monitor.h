// The run of a product whose loop is that of monitor.h: a product is a description of its
// system, and this.
//
//   RunResult RunProduct(const Launch& launch) {
//     return RunMonitor(HealthMonitorSystem(), launch);
//   }
#ifndef VIGIL_FIRMWARE_MONITOR_RUN_MONITOR_H_
#define VIGIL_FIRMWARE_MONITOR_RUN_MONITOR_H_

#include "firmware/boards/product.h"
#include "safety_kernel/runtime/system_description.h"

namespace vigil::firmware {

// As RunProduct (firmware/boards/product.h), of the product that `system` describes.
RunResult RunMonitor(const SystemDescription& system, const Launch& launch);

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_MONITOR_RUN_MONITOR_H_
