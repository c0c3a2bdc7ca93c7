// The wrist monitor as a product of firmware/boards/product.h.
#include "firmware/boards/product.h"
#include "firmware/monitor/run_monitor.h"
#include "firmware/wrist_monitor/system.h"

namespace vigil::firmware {

RunResult RunProduct(const Launch& launch) {
  return RunMonitor(WristMonitorSystem(), launch);
}

}  // namespace vigil::firmware
