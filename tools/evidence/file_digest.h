// What a file holds, and its digest.
//
//   const absl::StatusOr<std::string> digest = DigestOfFile("frame.a");  // 64 digits
#ifndef VIGIL_TOOLS_EVIDENCE_FILE_DIGEST_H_
#define VIGIL_TOOLS_EVIDENCE_FILE_DIGEST_H_

#include <string>

#include "absl/status/statusor.h"

namespace vigil::lifecycle {

// The whole file. NotFound: it can't be read, with its path.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Its SHA-256, hexadecimal; of a folder that of the list of its files, each with its
// own. NotFound: it, or a file in it, can't be read, with its path.
absl::StatusOr<std::string> DigestOfFile(const std::string& path);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_EVIDENCE_FILE_DIGEST_H_
