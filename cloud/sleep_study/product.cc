// The sleep study as a product of firmware/boards/product.h.
#include "cloud/sleep_study/system.h"
#include "firmware/boards/product.h"
#include "firmware/monitor/run_monitor.h"

namespace vigil::firmware {

RunResult RunProduct(const Launch& launch) {
  return RunMonitor(cloud::SleepStudySystem(), launch);
}

}  // namespace vigil::firmware
