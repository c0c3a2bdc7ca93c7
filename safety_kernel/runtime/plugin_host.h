// The one gate through which the kernel calls a plugin. What isolates plugins
// on a target (an MPU partition with its timer, a sandboxed process, a
// WebAssembly instance) is a PluginHost; neither the runtime nor the plugins
// change for it.
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_PLUGIN_HOST_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_PLUGIN_HOST_H_

#include "safety_kernel/base/status.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil {

// Each function gives what the plugin returned, or why it gave nothing:
// kDeadlineExceeded when it was cut off at its budget, kInternal when it
// trapped. Neither blocks longer than the budget of the plugin's manifest.
class PluginHost {
 public:
  virtual Status Init(const PluginEntry& plugin, const Settings& settings) = 0;
  // `out` is empty at the call. The runtime trusts nothing in it afterwards.
  virtual Status Process(const PluginEntry& plugin, const Inbox& in,
                         Outbox& out) = 0;

 protected:
  ~PluginHost() = default;  // never deleted through the interface
};

// Calls the plugin as it is, in the caller's context, without isolation.
class DirectHost final : public PluginHost {
 public:
  Status Init(const PluginEntry& plugin, const Settings& settings) override {
    return plugin.init(plugin.object, settings);
  }
  Status Process(const PluginEntry& plugin, const Inbox& in,
                 Outbox& out) override {
    return plugin.process(plugin.object, in, out);
  }
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_PLUGIN_HOST_H_
