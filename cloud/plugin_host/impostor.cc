// A process that was taken over: it speaks the language of channel.h without a
// plugin and without a sandbox, and lies as its name says.
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <string>

#include "cloud/plugin_host/channel.h"

namespace vigil::cloud {
namespace {

void Lie(const std::string& name, Introduction& said) {
  said = {.magic = kChannelMagic,
          .mailbox_bytes = sizeof(Mailbox),
          .interface_version = kKernelInterfaceVersion};
  std::strncpy(said.name, name.c_str(), kMaxPluginName - 1);
  if (name == "wrong_magic") said.magic = 0;
  if (name == "wrong_size") said.mailbox_bytes += 8;
  if (name == "wrong_name") std::strcpy(said.name, "another");
  if (name == "endless_name") std::memset(said.name, 'x', sizeof said.name);
}

// Without end, so that it still writes whenever the host reads.
[[noreturn]] void Scribble(Outbox& outbox) {
  volatile unsigned char* bytes = reinterpret_cast<unsigned char*>(&outbox);
  for (unsigned char value = 0;; ++value) {
    for (std::size_t n = 0; n < sizeof outbox; ++n) bytes[n] = value;
  }
}

int Serve(const std::string& name, Channel& channel) {
  Command command{};
  while (read(kCommandDescriptor, &command, sizeof command) == sizeof command) {
    if (command == Command::kIntroduce) {
      if (name == "mute") pause();
      Lie(name, channel.introduction);
    }
    const Status status = Status::kOk;
    if (write(kAnswerDescriptor, &status, sizeof status) != sizeof status) return 1;
    if (command == Command::kProcess) Scribble(channel.mailbox.outbox);
  }
  return 0;
}

}  // namespace
}  // namespace vigil::cloud

int main(int argc, char** argv) {
  using vigil::cloud::Channel;
  if (argc != 2) return 64;
  void* memory = mmap(nullptr, sizeof(Channel), PROT_READ | PROT_WRITE, MAP_SHARED,
                      vigil::cloud::kMemoryDescriptor, 0);
  if (memory == MAP_FAILED) return 71;
  return vigil::cloud::Serve(argv[1], *static_cast<Channel*>(memory));
}
