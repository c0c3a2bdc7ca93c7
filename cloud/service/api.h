// The requests of cloud.proto, from the bytes of HTTP to typed values. All that
// is known about them is checked here, apart from the network and the store.
//
//   absl::StatusOr<wire::UploadRequest> request = ParseUpload(body);
//
// Bytes may come from an attacker. Nothing here blocks; any thread.
#ifndef VIGIL_CLOUD_SERVICE_API_H_
#define VIGIL_CLOUD_SERVICE_API_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cloud/http/url.h"
#include "cloud/service/store.h"
#include "platform/wire/cloud.pb.h"

namespace vigil {

inline constexpr absl::string_view kProtobufType = "application/x-protobuf";
inline constexpr std::uint64_t kMaxBodyBytes = 4 << 20;

// The value of a Content-Type header names kProtobufType, with parameters or
// without.
bool IsProtobufType(absl::string_view content_type);

// kInvalidArgument: no UploadRequest, or one that CheckUpload refuses.
absl::StatusOr<wire::UploadRequest> ParseUpload(absl::string_view body);

// kInvalidArgument: device or session is missing, a value is out of its range,
// or a parameter is unknown.
absl::StatusOr<MessagesQuery> ParseMessagesQuery(const Target& target);

// Guards a browser's user against pages of other sites. `host` and `origin` are
// the headers' values, empty when absent. kPermissionDenied: the host is a name
// (not localhost, no address) that is not in `allowed_hosts`, so that a foreign
// name that resolves to this machine gets nothing; or the origin is of another
// host.
absl::Status CheckSameSite(absl::string_view host, absl::string_view origin,
                           const std::vector<std::string>& allowed_hosts);

// The HTTP status code that tells an error of ours.
int HttpCode(const absl::Status& status);

}  // namespace vigil

#endif  // VIGIL_CLOUD_SERVICE_API_H_
