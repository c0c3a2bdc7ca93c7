#include "firmware/boards/mps2_an386/log_memory.h"

#include "firmware/boards/mps2_an386/semihosting.h"

namespace vigil::firmware::mps2_an386 {

Status LogMemory::Open(const char* path) {
  const Result<std::int32_t> file = semihosting::OpenToUpdate(path);
  if (!file.ok()) return file.status();
  file_ = file.value();
  const Result<std::uint32_t> length = semihosting::Length(file_);
  if (!length.ok()) return length.status();
  return EraseFrom(length.value(), kLogFileBytes);
}

Status LogMemory::Read(std::uint32_t offset, std::uint8_t* out,
                       std::uint32_t bytes) {
  const Status status = semihosting::Seek(file_, offset);
  if (status != Status::kOk) return status;
  const Result<std::uint32_t> got = semihosting::Read(file_, out, bytes);
  return got.value() == bytes ? Status::kOk : Status::kDataLoss;
}

Status LogMemory::Write(std::uint32_t offset, const std::uint8_t* data,
                        std::uint32_t bytes) {
  const Status status = semihosting::Seek(file_, offset);
  if (status != Status::kOk) return status;
  return semihosting::Write(file_, data, bytes);
}

Status LogMemory::Erase(std::uint32_t sector) {
  const std::uint32_t begin = sector * kLogFileSectorBytes;
  return EraseFrom(begin, begin + kLogFileSectorBytes);
}

// Nothing when `begin` is not before `end`.
Status LogMemory::EraseFrom(std::uint32_t begin, std::uint32_t end) {
  constexpr std::uint32_t kPiece = 64;
  std::uint8_t erased[kPiece];
  for (std::uint8_t& byte : erased) byte = kLogFileErased;
  Status status = Status::kOk;
  for (std::uint32_t at = begin; at < end && status == Status::kOk; at += kPiece) {
    const std::uint32_t left = end - at;
    status = Write(at, erased, left < kPiece ? left : kPiece);
  }
  return status;
}

}  // namespace vigil::firmware::mps2_an386
