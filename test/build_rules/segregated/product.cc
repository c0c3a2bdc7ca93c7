// A product whose one plugin is of a lower class than itself; it runs nothing.
#include "firmware/boards/product.h"
#include "test/build_rules/mixed_plugins.h"

namespace vigil::firmware {

RunResult RunProduct(const Launch& launch) {
  const Status status = launch.plugin_host.Init(kPlugins[0]);
  return status == Status::kOk && kPluginCount == 1 ? RunResult::kEndedAsPlanned : RunResult::kRefusedToStart;
}

}  // namespace vigil::firmware
