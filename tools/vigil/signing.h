// What the commands that sign share: keys as files, and the records that they write.
#ifndef VIGIL_TOOLS_VIGIL_SIGNING_H_
#define VIGIL_TOOLS_VIGIL_SIGNING_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/lifecycle/lifecycle.pb.h"
#include "platform/lifecycle/signature.h"

namespace vigil::lifecycle {

// InvalidArgument when a private key must not lie at `path`: it is not given from the
// root of the file system (`bazel run` starts programs elsewhere), or is inside of the
// workspace `root`, from which it would go wherever the workspace goes.
absl::Status MayHoldKey(const std::string& path, const std::string& root);

// A new file with the key, readable for its owner alone. AlreadyExists: there is one;
// Unavailable: it can't be written, with the reason. Waits for the disk.
absl::Status WriteKey(const SigningKey& key, const std::string& path);

// NotFound: there is no such file. PermissionDenied: others may read it, too.
// InvalidArgument: it holds no key (SigningKey::FromPem).
absl::StatusOr<SigningKey> ReadKey(const std::string& path);

// The record as it stands in a file.
std::string TextOf(const Approval& approval);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_VIGIL_SIGNING_H_
