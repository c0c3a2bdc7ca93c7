// A product that measures what the kernel costs beside its plugins, as one line
// of JSON on the console. Nothing is sent. It needs a board that counts
// instructions.
#include <cstdint>

#include "firmware/adc_stream/adc_stream_source.h"
#include "firmware/benchmark/counting_host.h"
#include "firmware/benchmark/json_line.h"
#include "firmware/boards/product.h"
#include "firmware/health_monitor/system.h"
#include "safety_kernel/plugin/partition.h"
#include "safety_kernel/runtime/runtime.h"

namespace vigil::firmware {
namespace {

class NoSink final : public OutputSink {
 public:
  void OnSamples(const SampleBlock&) override {}
  void OnObservation(const Observation&) override {}
  void OnAlarm(const AlarmEvent&) override {}
  void OnIndication(ActuatorAuthority, const AlarmIndication&) override {}
};

class Idle {
 public:
  Status Init(const Settings&) { return Status::kOk; }
  Status Process(const Inbox&, Outbox&) { return Status::kOk; }
};

constexpr PluginManifest kIdleManifest = {
    .name = "idle", .budget_instructions = 10'000, .stack_bytes = 256};
[[gnu::section(".vigil_plugin.idle")]] Partition<Idle, 256> idle;

CountingHost counting;
Runtime runtime;
AdcStreamSource ecg;
NoSink sink;
JsonLine line;

// Of one activation of an idle plugin; the counter's steps are longer than that.
std::uint32_t CostOfIdle(Board& board, PluginHost& host) {
  constexpr std::uint32_t kActivations = 10'000;
  const PluginEntry entry = EntryOf(idle, kIdleManifest);
  if (host.Init(entry) != Status::kOk) return 0;
  const std::uint32_t begin = board.CostCounter();
  for (std::uint32_t n = 0; n < kActivations; ++n) (void)host.Process(entry);
  return (board.CostCounter() - begin) / kActivations;
}

std::uint64_t CostOfStream(Board& board) {
  std::uint64_t total = 0;
  Timestamp now;
  while (ecg.state() == Status::kOk) {
    now = now + kFramePeriod;
    const std::uint32_t begin = board.CostCounter();
    (void)runtime.RunFrame(now, ecg, sink);
    total += board.CostCounter() - begin;
    board.ConfirmDeadlines();
  }
  return total;
}

std::uint64_t CostOfPlugins() {
  std::uint64_t total = 0;
  for (std::uint32_t n = 0; n < HealthMonitorSystem().plugin_count; ++n) {
    total += counting.CostOf(n).total;
  }
  return total;
}

}  // namespace

RunResult RunProduct(const Launch& launch) {
  const Status opened = ecg.Open(launch.stream, HealthMonitorSystem());
  if (opened != Status::kOk) {
    launch.board.Report(ExplainStreamError(opened));
    return RunResult::kDamagedStream;
  }
  launch.board.StartFrames(kFramePeriod);
  DirectHost direct;
  const std::uint32_t isolated = CostOfIdle(launch.board, launch.plugin_host);
  launch.board.ConfirmDeadlines();
  const std::uint32_t plain = CostOfIdle(launch.board, direct);
  counting.Start(launch.board, launch.plugin_host, HealthMonitorSystem());
  if (runtime.Start(HealthMonitorSystem(), counting, Timestamp{0}) !=
      Status::kOk) {
    launch.board.Report("vigil: the kernel refused to start\n");
    return RunResult::kRefusedToStart;
  }
  const std::uint64_t total = CostOfStream(launch.board);
  const std::uint32_t samples = runtime.counters().samples_acquired;
  line.Begin();
  line.Add("partition_switch", isolated - plain);
  line.Add("samples", samples);
  line.Add("kernel_each_sample",
           samples == 0 ? 0 : (total - CostOfPlugins()) / samples);
  line.Add("plugin_failures", runtime.counters().plugin_failures);
  launch.board.Report(line.End());
  return ecg.state() == Status::kUnavailable ? RunResult::kEndedAsPlanned
                                             : RunResult::kDamagedStream;
}

}  // namespace vigil::firmware
