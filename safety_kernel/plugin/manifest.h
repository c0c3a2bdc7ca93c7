// What a plugin promises, as the build wrote it from its vigil_plugin call: the
// kernel holds the plugin to it. Nobody writes a PluginManifest by hand.
//
//   // generated: plugins/algorithm/heart_rate/heart_rate.plugin.h
//   inline constexpr PluginManifest kHeartRateManifest = {.name = "heart_rate", ...};
//
//   // the product's table, generated from the list in its BUILD file:
//   static Partition<HeartRate, kHeartRateManifest.stack_bytes> heart_rate;
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

// What a plugin says of one of its outputs. Whatever it gives beyond that is its
// fault.
struct ObservationPort {
  ObservationCode code = ObservationCode::kNone;
  std::int32_t least = INT32_MIN;  // of a value that is not undeterminable,
  std::int32_t greatest = INT32_MAX;  // in UnitOf(code)
  std::uint32_t per_second = UINT32_MAX;  // at most, in each second of the device
  std::uint32_t silence_ms = 0;  // it speaks at least that often, if only to say
                                 // that it cannot tell; 0: it may be silent
  std::uint32_t valid_ms = UINT32_MAX;  // valid_until is at most so long after time
};

struct PluginManifest {
  const char* name = "";
  PluginKind kind = PluginKind::kAlgorithm;
  SafetyClass safety_class = SafetyClass::kA;
  InterfaceVersion interface_version;     // that it was built against
  std::uint32_t period_us = 0;            // a multiple of the schedule's frame
  std::uint32_t budget_instructions = 0;  // worst case of one Process
  std::uint32_t state_bytes = 0;          // sizeof the plugin at most
  std::uint32_t stack_bytes = 0;          // on the device; a multiple of 8
  ChannelId channels_in[kMaxPorts] = {};
  ChannelId channels_out[kMaxPorts] = {};
  ObservationCode observations_in[kMaxPorts] = {};
  ObservationPort observations_out[kMaxPorts] = {};
  AlarmId conditions_out[kMaxPorts] = {};
};

// A plugin as the runtime and its host see it: its promise, its memory, its two
// functions. Both functions touch nothing but `object` and `mailbox`.
struct PluginEntry {
  const PluginManifest* manifest = nullptr;
  Mailbox* mailbox = nullptr;
  void* object = nullptr;
  std::uint32_t object_bytes = 0;
  void* partition = nullptr;          // stack, mailbox and object; aligned to
  std::uint32_t partition_bytes = 0;  // its size, a power of two
  std::uint32_t stack_bytes = 0;      // from the partition's begin
  Status (*init)(void* object, const Mailbox& mailbox) = nullptr;
  Status (*process)(void* object, Mailbox& mailbox) = nullptr;
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_PLUGIN_MANIFEST_H_
