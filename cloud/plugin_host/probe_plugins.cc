// The process of one plugin of the tests.
#include "cloud/plugin_host/plugin_process.h"
#include "cloud/plugin_host/probe_table.h"

int main(int argc, char** argv) {
  return vigil::cloud::RunPluginProcess(vigil::kPlugins, vigil::kPluginCount, argc,
                                        argv);
}
