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

// Both functions work on the plugin's mailbox: the settings are there before
// Init, the inbox and an empty outbox before Process. They give what the plugin
// returned, or why it gave nothing: kDeadlineExceeded when it was cut off at its
// budget, kInternal when it trapped, crashed, or its isolation broke. Neither
// blocks longer than the budget of the plugin's manifest. The runtime trusts
// nothing in the outbox; nobody else may write it any more once Process is back.
class PluginHost {
 public:
  virtual Status Init(const PluginEntry& plugin) = 0;
  virtual Status Process(const PluginEntry& plugin) = 0;

 protected:
  ~PluginHost() = default;  // never deleted through the interface
};

// Calls the plugin as it is, in the caller's context, without isolation.
class DirectHost final : public PluginHost {
 public:
  Status Init(const PluginEntry& plugin) override {
    return plugin.init(plugin.object, *plugin.mailbox);
  }
  Status Process(const PluginEntry& plugin) override {
    return plugin.process(plugin.object, *plugin.mailbox);
  }
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_PLUGIN_HOST_H_
