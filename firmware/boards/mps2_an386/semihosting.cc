#include "firmware/boards/mps2_an386/semihosting.h"

namespace vigil::firmware::semihosting {
namespace {

enum class Operation : std::uint32_t {
  kOpen = 0x01,
  kWrite0 = 0x04,
  kWrite = 0x05,
  kRead = 0x06,
  kSeek = 0x0A,
  kLength = 0x0C,
  kGetCommandLine = 0x15,
  kExitExtended = 0x20,
};

constexpr std::uint32_t kOpenModeReadBinary = 1;           // "rb"
constexpr std::uint32_t kOpenModeUpdateBinary = 3;         // "r+b"
constexpr std::uint32_t kOpenModeMakeBinary = 7;           // "w+b"
constexpr std::uint32_t kApplicationExit = 0x20026;        // ADP_Stopped_ApplicationExit
constexpr std::uint32_t kBreakpointForSemihosting = 0xAB;  // T32 instruction set

std::int32_t Call(Operation operation, const void* argument) {
  register auto r0 asm("r0") = static_cast<std::uint32_t>(operation);
  register const void* r1 asm("r1") = argument;
  asm volatile("bkpt %[number]"
               : "+r"(r0)
               : "r"(r1), [number] "i"(kBreakpointForSemihosting)
               : "memory");
  return static_cast<std::int32_t>(r0);
}

// A pointer as the word that semihosting's argument blocks hold.
std::uint32_t Word(const void* pointer) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

// Longer than any word of a command line (command_line.h); what is beyond is cut.
constexpr std::uint32_t kMaxPath = 4096;

std::uint32_t LengthOf(const char* path) {
  std::uint32_t length = 0;
  for (std::uint32_t n = 0; n < kMaxPath && path[n] != '\0'; ++n) length = n + 1;
  return length;
}

Result<std::int32_t> Open(const char* path, std::uint32_t mode) {
  const std::uint32_t block[] = {Word(path), mode, LengthOf(path)};
  const std::int32_t file = Call(Operation::kOpen, block);
  if (file < 0) return Status::kUnavailable;
  return file;
}

}  // namespace

void WriteConsole(const char* text) { Call(Operation::kWrite0, text); }

void Exit(std::int32_t code) {
  const std::uint32_t block[] = {kApplicationExit,
                                 static_cast<std::uint32_t>(code)};
  Call(Operation::kExitExtended, block);
  for (;;) asm volatile("wfi");
}

Status CommandLine(char* out, std::uint32_t room) {
  // The host may write `room` bytes in all, the zero among them.
  const std::uint32_t block[] = {Word(out), room};
  return Call(Operation::kGetCommandLine, block) == 0 ? Status::kOk
                                                      : Status::kFull;
}

Result<std::int32_t> OpenToRead(const char* path) {
  return Open(path, kOpenModeReadBinary);
}

Result<std::int32_t> OpenToUpdate(const char* path) {
  const Result<std::int32_t> file = Open(path, kOpenModeUpdateBinary);
  return file.ok() ? file : Open(path, kOpenModeMakeBinary);
}

Result<std::uint32_t> Length(std::int32_t file) {
  const std::uint32_t block[] = {static_cast<std::uint32_t>(file)};
  const std::int32_t length = Call(Operation::kLength, block);
  if (length < 0) return Status::kDataLoss;
  return static_cast<std::uint32_t>(length);
}

Status Write(std::int32_t file, const std::uint8_t* data, std::uint32_t length) {
  const std::uint32_t block[] = {static_cast<std::uint32_t>(file), Word(data),
                                 length};
  // The host answers how many bytes it did not write.
  return Call(Operation::kWrite, block) == 0 ? Status::kOk : Status::kDataLoss;
}

Result<std::uint32_t> Read(std::int32_t file, std::uint8_t* out,
                           std::uint32_t length) {
  const std::uint32_t block[] = {static_cast<std::uint32_t>(file), Word(out),
                                 length};
  // The host answers how many bytes it did not read; all of them at the end.
  const auto missing =
      static_cast<std::uint32_t>(Call(Operation::kRead, block));
  if (missing > length) return Status::kDataLoss;
  return length - missing;
}

Status Seek(std::int32_t file, std::uint32_t offset) {
  const std::uint32_t block[] = {static_cast<std::uint32_t>(file), offset};
  return Call(Operation::kSeek, block) == 0 ? Status::kOk : Status::kDataLoss;
}

}  // namespace vigil::firmware::semihosting
