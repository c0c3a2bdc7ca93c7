// The gateway as a process: device link in, spool in between, cloud out.
//
//   absl::Status status = RunGateway(options);
#ifndef VIGIL_CLOUD_GATEWAY_GATEWAY_H_
#define VIGIL_CLOUD_GATEWAY_GATEWAY_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cloud/gateway/spool.h"
#include "cloud/http/url.h"

namespace vigil {

// Where the device link is: a Unix socket, or a TCP port.
struct DeviceAddress {
  std::string unix_path;  // empty: tcp
  HostPort tcp;
};

// "unix:PATH" or "tcp:HOST:PORT". kInvalidArgument otherwise.
absl::StatusOr<DeviceAddress> ParseDeviceAddress(absl::string_view text);

struct GatewayOptions {
  DeviceAddress device;
  HostPort cloud;
  std::string spool_path;
  std::uint64_t spool_limit_bytes = 0;
  std::string status_path;  // empty: none is written
  // Ends once a session has ended and the cloud has everything that can be
  // sent; kFailedPrecondition when something could not.
  bool until_goodbye = false;
};

// Runs until SIGTERM or SIGINT (then what was received is in the spool, and what
// the cloud takes at once is sent), or until the end that until_goodbye asks
// for. Link and cloud may come, go and come back. Blocks for all that time; call
// it once in a process. Errors are those of the spool.
absl::Status RunGateway(const GatewayOptions& options);

}  // namespace vigil

#endif  // VIGIL_CLOUD_GATEWAY_GATEWAY_H_
