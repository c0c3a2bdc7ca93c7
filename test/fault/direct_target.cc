// A target without isolation: what needs none of it is shown here.
#include "safety_kernel/runtime/plugin_host.h"
#include "test/fault/intruder.h"
#include "test/fault/target.h"

namespace vigil {

namespace fault {

PluginHost& HostOfTarget() {
  static DirectHost host;
  return host;
}

}  // namespace fault

namespace plugins {

Status CommitMachineFault(std::int32_t, const Inbox&, Outbox&) {
  return Status::kOk;
}

}  // namespace plugins
}  // namespace vigil
