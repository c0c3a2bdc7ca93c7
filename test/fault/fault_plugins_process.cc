// The process of one plugin of the fault product.
#include "cloud/plugin_host/plugin_process.h"
#include "test/fault/fault_plugins.h"

int main(int argc, char** argv) {
  return vigil::cloud::RunPluginProcess(vigil::kPlugins, vigil::kPluginCount, argc,
                                        argv);
}
