// A process that was taken over: it speaks the language of channel.h without a
// plugin and without a sandbox, and lies as its name says.
#include <sys/mman.h>
#include <time.h>
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

// An end of its own, which a host that waits for it would report.
void LiveOn() {
  alarm(20);
  pause();
}

// 50 ms of the processor's time.
void Burn() {
  timespec begin{}, now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
  std::int64_t used_ns = 0;
  while (used_ns < 50'000'000) {
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    used_ns = (now.tv_sec - begin.tv_sec) * 1'000'000'000 + now.tv_nsec - begin.tv_nsec;
  }
}

// Exit code 12 when it does not get more than a plugin may have.
void Hoard() {
  void* memory = mmap(nullptr, std::size_t{256} << 20, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) _exit(12);
}

void Introduce(const std::string& name, Introduction& said) {
  if (name == "mute") pause();
  if (name == "hoarder") Hoard();
  if (name == "deaf") {
    close(kAnswerDescriptor);
    LiveOn();
  }
  Lie(name, said);
}

int Serve(const std::string& name, Channel& channel) {
  Command command{};
  while (read(kCommandDescriptor, &command, sizeof command) == sizeof command) {
    if (command == Command::kIntroduce) Introduce(name, channel.introduction);
    const Status answers[] = {Status::kOk, Status::kOk};
    const std::size_t count = name == "hasty" ? 2 : 1;
    if (write(kAnswerDescriptor, answers, count) < 0) return 1;
    if (name == "greedy") Burn();
    if (name == "scribbler" && command == Command::kProcess) {
      Scribble(channel.mailbox.outbox);
    }
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
