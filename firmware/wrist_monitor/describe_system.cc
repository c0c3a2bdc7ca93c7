// For the report on the wrist monitor's system.
#include "firmware/wrist_monitor/system.h"
#include "platform/system_report/described_system.h"

const vigil::SystemDescription& vigil::DescribedSystem() {
  return firmware::WristMonitorSystem();
}
