// Takes everything from the calling process that a plugin does not need: when
// EnterSandbox is back it can compute, receive commands, send answers, and end.
//
//   if (!EnterSandbox().ok()) _exit(71);
//   Command command{};
//   while (Receive(command) && Send(Obey(command))) {
//   }
#ifndef VIGIL_CLOUD_PLUGIN_HOST_SANDBOX_H_
#define VIGIL_CLOUD_PLUGIN_HOST_SANDBOX_H_

#include "absl/status/status.h"
#include "cloud/plugin_host/channel.h"
#include "safety_kernel/base/status.h"

namespace vigil::cloud {

// No new privileges, no core, no more memory, files, sockets, processes or
// threads: every system call but those of Receive and Send, made there, and exit
// ends the process (seccomp). So does reading the time: a plugin has the time of
// its inbox, or the same input would not give the same output everywhere. Closes
// standard input, output and error. Ends with its parent. Namespaces of its own
// where the system lets it. Needs /proc. Must be called by the only thread. An
// error says what the system refused; the process must then end.
absl::Status EnterSandbox();

// Blocks until a command comes. False: the host closed the channel.
bool Receive(Command& command);

// False: the host closed the channel.
bool Send(Status status);

}  // namespace vigil::cloud

#endif  // VIGIL_CLOUD_PLUGIN_HOST_SANDBOX_H_
