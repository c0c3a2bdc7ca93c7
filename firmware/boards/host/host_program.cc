#include "firmware/boards/host/host_program.h"

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <utility>

#include "absl/flags/flag.h"
#include "firmware/boards/host/host_board.h"
#include "firmware/boards/host/run_summary.h"
#include "firmware/boards/product.h"
#include "platform/device_codec/device_messages.h"

ABSL_FLAG(std::string, stream, "", "file that stands in for the converters "
          "(platform/wfdb/adc_stream_format.h)");
ABSL_FLAG(std::uint32_t, session, 1, "number of the session");
ABSL_FLAG(std::string, device_id, "host", "1 to 32 characters of [A-Za-z0-9._-]");
ABSL_FLAG(std::string, alarm_log, "", "file for the alarm log, which goes on with "
          "what is in it; none if empty");
ABSL_FLAG(std::string, link, "", "file for the bytes of the link; none if empty");

namespace vigil::firmware {
namespace {

int Fail(RunResult result, const std::string& why) {
  std::cerr << "vigil: " << why << "\n";
  return static_cast<int>(result);
}

}  // namespace

int RunHostProgram(PluginHost& plugin_host) {
  const std::string device_id = absl::GetFlag(FLAGS_device_id);
  if (!IsDeviceId(device_id.c_str())) {
    return Fail(RunResult::kBadCommandLine,
                "--device_id must be 1 to 32 characters of [A-Za-z0-9._-]");
  }
  const std::string stream_path = absl::GetFlag(FLAGS_stream);
  if (stream_path.empty()) {
    return Fail(RunResult::kBadCommandLine, "--stream=FILE is missing");
  }
  absl::StatusOr<FileStream> stream = FileStream::Open(stream_path);
  if (!stream.ok()) {
    return Fail(RunResult::kNoStream, std::string(stream.status().message()));
  }
  const std::string log_path = absl::GetFlag(FLAGS_alarm_log);
  std::optional<FileLogStore> log;
  if (!log_path.empty()) {
    absl::StatusOr<FileLogStore> opened = FileLogStore::Open(log_path);
    if (!opened.ok()) {
      return Fail(RunResult::kBadCommandLine,
                  std::string(opened.status().message()));
    }
    log = *std::move(opened);
  }
  const std::string link_path = absl::GetFlag(FLAGS_link);
  std::ofstream link(link_path.empty() ? "/dev/null" : link_path,
                     std::ios::binary);
  RunSummary summary;
  HostBoard board(
      [&](std::uint8_t byte) {
        summary.Push(byte);
        link.put(static_cast<char>(byte));
      },
      log.has_value() ? &*log : nullptr);
  const RunResult result = RunProduct(
      {board, plugin_host, *stream,
       {device_id.c_str(), absl::GetFlag(FLAGS_session)}});
  std::cout << summary.Json() << std::endl;
  if (!link.flush()) {
    return Fail(RunResult::kLinkStalled, "can't write --link=" + link_path);
  }
  return static_cast<int>(result);
}

}  // namespace vigil::firmware
