// The process of one plugin of the health monitor.
#include "cloud/plugin_host/plugin_process.h"
#include "firmware/health_monitor/plugins.h"

int main(int argc, char** argv) {
  return vigil::cloud::RunPluginProcess(vigil::kPlugins, vigil::kPluginCount, argc,
                                        argv);
}
