// Bytes of a file of recordings, one after another, whether it is packed or not.
//
//   absl::StatusOr<std::unique_ptr<ByteSource>> bytes = OpenBytes("a01.hr.csv.gz");
//   absl::StatusOr<std::string> text = ReadAll(**bytes, 64 << 20);
//
// Blocks while it reads. Each source is for one thread.
#ifndef VIGIL_TEST_RECORDINGS_BYTE_SOURCE_H_
#define VIGIL_TEST_RECORDINGS_BYTE_SOURCE_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace vigil::recordings {

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Copies the next bytes to `to`. Returns how many: `size`, or fewer at the end.
  // DataLoss: what is packed is damaged or ends too early.
  virtual absl::StatusOr<std::size_t> Read(char* to, std::size_t size) = 0;
};

// Opens a file: packed by gzip, by xz, or as it is; its first bytes say which.
// NotFound: there is no such file, or it may not be read.
absl::StatusOr<std::unique_ptr<ByteSource>> OpenBytes(const std::string& path);

// The same of bytes in memory.
std::unique_ptr<ByteSource> BytesOf(std::string content);

// All that is left. ResourceExhausted: more than `limit` bytes come.
absl::StatusOr<std::string> ReadAll(ByteSource& source, std::size_t limit);

}  // namespace vigil::recordings

#endif  // VIGIL_TEST_RECORDINGS_BYTE_SOURCE_H_
