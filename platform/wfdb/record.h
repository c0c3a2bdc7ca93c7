// A recording on disk: NAME.hea, its signal files, its annotation files.
//
//   absl::StatusOr<Record> record = ReadRecord("/data/100.hea");
//   const Samples& lead = record->samples[0];
//   absl::StatusOr<std::vector<Annotation>> beats =
//       ReadAnnotations("/data/100.atr");
//
// The functions block on the file system; they may be called from any thread.
// Files above 1 GiB are refused.
#ifndef VIGIL_PLATFORM_WFDB_RECORD_H_
#define VIGIL_PLATFORM_WFDB_RECORD_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/wfdb/annotation.h"
#include "platform/wfdb/header.h"
#include "platform/wfdb/signal.h"

namespace vigil::wfdb {

struct Record {
  Header header;
  std::vector<Samples> samples;  // one for each signal of the header
};

// `header_path`: the .hea file; signal files are looked for beside it.
// kNotFound: a file is missing. Otherwise as ParseHeader and DecodeSignalFile.
absl::StatusOr<Record> ReadRecord(const std::string& header_path);

// Writes FOLDER/NAME.hea and FOLDER/NAME.dat in format 16. File names, format,
// checksums, initial values and length in `record.header` are set to what is
// written. kInvalidArgument: as EncodeSignalFile.
absl::Status WriteRecord(const std::string& folder, Record record);

absl::StatusOr<std::vector<Annotation>> ReadAnnotations(
    const std::string& path);
absl::Status WriteAnnotations(const std::string& path,
                              const std::vector<Annotation>& annotations);

// A whole file. kNotFound: missing or not readable. kOutOfRange: above 1 GiB.
absl::StatusOr<std::string> ReadFile(const std::string& path);
// kUnavailable: the file cannot be written, with the reason.
absl::Status WriteFile(const std::string& path, std::string_view content);

}  // namespace vigil::wfdb

#endif  // VIGIL_PLATFORM_WFDB_RECORD_H_
