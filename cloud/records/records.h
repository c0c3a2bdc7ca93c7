// What may be stored: the rules for everything that comes from a device or a
// gateway, checked before it is used. The gateway applies them before it spools,
// the cloud before it stores, so that what one takes the other never refuses.
//
//   absl::Status status = CheckUpload(request);
//   if (!status.ok()) Refuse(status.message());
//
// Every error is kInvalidArgument and names the field and its bounds. Nothing
// here blocks; callable from any thread.
#ifndef VIGIL_CLOUD_RECORDS_RECORDS_H_
#define VIGIL_CLOUD_RECORDS_RECORDS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "platform/wire/cloud.pb.h"
#include "platform/wire/device.pb.h"

namespace vigil {

inline constexpr int kMaxMessagesPerUpload = 4096;
inline constexpr int kMaxLinksPerUpload = 256;
inline constexpr int kMaxDeviceIdLength = 32;

// 1 to 32 characters of [A-Za-z0-9._-].
absl::Status CheckDeviceId(absl::string_view device_id);

// One body, with its numbers in the ranges of safety_kernel/.
absl::Status CheckDeviceMessage(const wire::DeviceMessage& message);

// The counts, each message and each report. A message's own error says which
// one it is.
absl::Status CheckUpload(const wire::UploadRequest& request);

}  // namespace vigil

#endif  // VIGIL_CLOUD_RECORDS_RECORDS_H_
