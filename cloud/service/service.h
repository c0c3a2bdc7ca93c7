// The cloud as a process: HTTP and WebSocket over a store and a portal.
//
//   absl::Status status = RunService(std::move(store), std::move(portal),
//                                    options, on_ready);
#ifndef VIGIL_CLOUD_SERVICE_SERVICE_H_
#define VIGIL_CLOUD_SERVICE_SERVICE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "cloud/http/url.h"
#include "cloud/service/static_files.h"
#include "cloud/service/store.h"

namespace vigil {

struct ServiceOptions {
  HostPort listen;                         // port 0: any free one
  std::vector<std::string> allowed_hosts;  // see CheckSameSite
};

// Serves until SIGTERM or SIGINT, then finishes what waits for the store. Blocks
// for all that time; call it once in a process. `on_ready` gets the address,
// "http://127.0.0.1:8080", when requests are accepted; an error of it ends the
// service. kFailedPrecondition: the address can not be listened on.
absl::Status RunService(
    Store store, StaticFiles portal, const ServiceOptions& options,
    const std::function<absl::Status(absl::string_view)>& on_ready);

}  // namespace vigil

#endif  // VIGIL_CLOUD_SERVICE_SERVICE_H_
