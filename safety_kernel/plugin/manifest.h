// What a plugin promises, as the build wrote it from its vigil_plugin call: the
// kernel holds the plugin to it. Nobody writes a PluginManifest by hand.
//
//   // generated: plugins/algorithm/heart_rate/heart_rate.plugin.h
//   inline constexpr PluginManifest kHeartRateManifest = {.name = "heart_rate", ...};
//
//   // the product's table, generated from the list in its BUILD file:
//   static HeartRate heart_rate;
//   const PluginEntry kPlugins[] = {EntryOf(heart_rate, kHeartRateManifest), ...};
#ifndef VIGIL_SAFETY_KERNEL_PLUGIN_MANIFEST_H_
#define VIGIL_SAFETY_KERNEL_PLUGIN_MANIFEST_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil {

enum class PluginKind : std::uint8_t {
  kAcquisition = 1,
  kAlgorithm = 2,
  kAlerting = 3,
  kService = 4,
  kView = 5,
};

enum class SafetyClass : std::uint8_t { kA = 1, kB = 2, kC = 3 };  // IEC 62304

// Room for the declarations of one plugin; unused places hold kNone.
inline constexpr std::uint32_t kMaxPorts = 4;

struct PluginManifest {
  const char* name = "";
  PluginKind kind = PluginKind::kAlgorithm;
  SafetyClass safety_class = SafetyClass::kA;
  InterfaceVersion interface_version;     // that it was built against
  std::uint32_t period_us = 0;            // a multiple of the schedule's frame
  std::uint32_t budget_instructions = 0;  // worst case of one Process
  std::uint32_t state_bytes = 0;          // sizeof the plugin at most
  ChannelId channels_in[kMaxPorts] = {};
  ChannelId channels_out[kMaxPorts] = {};
  ObservationCode observations_in[kMaxPorts] = {};
  ObservationCode observations_out[kMaxPorts] = {};
  AlarmId conditions_out[kMaxPorts] = {};
};

// A plugin as the runtime sees it: its promise, its object, its two functions.
struct PluginEntry {
  const PluginManifest* manifest = nullptr;
  void* object = nullptr;
  std::uint32_t object_bytes = 0;
  Status (*init)(void* object, const Settings& settings) = nullptr;
  Status (*process)(void* object, const Inbox& in, Outbox& out) = nullptr;
};

// `plugin` and `manifest` must outlive the entry.
template <typename Plugin>
constexpr PluginEntry EntryOf(Plugin& plugin, const PluginManifest& manifest) {
  return {
      &manifest,
      &plugin,
      static_cast<std::uint32_t>(sizeof plugin),
      [](void* object, const Settings& settings) {
        return static_cast<Plugin*>(object)->Init(settings);
      },
      [](void* object, const Inbox& in, Outbox& out) {
        return static_cast<Plugin*>(object)->Process(in, out);
      },
  };
}

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_PLUGIN_MANIFEST_H_
