#include "firmware/monitor/run_monitor.h"

#include "firmware/adc_stream/adc_stream_source.h"
#include "firmware/boards/product.h"
#include "firmware/monitor/monitor.h"

namespace vigil::firmware {
namespace {

// Static: they are the larger part of the memory that the product uses.
Runtime runtime;
Monitor monitor(runtime);
AdcStreamSource source;

void ReportVersion(Board& board, InterfaceVersion version) {
  const std::uint16_t parts[] = {version.major, version.minor};
  char text[] = "00000.00000";
  for (std::uint32_t part = 0; part < 2; ++part) {
    std::uint32_t rest = parts[part];
    for (std::uint32_t digit = 5; digit > 0; --digit) {
      text[6 * part + digit - 1] = static_cast<char>('0' + rest % 10);
      rest /= 10;
    }
  }
  board.Report(text);
}

void ReportPlugin(Board& board, const PluginManifest& manifest) {
  board.Report(manifest.name);
  board.Report(", built for version ");
  ReportVersion(board, manifest.interface_version);
  board.Report(" of the kernel's interface; this kernel has ");
  ReportVersion(board, kKernelInterfaceVersion);
}

RunResult ReportRefusal(Board& board, const SystemDescription& system) {
  const std::uint32_t place = monitor.refused_plugin();
  board.Report("vigil: the kernel refused to start: ");
  if (place < system.plugin_count) {
    ReportPlugin(board, *system.plugins[place].manifest);
  } else {
    board.Report("the system description");
  }
  board.Report("\n");
  return RunResult::kRefusedToStart;
}

RunResult EndDamaged(Board& board, Status status) {
  board.Report(ExplainStreamError(status));
  return RunResult::kDamagedStream;
}

RunResult EndAsPlanned(Board& board) {
  if (monitor.Finish() == Status::kOk) return RunResult::kEndedAsPlanned;
  board.Report(
      "vigil: the link did not take the last messages within 5 s; is its reader "
      "still there?\n");
  return RunResult::kLinkStalled;
}

}  // namespace

RunResult RunMonitor(const SystemDescription& system, const Launch& launch) {
  const Status opened = source.Open(launch.stream, system);
  if (opened != Status::kOk) return EndDamaged(launch.board, opened);
  if (monitor.Start(system, launch.plugin_host, launch.board, launch.identity,
                    source.is_simulated()) != Status::kOk) {
    return ReportRefusal(launch.board, system);
  }
  Status status = Status::kOk;
  while (source.state() == Status::kOk && status == Status::kOk) {
    status = monitor.RunFrame(source);
  }
  if (status != Status::kOk) return RunResult::kMonitoringStopped;
  if (source.state() == Status::kUnavailable) return EndAsPlanned(launch.board);
  // At once, without a goodbye: what waits for the link may take seconds, and is
  // worth less than the alarm that nothing is monitored any more.
  return EndDamaged(launch.board, source.state());
}

}  // namespace vigil::firmware
