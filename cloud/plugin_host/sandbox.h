// Takes everything from the calling process that a plugin does not need: when
// EnterSandbox is back it can compute, read commands, write answers, and end.
#ifndef VIGIL_CLOUD_PLUGIN_HOST_SANDBOX_H_
#define VIGIL_CLOUD_PLUGIN_HOST_SANDBOX_H_

#include "absl/status/status.h"

namespace vigil::cloud {

// No new privileges, no core, no more memory, files, sockets, processes or
// threads: every system call but read from kCommandDescriptor, write to
// kAnswerDescriptor and exit ends the process (seccomp). Ends with its parent.
// Namespaces of its own where the system lets it. Must be called by the only
// thread. An error says what the system refused; the process must then end.
absl::Status EnterSandbox();

}  // namespace vigil::cloud

#endif  // VIGIL_CLOUD_PLUGIN_HOST_SANDBOX_H_
