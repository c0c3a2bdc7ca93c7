// The memory of one plugin, in one piece: its stack lowest, then what it
// exchanges with the kernel, then its state. Its size is a power of two and it is
// aligned to it, so that one region of a memory protection unit (Armv7-M) covers
// it; a stack that overflows leaves it.
//
//   static Partition<HeartRate, 1024> heart_rate;
//   const PluginEntry kPlugins[] = {EntryOf(heart_rate, kHeartRateManifest)};
#ifndef VIGIL_SAFETY_KERNEL_PLUGIN_PARTITION_H_
#define VIGIL_SAFETY_KERNEL_PLUGIN_PARTITION_H_

#include <cstdint>

#include "safety_kernel/base/status.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil {

namespace internal {

template <typename Plugin, std::uint32_t kStackBytes>
struct PartitionContent {
  alignas(8) std::uint8_t stack[kStackBytes] = {};
  Mailbox mailbox;
  Plugin object;
};

// The least size of an MPU region is 32 bytes.
constexpr std::uint32_t RegionBytes(std::uint32_t content_bytes) {
  std::uint32_t bytes = 32;
  for (std::uint32_t power = 5; power < 31 && bytes < content_bytes; ++power) {
    bytes *= 2;
  }
  return bytes;
}

}  // namespace internal

// kStackBytes: a multiple of 8, above 0. Where plugins run on the caller's stack
// the least will do.
template <typename Plugin, std::uint32_t kStackBytes = 8>
struct alignas(internal::RegionBytes(
    sizeof(internal::PartitionContent<Plugin, kStackBytes>))) Partition
    : internal::PartitionContent<Plugin, kStackBytes> {
  static_assert(kStackBytes > 0 && kStackBytes % 8 == 0);
};

// `partition` and `manifest` must outlive the entry.
template <typename Plugin, std::uint32_t kStackBytes>
constexpr PluginEntry EntryOf(Partition<Plugin, kStackBytes>& partition,
                              const PluginManifest& manifest) {
  return {
      .manifest = &manifest,
      .mailbox = &partition.mailbox,
      .object = &partition.object,
      .object_bytes = static_cast<std::uint32_t>(sizeof partition.object),
      .partition = &partition,
      .partition_bytes = static_cast<std::uint32_t>(sizeof partition),
      .stack_bytes = kStackBytes,
      .init =
          [](void* object, const Mailbox& mailbox) {
            return static_cast<Plugin*>(object)->Init(mailbox.settings);
          },
      .process =
          [](void* object, Mailbox& mailbox) {
            return static_cast<Plugin*>(object)->Process(mailbox.inbox,
                                                         mailbox.outbox);
          },
  };
}

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_PLUGIN_PARTITION_H_
