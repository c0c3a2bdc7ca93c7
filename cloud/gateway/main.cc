// vigil_gateway: see kUsage.
#include <cstdint>
#include <cstdio>
#include <string>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "cloud/base/command_line.h"
#include "cloud/gateway/gateway.h"
#include "cloud/http/url.h"

ABSL_FLAG(std::string, device, "", "address of the device link");
ABSL_FLAG(std::string, cloud, "", "address of the cloud");
ABSL_FLAG(std::string, spool, "", "the spool file");
ABSL_FLAG(std::uint32_t, spool_limit_mb, 256, "size of the spool");
ABSL_FLAG(std::string, status_file, "", "where to write the counts");
ABSL_FLAG(bool, until_goodbye, false, "end when the session has ended");

namespace vigil {
namespace {

constexpr char kUsage[] =
    R"(vigil_gateway takes what a device sends and hands it on to the cloud.

  vigil_gateway --device=ADDRESS --cloud=URL --spool=FILE [options]

  --device=unix:PATH      the device link, or
  --device=tcp:HOST:PORT
  --cloud=http://HOST:PORT
  --spool=FILE            keeps what the cloud has not acknowledged; made when it
                          is not there
  --spool-limit-mb=N      default 256; when it is full the oldest are kept, and
                          what comes is counted as lost
  --status-file=FILE      gets the counts as JSON, once a second and at the end
  --until-goodbye         ends when the device has ended its session and the
                          cloud has acknowledged everything

Link and cloud may come, go and come back at any time.
Ends on SIGTERM or SIGINT with 0; on an error with a line that explains it, and 1.
)";

absl::Status Main() {
  GatewayOptions options;
  const auto device = ParseDeviceAddress(absl::GetFlag(FLAGS_device));
  if (!device.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--device: ", device.status().message()));
  }
  const auto cloud = ParseHttpOrigin(absl::GetFlag(FLAGS_cloud));
  if (!cloud.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--cloud: ", cloud.status().message()));
  }
  options.device = *device;
  options.cloud = *cloud;
  options.spool_path = absl::GetFlag(FLAGS_spool);
  if (options.spool_path.empty()) {
    return absl::InvalidArgumentError("--spool=FILE is needed; see --help");
  }
  options.spool_limit_bytes =
      std::uint64_t{absl::GetFlag(FLAGS_spool_limit_mb)} << 20;
  options.status_path = absl::GetFlag(FLAGS_status_file);
  options.until_goodbye = absl::GetFlag(FLAGS_until_goodbye);
  return RunGateway(options);
}

}  // namespace
}  // namespace vigil

int main(int argc, char** argv) {
  return vigil::RunProgram(argc, argv, vigil::kUsage, vigil::Main);
}
