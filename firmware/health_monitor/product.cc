// The health monitor as a product of firmware/boards/product.h.
#include "firmware/adc_stream/adc_stream_source.h"
#include "firmware/boards/product.h"
#include "firmware/health_monitor/monitor.h"
#include "firmware/health_monitor/system.h"

namespace vigil::firmware {
namespace {

// Static: they are the larger part of the memory that the product uses.
SystemDescription system_description;
DirectHost plugin_host;
Runtime runtime;
Monitor monitor(runtime);
AdcStreamSource ecg_source;

RunResult ReportRefusal(Board& board) {
  const std::uint32_t place = monitor.refused_plugin();
  board.Report("vigil: the kernel refused to start: ");
  board.Report(place < system_description.plugin_count
                   ? system_description.plugins[place].manifest->name
                   : "the system description");
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

RunResult RunProduct(const Launch& launch) {
  const Status opened = ecg_source.Open(launch.ecg_stream, kFramePeriod);
  if (opened != Status::kOk) return EndDamaged(launch.board, opened);
  system_description = HealthMonitorSystem();
  if (monitor.Start(system_description, plugin_host, launch.board,
                    launch.identity) != Status::kOk) {
    return ReportRefusal(launch.board);
  }
  while (ecg_source.state() == Status::kOk) monitor.RunFrame(ecg_source);
  if (ecg_source.state() == Status::kUnavailable) return EndAsPlanned(launch.board);
  // Without a goodbye: the other side shall see that it did not end as planned.
  (void)monitor.Drain();
  return EndDamaged(launch.board, ecg_source.state());
}

}  // namespace vigil::firmware
