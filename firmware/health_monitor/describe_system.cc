// For the report on the health monitor's system.
#include "firmware/health_monitor/system.h"
#include "platform/system_report/described_system.h"

const vigil::SystemDescription& vigil::DescribedSystem() {
  return firmware::HealthMonitorSystem();
}
