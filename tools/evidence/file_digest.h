// What a file holds, and its digest.
//
//   const absl::StatusOr<std::string> digest = DigestOfFile("frame.a");  // 64 digits
//
// A folder's digest, such as that of a bundle, can be found again by hand:
//
//   (cd FOLDER && find -L . -type f -printf '%P\n' | LC_ALL=C sort | xargs sha256sum) | sha256sum
#ifndef VIGIL_TOOLS_EVIDENCE_FILE_DIGEST_H_
#define VIGIL_TOOLS_EVIDENCE_FILE_DIGEST_H_

#include <string>

#include "absl/status/statusor.h"

namespace vigil::lifecycle {

// The whole file. NotFound: it can't be read, with its path.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Its SHA-256, hexadecimal. Of a folder that of a list with a line for each file below
// it: its digest, two blanks, its path from the folder; in the order of the paths' bytes.
// NotFound: it, or a file in it, can't be read, with its path.
absl::StatusOr<std::string> DigestOfFile(const std::string& path);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_EVIDENCE_FILE_DIGEST_H_
