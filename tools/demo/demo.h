// The whole product on one machine: an ECG recording, the device in QEMU, the
// gateway, the cloud and its portal, each a process of its own.
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
  std::string record;               // a WFDB header file; empty: the built-in ECG
  std::uint32_t signal = 0;         // which of its signals
  bool once = false;                // as fast as the device can, and report
  std::optional<std::uint32_t> seconds;  // of ECG, > 0; nothing: without end
  std::uint16_t port = 8080;        // of the portal; 0 takes any free one
};

// How long a headless run is when nothing was asked for.
inline constexpr std::uint32_t kDefaultSecondsOnce = 60;

// With `once`, prints the report as last line of standard output, and gives
// kDataLoss when something was lost, stored twice, or differs between firmware
// and host. kCancelled: the user ended a run with `once`. Other errors tell which
// part failed, its last words, and what to do.
absl::Status RunDemo(const DemoOptions& options);

}  // namespace vigil::demo

#endif  // VIGIL_TOOLS_DEMO_DEMO_H_
