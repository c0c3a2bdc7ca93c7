// The files in a tar archive (POSIX.1-2001: ustar with extended headers), in their order.
//
//   TarReader tar(**OpenBytes("SA01.tar.xz"));
//   for (;;) {
//     absl::StatusOr<std::optional<TarFile>> file = tar.Next();
//     if (!file.ok() || !*file) break;
//   }
#ifndef VIGIL_TEST_RECORDINGS_TAR_READER_H_
#define VIGIL_TEST_RECORDINGS_TAR_READER_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "test/recordings/byte_source.h"

namespace vigil::recordings {

struct TarFile {
  std::string name;  // with its folders, as it stands in the archive
  std::string content;
};

class TarReader {
 public:
  // The largest file that is read, in bytes.
  static constexpr std::size_t kMaxFile = 64 << 20;

  // `source` outlives the reader.
  explicit TarReader(ByteSource& source) : source_(source) {}

  // The next file; folders are left out. nullopt: there are no more.
  // DataLoss: a header's checksum is wrong, or the archive ends within a file.
  // Unimplemented: what is neither file nor folder, and GNU tar's own long names.
  // ResourceExhausted: a file of more than kMaxFile bytes.
  absl::StatusOr<std::optional<TarFile>> Next();

 private:
  absl::StatusOr<std::string> ReadContent(const std::string& name, std::size_t size);

  ByteSource& source_;
};

}  // namespace vigil::recordings

#endif  // VIGIL_TEST_RECORDINGS_TAR_READER_H_
