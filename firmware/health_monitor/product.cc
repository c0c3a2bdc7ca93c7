// The health monitor as a product of firmware/boards/product.h.
#include "firmware/boards/product.h"
#include "firmware/health_monitor/system.h"
#include "firmware/monitor/run_monitor.h"

namespace vigil::firmware {

RunResult RunProduct(const Launch& launch) {
  return RunMonitor(HealthMonitorSystem(), launch);
}

}  // namespace vigil::firmware
