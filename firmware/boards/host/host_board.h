// The board of a host program: the same product, as fast as it can, with the
// link's bytes handed to a function. Its schedule never waits, since device time
// is a count of frames.
//
//   HostBoard board([&](std::uint8_t byte) { bytes.push_back(byte); });
//   FileStream stream("ecg.adc");
//   RunResult result = RunProduct({board, plugin_host, stream, {"host", 1}});
//
// One thread.
#ifndef VIGIL_FIRMWARE_BOARDS_HOST_HOST_BOARD_H_
#define VIGIL_FIRMWARE_BOARDS_HOST_HOST_BOARD_H_

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "firmware/adc_stream/adc_stream_source.h"
#include "firmware/boards/board.h"

namespace vigil::firmware {

class HostBoard final : public Board {
 public:
  using Link = std::function<void(std::uint8_t)>;

  // `link` gets each byte and always has room.
  explicit HostBoard(Link link) : link_(std::move(link)) {}

  void StartFrames(Duration) override {}
  bool WaitForFrame() override { return false; }
  void ConfirmDeadlines() override {}
  std::uint32_t UnexpectedInterrupts() override { return 0; }
  Duration SinceFrameBegin() override { return Microseconds(0); }
  std::uint32_t CostCounter() override { return 0; }
  bool TrySend(std::uint8_t byte) override {
    link_(byte);
    return true;
  }
  void Report(const char* text) override;  // to standard error

 private:
  Link link_;
};

// A file of the host as the stream of the converter.
class FileStream final : public StreamFile {
 public:
  // kNotFound, kPermissionDenied and what else the system says, with the path.
  static absl::StatusOr<FileStream> Open(const std::string& path);

  Result<std::uint32_t> Read(std::uint8_t* out, std::uint32_t length) override;
  Status Seek(std::uint32_t offset) override;

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  explicit FileStream(std::FILE* file) : file_(file) {}

  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace vigil::firmware

#endif  // VIGIL_FIRMWARE_BOARDS_HOST_HOST_BOARD_H_
