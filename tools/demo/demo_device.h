// One device of the demo with all that is of it alone: what its converters give, its
// image in QEMU, the gateway that takes what it sends, and the same plugins on this host.
//
//   DemoDevice wrist({.name = "wrist monitor", .id = "demo-wrist",
//                     .program = "firmware/wrist_monitor/wrist_monitor"},
//                    {.root = root, .folder = "/tmp/x", .once = true}, signals);
//   wrist.SetInput(Lasting(WristInput(), 60));
//   wrist.Start();
//   wrist.StartGateway("http://127.0.0.1:8080");
//
// Each error names the device. Not for use by several threads.
#ifndef VIGIL_TOOLS_DEMO_DEMO_DEVICE_H_
#define VIGIL_TOOLS_DEMO_DEMO_DEVICE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/wfdb/adc_stream.h"
#include "platform/wire/cloud.pb.h"
#include "tools/demo/child_process.h"
#include "tools/demo/run_report.h"
#include "tools/demo/terminal.h"

namespace vigil::demo {

struct Product {
  const char* name = "";     // to people
  const char* id = "";       // of its one device, [A-Za-z0-9._-]
  const char* program = "";  // built file: .elf of the image, _host of the host program
};

struct RunPlace {
  std::string root;    // folder with the built files, by their paths
  std::string folder;  // for what the run makes; its path is short: sockets lie in it
  bool once = false;   // as fast as the device can, until its input ends
};

class DemoDevice {
 public:
  // `signals` outlives it.
  DemoDevice(const Product& product, RunPlace place, SignalWaiter& signals)
      : product_(product), place_(std::move(place)), signals_(&signals) {}
  DemoDevice(DemoDevice&&) = default;
  DemoDevice& operator=(DemoDevice&&) = delete;
  ~DemoDevice() { End(); }

  const char* name() const { return product_.name; }

  // Before Start. kInvalidArgument: no converter gives such a stream.
  absl::Status SetInput(const wfdb::AdcStream& stream);

  // Starts the image; it waits for a gateway. Blocks until its link is there, at most
  // 20 s.
  absl::Status Start();

  // Also again, after the gateway stopped.
  absl::Status StartGateway(const std::string& cloud_address);

  // nullptr: it was not started, or its end was told.
  ChildProcess* device() { return device_.get(); }
  ChildProcess* gateway() { return gateway_.get(); }

  // Says so, once, when the device stopped. It stays stopped: the portal shows what that
  // looks like.
  void TellEnd();

  // Of a run that goes on: kUnavailable when a part of it failed.
  absl::Status Failure();
  // The input ended and the gateway has brought all of it to the cloud.
  bool HasEnded();

  // What came of the run, from what a cloud at `host` and `port` has stored.
  absl::StatusOr<RunReport> Report(const std::string& host, std::uint16_t port,
                                   const wire::SessionList& sessions,
                                   const AlarmArrivals& arrivals);

  // Ends gateway and device.
  void End();

 private:
  std::string Built(const std::string& ending) const;
  std::string File(const std::string& ending) const;
  absl::StatusOr<HostRun> RunOnHost();

  Product product_;
  RunPlace place_;
  SignalWaiter* signals_;
  std::unique_ptr<ChildProcess> device_, gateway_;
};

}  // namespace vigil::demo

#endif  // VIGIL_TOOLS_DEMO_DEMO_DEVICE_H_
