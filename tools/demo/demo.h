// The whole product on one machine: the health monitor with a recorded ECG and the wrist
// monitor with a simulated wearer, each in QEMU and with a gateway of its own, the cloud
// and its portal. Each is a process.
//
//   DemoOptions options;
//   options.once = true;
//   absl::Status status = RunDemo(options);
//
// RunDemo blocks until the run ended or the user ended it with Ctrl-C (SIGINT),
// SIGTERM or SIGHUP. Whatever happens, no process and no file is left behind.
// Call it before the program makes threads, and once.
#ifndef VIGIL_TOOLS_DEMO_DEMO_H_
#define VIGIL_TOOLS_DEMO_DEMO_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"

namespace vigil::demo {

struct DemoOptions {
  std::string root;                 // folder with the built files, by their paths
  std::string record;               // of the ECG: a WFDB header file; empty: the built-in
  std::uint32_t signal = 0;         // which of its signals
  bool once = false;                // as fast as the device can, and report
  std::optional<std::uint32_t> seconds;  // of input, > 0; nothing: without end
  std::uint16_t port = 8080;        // of the portal; 0 takes any free one
};

// How long a headless run is when nothing was asked for.
inline constexpr std::uint32_t kDefaultSecondsOnce = 60;

// With `once`, prints a report of each device as the last lines of standard output, that
// of the health monitor last, and gives kDataLoss when something of one was lost, stored
// twice, or differs between firmware and host. kCancelled: the user ended a run with `once`. Other errors tell which
// part failed, its last words, and what to do.
absl::Status RunDemo(const DemoOptions& options);

}  // namespace vigil::demo

#endif  // VIGIL_TOOLS_DEMO_DEMO_H_
