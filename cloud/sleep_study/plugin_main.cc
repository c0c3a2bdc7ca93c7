// The process of one plugin of the sleep study.
#include "cloud/plugin_host/plugin_process.h"
#include "cloud/sleep_study/plugins.h"

int main(int argc, char** argv) {
  return vigil::cloud::RunPluginProcess(vigil::kPlugins, vigil::kPluginCount, argc,
                                        argv);
}
