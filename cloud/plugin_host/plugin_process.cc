#include "cloud/plugin_host/plugin_process.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <string>

#include "cloud/plugin_host/channel.h"
#include "cloud/plugin_host/sandbox.h"

namespace vigil::cloud {
namespace {

constexpr int kUsage = 64;
constexpr int kNoSandbox = 71;

int Fail(int code, const std::string& why) {
  std::fprintf(stderr, "plugin process: %s\n", why.c_str());
  return code;
}

const PluginEntry* Find(const PluginEntry* plugins, std::uint32_t count,
                        const char* name) {
  for (std::uint32_t place = 0; place < count; ++place) {
    if (std::strcmp(plugins[place].manifest->name, name) == 0) {
      return &plugins[place];
    }
  }
  return nullptr;
}

void Introduce(const PluginManifest& manifest, Introduction& introduction) {
  introduction.magic = kChannelMagic;
  introduction.mailbox_bytes = sizeof(Mailbox);
  introduction.interface_version = manifest.interface_version;
  std::strncpy(introduction.name, manifest.name, kMaxPluginName - 1);
}

Status Obey(const PluginEntry& plugin, Command command, Channel& channel) {
  switch (command) {
    case Command::kIntroduce:
      Introduce(*plugin.manifest, channel.introduction);
      return Status::kOk;
    case Command::kInit:
      return plugin.init(plugin.object, channel.mailbox);
    case Command::kProcess:
      return plugin.process(plugin.object, channel.mailbox);
  }
  return Status::kInvalidArgument;
}

int Serve(const PluginEntry& plugin, Channel& channel) {
  Command command{};
  while (Receive(command) && Send(Obey(plugin, command, channel))) {
  }
  return 0;
}

}  // namespace

int RunPluginProcess(const PluginEntry* plugins, std::uint32_t plugin_count,
                     int argc, char** argv) {
  if (argc != 2) return Fail(kUsage, "expected the name of one plugin");
  const PluginEntry* plugin = Find(plugins, plugin_count, argv[1]);
  if (plugin == nullptr) {
    return Fail(kUsage, std::string("there is no plugin ") + argv[1]);
  }
  void* memory = mmap(nullptr, sizeof(Channel), PROT_READ | PROT_WRITE, MAP_SHARED,
                      kMemoryDescriptor, 0);
  if (memory == MAP_FAILED) {
    return Fail(kUsage, "the channel's memory is missing; a host starts this program");
  }
  close(kMemoryDescriptor);
  auto& channel = *static_cast<Channel*>(memory);
  const absl::Status status = EnterSandbox();
  if (!status.ok()) return Fail(kNoSandbox, std::string(status.message()));
  _exit(Serve(*plugin, channel));
}

}  // namespace vigil::cloud
