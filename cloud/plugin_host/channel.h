// What the host of a plugin and the plugin's process share: one piece of memory and
// two pipes. The host writes a command, the process answers when it is done; in
// between the memory is the process's, outside of it the host's. The host takes a
// private copy of all that it reads.
#ifndef VIGIL_CLOUD_PLUGIN_HOST_CHANNEL_H_
#define VIGIL_CLOUD_PLUGIN_HOST_CHANNEL_H_

#include <cstdint>
#include <type_traits>

#include "safety_kernel/plugin/plugin.h"

namespace vigil::cloud {

// The only file descriptors that a plugin's process has.
inline constexpr int kMemoryDescriptor = 3;
inline constexpr int kCommandDescriptor = 4;  // it reads one Command
inline constexpr int kAnswerDescriptor = 5;   // it writes one Status

// kIntroduce comes first, and runs nothing of the plugin: what a host refuses has
// done nothing yet.
enum class Command : std::uint8_t { kIntroduce = 1, kInit = 2, kProcess = 3 };

inline constexpr std::uint32_t kChannelMagic = 0x4C474956;  // "VIGL"
inline constexpr std::uint32_t kMaxPluginName = 64;

// What the process says of itself at kIntroduce.
struct Introduction {
  std::uint32_t magic = 0;
  std::uint32_t mailbox_bytes = 0;
  InterfaceVersion interface_version;
  char name[kMaxPluginName] = {};  // ends in a zero
};

struct Channel {
  Introduction introduction;
  Mailbox mailbox;
};

static_assert(std::is_trivially_copyable_v<Channel>);

}  // namespace vigil::cloud

#endif  // VIGIL_CLOUD_PLUGIN_HOST_CHANNEL_H_
