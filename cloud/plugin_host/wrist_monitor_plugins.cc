// The process of one plugin of the wrist monitor.
#include "cloud/plugin_host/plugin_process.h"
#include "firmware/wrist_monitor/plugins.h"

int main(int argc, char** argv) {
  return vigil::cloud::RunPluginProcess(vigil::kPlugins, vigil::kPluginCount, argc,
                                        argv);
}
