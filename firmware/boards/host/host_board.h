// The board of a host program: the same product, as fast as it can, with the
// link's bytes handed to a function and the alarm log in a file. Its schedule never
// waits, since device time is a count of frames.
//
//   FileLogStore log("alarms.log");
//   HostBoard board([&](std::uint8_t byte) { bytes.push_back(byte); }, &log);
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
#include "firmware/boards/log_file.h"

namespace vigil::firmware {

class HostBoard final : public Board {
 public:
  using Link = std::function<void(std::uint8_t)>;

  // `link` gets each byte and always has room. `alarm_log` must outlive this object;
  // null: no log is kept.
  explicit HostBoard(Link link, LogStore* alarm_log = nullptr)
      : link_(std::move(link)), alarm_log_(alarm_log) {}

  void StartFrames(Duration) override {}
  bool WaitForFrame() override { return false; }
  void ConfirmDeadlines() override {}
  void Indicate(ActuatorAuthority, const AlarmIndication& indication) override {
    indication_ = indication;
  }
  LogStore* AlarmLogMemory() override { return alarm_log_; }
  bool ClocksAgree() override { return true; }
  std::uint32_t UnexpectedInterrupts() override { return 0; }
  Duration SinceFrameBegin() override { return Microseconds(0); }
  std::uint32_t CostCounter() override { return 0; }
  bool TrySend(std::uint8_t byte) override {
    link_(byte);
    return true;
  }
  void Report(const char* text) override;  // to standard error

  // What light and sounder do now.
  const AlarmIndication& indication() const { return indication_; }

 private:
  Link link_;
  LogStore* alarm_log_;
  AlarmIndication indication_;
};

// A file of the host as the memory of the alarm log (firmware/boards/log_file.h).
class FileLogStore final : public LogStore {
 public:
  // Makes the file where there is none. kNotFound, kPermissionDenied and what else
  // the system says, with the path.
  static absl::StatusOr<FileLogStore> Open(const std::string& path);

  std::uint32_t sector_count() const override { return kLogFileSectors; }
  std::uint32_t sector_bytes() const override { return kLogFileSectorBytes; }
  Status Read(std::uint32_t offset, std::uint8_t* out,
              std::uint32_t bytes) override;
  Status Write(std::uint32_t offset, const std::uint8_t* data,
               std::uint32_t bytes) override;
  Status Erase(std::uint32_t sector) override;

 private:
  explicit FileLogStore(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

// A file of the host as the stream of the converters.
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
