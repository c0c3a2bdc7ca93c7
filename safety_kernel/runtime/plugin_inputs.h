// What the kernel may hand to a plugin, drawn from a seed: the same at each run.
//
//   for (const Inbox& in : InputsFor(kHeartRateManifest, 1)) bench.Activate(in);
//
// First a patient at rest, then one whose rhythm and motion change, and of whom everything
// arrives, with falls, fibrillation of the atria and early beats; then stretches with noise, gaps, damage, silence and bursts, with samples of any
// 32 bits. Blocks have passed the kernel's own ChannelMonitor. Its periods and limits, and
// the range, frequency and validity of observations, are typical of the products and of the
// manifests of the plugins that tell them; they are kept by hand in plugin_inputs.cc, and no
// other code holds them to what the manifests say. What is over is marked as the runtime
// marks it. Of a channel comes at most one block in an activation, as a source is read once
// a frame; the clock goes on by a period, as faults of the clock are the runtime's.
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_PLUGIN_INPUTS_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_PLUGIN_INPUTS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <vector>

#include "safety_kernel/acquisition/channel_monitor.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil {

// One inbox for each activation, a period apart, the first a period after 0; `least` or
// more of them.
std::vector<Inbox> InputsFor(const PluginManifest& manifest, std::uint64_t seed, std::size_t least = 0);

// What the kernel's monitors say of the blocks that a plugin gives.
class GivenBlocks {
 public:
  explicit GivenBlocks(const PluginManifest& manifest);
  // False: the kernel would count one of them as a failure. Call it after each activation.
  bool ArePassedOn(const Outbox& said, Timestamp now);

 private:
  std::map<ChannelId, ChannelMonitor> monitors_;
};

// Settings of any kind, plausible ones and some of any value: a plugin may refuse them.
Settings DrawSettings(std::mt19937_64& engine);

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_PLUGIN_INPUTS_H_
