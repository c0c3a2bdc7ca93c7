// WFDB signal files (.dat): the samples of one or more signals, interleaved
// frame by frame, in formats 16 (two's complement, 16 bit) and 212 (two 12-bit
// samples in three bytes).
//
//   absl::StatusOr<std::vector<Samples>> all =
//       DecodeSignalFile(header, "100.dat", bytes);
//
// Source: WFDB Applications Guide, signal(5). All functions are pure.
#ifndef VIGIL_PLATFORM_WFDB_SIGNAL_H_
#define VIGIL_PLATFORM_WFDB_SIGNAL_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/wfdb/header.h"

namespace vigil::wfdb {

// The samples of one signal, in ADC units.
using Samples = std::vector<std::int32_t>;

// The value by which `format` marks a sample that was not taken: the lowest
// that it can store (16: -32768; 212: -2048).
std::int32_t InvalidSample(int format);

// The samples of those signals of `header` that lie in the file `file_name`,
// whose content is `bytes`, in the order of the header.
// kUnimplemented: a format other than 16 and 212, a skew, or signals of one
// file that differ in format or offset. kDataLoss: the file is shorter or longer
// than the header says, or a signal's checksum differs. kNotFound: no signal of
// the header lies in that file.
absl::StatusOr<std::vector<Samples>> DecodeSignalFile(
    const Header& header, std::string_view file_name, std::string_view bytes);

// The content of a signal file that holds `signals` in `format` (16 or 212),
// one sample of each a frame. kInvalidArgument: another format, signals of
// different length, or a sample that the format cannot store.
absl::StatusOr<std::string> EncodeSignalFile(
    int format, const std::vector<Samples>& signals);

// The 16-bit sum that a header carries for a signal.
std::int16_t Checksum(const Samples& samples);

}  // namespace vigil::wfdb

#endif  // VIGIL_PLATFORM_WFDB_SIGNAL_H_
