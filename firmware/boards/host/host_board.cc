#include "firmware/boards/host/host_board.h"

#include <cerrno>
#include <fstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace vigil::firmware {

void HostBoard::Report(const char* text) { std::fputs(text, stderr); }

absl::StatusOr<FileLogStore> FileLogStore::Open(const std::string& path) {
  std::ofstream file(path, std::ios::binary | std::ios::app);
  file.seekp(0, std::ios::end);
  const std::streamoff size = file.tellp();
  const std::streamoff missing = std::streamoff{kLogFileBytes} - size;
  if (missing > 0) file << std::string(missing, static_cast<char>(kLogFileErased));
  if (!file.flush()) {
    return absl::ErrnoToStatus(
        errno, absl::StrCat("can't open the alarm log ", path));
  }
  return FileLogStore(path);
}

Status FileLogStore::Read(std::uint32_t offset, std::uint8_t* out,
                          std::uint32_t bytes) {
  std::ifstream file(path_, std::ios::binary);
  file.seekg(offset);
  file.read(reinterpret_cast<char*>(out), bytes);
  return file ? Status::kOk : Status::kDataLoss;
}

Status FileLogStore::Write(std::uint32_t offset, const std::uint8_t* data,
                           std::uint32_t bytes) {
  std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(offset);
  file.write(reinterpret_cast<const char*>(data), bytes);
  return file.flush() ? Status::kOk : Status::kDataLoss;
}

Status FileLogStore::Erase(std::uint32_t sector) {
  const std::vector<std::uint8_t> erased(kLogFileSectorBytes, kLogFileErased);
  return Write(sector * kLogFileSectorBytes, erased.data(), kLogFileSectorBytes);
}

absl::StatusOr<FileStream> FileStream::Open(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    return absl::ErrnoToStatus(
        errno, absl::StrCat("can't open the stream of conversions ", path));
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
