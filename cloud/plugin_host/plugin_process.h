// The process of one plugin: serves the commands of its host until that closes the
// channel.
//
//   int main(int argc, char** argv) {
//     return vigil::cloud::RunPluginProcess(vigil::kPlugins, vigil::kPluginCount,
//                                           argc, argv);
//   }
//
// Started by ProcessHost as `program NAME`, with the descriptors of channel.h.
#ifndef VIGIL_CLOUD_PLUGIN_HOST_PLUGIN_PROCESS_H_
#define VIGIL_CLOUD_PLUGIN_HOST_PLUGIN_PROCESS_H_

#include <cstdint>

#include "safety_kernel/plugin/manifest.h"

namespace vigil::cloud {

// Gives the exit code: 0 the host closed the channel; 64 called wrongly, or there
// is no such plugin; 71 the sandbox could not be entered. Says why on standard
// error, as long as it may.
int RunPluginProcess(const PluginEntry* plugins, std::uint32_t plugin_count,
                     int argc, char** argv);

}  // namespace vigil::cloud

#endif  // VIGIL_CLOUD_PLUGIN_HOST_PLUGIN_PROCESS_H_
