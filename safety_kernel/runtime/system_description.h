// The static description of a product: which plugins run in which order, how
// long a frame of the schedule is, and which channels there are. It is data that
// one can read on a page; nothing in it changes after start.
//
//   constexpr ChannelDescription kChannels[] = {
//       {.channel = ChannelId::kEcgAdc, .period_us = 4000, .from_source = true},
//       {.channel = ChannelId::kEcg, .period_us = 4000, .reported = true},
//   };
//   constexpr SystemDescription kSystem = {
//       .plugins = kPlugins, .plugin_count = kPluginCount, .frame_us = 100'000,
//       .channels = kChannels, .channel_count = 2, .settings = ...};
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_SYSTEM_DESCRIPTION_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_SYSTEM_DESCRIPTION_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil {

struct ChannelDescription {
  ChannelId channel = ChannelId::kNone;
  std::uint32_t period_us = 0;  // nominal, from sample to sample; > 0
  bool from_source = false;     // the SampleSource gives it, not a plugin
  bool reported = false;        // its blocks go to the OutputSink
};

inline constexpr std::uint32_t kMaxPlugins = 8;
inline constexpr std::uint32_t kMaxChannels = 4;

// All that it points at must outlive the Runtime.
struct SystemDescription {
  // In the order in which they run within a frame: whoever produces stands
  // before whoever consumes.
  const PluginEntry* plugins = nullptr;
  std::uint32_t plugin_count = 0;   // 1..kMaxPlugins
  std::uint32_t frame_us = 0;       // time between two RunFrame calls; > 0
  const ChannelDescription* channels = nullptr;
  std::uint32_t channel_count = 0;  // 1..kMaxChannels; one is from_source
  Settings settings;                // the same for each plugin
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_SYSTEM_DESCRIPTION_H_
