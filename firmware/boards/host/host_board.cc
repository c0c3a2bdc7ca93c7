#include "firmware/boards/host/host_board.h"

#include <cerrno>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace vigil::firmware {

void HostBoard::Report(const char* text) { std::fputs(text, stderr); }

absl::StatusOr<FileStream> FileStream::Open(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    return absl::ErrnoToStatus(
        errno, absl::StrCat("can't open the ECG stream ", path));
  }
  return FileStream(file);
}

Result<std::uint32_t> FileStream::Read(std::uint8_t* out,
                                       std::uint32_t length) {
  const std::size_t got = std::fread(out, 1, length, file_.get());
  if (got < length && std::ferror(file_.get()) != 0) return Status::kDataLoss;
  return static_cast<std::uint32_t>(got);
}

Status FileStream::Seek(std::uint32_t offset) {
  return std::fseek(file_.get(), static_cast<long>(offset), SEEK_SET) == 0
             ? Status::kOk
             : Status::kDataLoss;
}

}  // namespace vigil::firmware
