// The contract between the kernel and a plugin, the same on every target.
//
// A plugin is a class with its whole state in its members. At each activation
// the kernel fills an Inbox, calls Process, and reads the Outbox; the plugin
// touches nothing else. It keeps no pointer to either. That is all there is to
// isolate: on a Cortex-M the mailbox and the object lie in the plugin's MPU
// partition (partition.h), in the cloud in memory shared with its process, in the
// portal in the memory of its WebAssembly instance.
//
//   class HeartRate {
//    public:
//     Status Init(const Settings& settings);
//     Status Process(const Inbox& in, Outbox& out);
//   };
//
// Life: Init once after start and after each restart (it must bring every member
// to its first state, whatever the memory held); then Process once a period.
// Both run to their end, never block, and are never called at the same time.
// A Status other than kOk is a failure of the plugin: its outputs of that
// activation are dropped, and the kernel's fault policy decides what follows.
// "I cannot tell" is no failure; it is an Observation with kUndeterminable.
#ifndef VIGIL_SAFETY_KERNEL_PLUGIN_PLUGIN_H_
#define VIGIL_SAFETY_KERNEL_PLUGIN_PLUGIN_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/bounded_list.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"

namespace vigil {

// The version of everything in this folder and of the types it uses. A plugin
// of another major version is refused.
struct InterfaceVersion {
  std::uint16_t major = 0;
  std::uint16_t minor = 0;
};
inline constexpr InterfaceVersion kKernelInterfaceVersion = {3, 3};

// What a plugin can be told at Init. On the wire later: numbers keep their meaning.
enum class SettingId : std::uint16_t {
  kNone = 0,
  kHeartRateLowLimit = 1,   // /min
  kHeartRateHighLimit = 2,  // /min
  kPatientGroup = 3,        // PatientGroup; the limits that are not set follow it
  kSpo2LowLimit = 4,             // %
  kRespirationRateLowLimit = 5,  // /min
  kRespirationRateHighLimit = 6,  // /min
  kPulseRateLowLimit = 7,   // /min
  kPulseRateHighLimit = 8,  // /min
  kForTest = 0xFFFF,        // what only plugins of tests are told
};

struct Setting {
  SettingId id = SettingId::kNone;
  std::int32_t value = 0;
};

using Settings = BoundedList<Setting, 8>;

// `fallback` when the product sets nothing for `id`.
constexpr std::int32_t SettingOr(const Settings& settings, SettingId id,
                                 std::int32_t fallback) {
  for (const Setting& setting : settings) {
    if (setting.id == id) return setting.value;
  }
  return fallback;
}

// What arrived since the last activation, on the channels that the manifest
// names, in the order in which it was produced. The kernel has checked sequence
// and integrity: what failed is here with kQualityDamaged, kQualityGap or
// validity kUndeterminable, never as if nothing had happened.
struct Inbox {
  Timestamp now;  // the start of this activation
  BoundedList<SampleBlock, 2> blocks;
  BoundedList<Observation, 16> observations;
};

// What the plugin says. The kernel drops what the manifest does not declare.
struct Outbox {
  BoundedList<SampleBlock, 2> blocks;
  BoundedList<Observation, 8> observations;
  BoundedList<AlarmCondition, 4> conditions;
};

// Everything that the kernel and one plugin exchange. The kernel writes settings
// and inbox, the plugin the outbox; the kernel trusts nothing that it reads here.
struct Mailbox {
  Settings settings;
  Inbox inbox;
  Outbox outbox;
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_PLUGIN_PLUGIN_H_
