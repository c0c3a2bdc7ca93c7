// Isolates plugins in the cloud: each runs in a process of its own, without files,
// network or other processes, and meets the kernel through shared memory.
//
//   ProcessHost host({.program = "health_monitor_plugins"});
//   runtime.Start(system, host, Timestamp{0});
//
// Both functions of PluginHost give, beside what the plugin returned:
// kDeadlineExceeded when it did not answer in time, or used more of the processor
// than it may (below), and was killed; kInternal when
// its process ended, was ended by the sandbox, or could not be started;
// kIncompatible when it was built against another major version of the kernel's
// interface or another layout of the mailbox; nothing of it has run then. Each
// Init starts a fresh process, so that nothing outlives a restart: neither what a
// fault left in its memory nor what took it over. LastTrouble() says what happened.
// Process blocks up to the deadline, Init up to twice as long, whatever the process
// does: one that closes its channel and lives on is killed at the deadline as well.
//
// One thread. The destructor ends all processes.
#ifndef VIGIL_CLOUD_PLUGIN_HOST_PROCESS_HOST_H_
#define VIGIL_CLOUD_PLUGIN_HOST_PROCESS_HOST_H_

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloud/plugin_host/channel.h"
#include "safety_kernel/runtime/plugin_host.h"

namespace vigil::cloud {

// All memory of a plugin's process: program, libraries, stack, channel. Today's
// need 8 MiB; one that needs more can't start.
inline constexpr std::uint64_t kMemoryBytes = 64 << 20;

// What a plugin's process may use of the processor: kProcessorShare for each
// command, where 10 us are needed, up to 2 % of a processor at ten activations a
// second; what is left over adds up to kProcessorReserve, which a process begins
// with, for its start and a busy machine. All that it uses counts, also what it
// does between an answer and the next command.
inline constexpr std::chrono::nanoseconds kProcessorShare = std::chrono::milliseconds(2);
inline constexpr std::chrono::nanoseconds kProcessorReserve =
    std::chrono::milliseconds(250);

// A running plugin. Ends with this object.
class PluginProcess {
 public:
  // kNotFound, kPermissionDenied, ...: the program can't be started.
  static absl::StatusOr<std::unique_ptr<PluginProcess>> Start(
      const std::string& program, const std::string& name);
  ~PluginProcess();
  PluginProcess(const PluginProcess&) = delete;
  PluginProcess& operator=(const PluginProcess&) = delete;

  // Sends `command` and waits for the answer. kDeadlineExceeded, kAborted with how
  // the process ended, kResourceExhausted when it used too much of the processor;
  // after an error it runs no more.
  absl::StatusOr<Status> Call(Command command, absl::Duration deadline);

  Channel& channel() { return *channel_; }

 private:
  using Clock = std::chrono::steady_clock;  // the wall clock is set now and then

  PluginProcess() = default;
  absl::Status ChargeProcessor();
  std::string Ended(Clock::time_point deadline);
  std::string End();

  pid_t pid_ = -1;
  std::chrono::nanoseconds processor_used_{0};
  std::chrono::nanoseconds processor_left_ = kProcessorReserve;
  int command_ = -1;
  int answer_ = -1;
  Channel* channel_ = nullptr;
};

class ProcessHost final : public PluginHost {
 public:
  struct Options {
    std::string program;  // made of RunPluginProcess with the plugins of the table
    // Of one activation. A plugin needs microseconds; the rest is for a machine
    // that is busy. Shorter than the kernel's silences, so that they don't come
    // first.
    absl::Duration deadline = absl::Milliseconds(500);
    // Gets each line of LastTrouble() as it comes; must not call the host.
    std::function<void(const std::string&)> tell = [](const std::string&) {};
  };

  explicit ProcessHost(Options options) : options_(std::move(options)) {}

  Status Init(const PluginEntry& plugin) override;
  Status Process(const PluginEntry& plugin) override;

  // What happened last, for the operator's log; empty when nothing did.
  const std::string& LastTrouble() const { return trouble_; }

 private:
  Status Call(const PluginEntry& plugin, Command command);
  Status Introduce(const PluginEntry& plugin);
  Status Examine(const PluginEntry& plugin, const Introduction& said);
  Status Give(const PluginEntry& plugin, Status status, const std::string& why);

  Options options_;
  std::map<const void*, std::unique_ptr<PluginProcess>> processes_;
  std::string trouble_;
};

}  // namespace vigil::cloud

#endif  // VIGIL_CLOUD_PLUGIN_HOST_PROCESS_HOST_H_
