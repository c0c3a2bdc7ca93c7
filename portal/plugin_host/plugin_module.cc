#include "portal/plugin_host/plugin_module.h"

#include <cstdint>

using vigil::portal::Plugin;

extern "C" {

const char* vigil_name() { return Plugin().manifest->name; }

std::uint32_t vigil_interface_version() {
  const vigil::InterfaceVersion version = Plugin().manifest->interface_version;
  return std::uint32_t{version.major} << 16 | version.minor;
}

vigil::Mailbox* vigil_mailbox() { return Plugin().mailbox; }

std::uint32_t vigil_mailbox_bytes() { return sizeof(vigil::Mailbox); }

vigil::Outbox* vigil_outbox() { return &Plugin().mailbox->outbox; }

std::uint32_t vigil_init() {
  return static_cast<std::uint32_t>(
      Plugin().init(Plugin().object, *Plugin().mailbox));
}

std::uint32_t vigil_process() {
  return static_cast<std::uint32_t>(
      Plugin().process(Plugin().object, *Plugin().mailbox));
}

}  // extern "C"
