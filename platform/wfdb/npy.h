// NumPy array files (.npy), as far as recordings need them: one dimension of
// unsigned 16-bit little-endian numbers ("<u2").
//
//   absl::StatusOr<std::vector<std::uint16_t>> counts =
//       DecodeNpy(bytes, "ecg.npy");
//
// Source: NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays".
// Pure.
#ifndef VIGIL_PLATFORM_WFDB_NPY_H_
#define VIGIL_PLATFORM_WFDB_NPY_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace vigil::wfdb {

// `origin` names the file in errors. kInvalidArgument: no .npy file, or its
// header cannot be read. kUnimplemented: an array of another type or shape.
// kDataLoss: the file holds fewer or more numbers than its header says.
absl::StatusOr<std::vector<std::uint16_t>> DecodeNpy(std::string_view bytes,
                                                     std::string_view origin);

}  // namespace vigil::wfdb

#endif  // VIGIL_PLATFORM_WFDB_NPY_H_
