// A product that measures: it runs the health monitor's plugins over the ECG
// stream and tells what each costs, as one line of JSON on the console. Nothing
// is sent. It needs a board that counts instructions.
#include <cstdint>

#include "firmware/adc_stream/adc_stream_source.h"
#include "firmware/benchmark/counting_host.h"
#include "firmware/benchmark/json_line.h"
#include "firmware/boards/product.h"
#include "firmware/health_monitor/system.h"
#include "safety_kernel/runtime/runtime.h"

namespace vigil::firmware {
namespace {

// Drops what the kernel gives: only the cost is of interest.
class NoSink final : public OutputSink {
 public:
  void OnSamples(const SampleBlock&) override {}
  void OnObservation(const Observation& observation) override {
    if (observation.code == ObservationCode::kQrsDetected &&
        observation.validity != Validity::kUndeterminable) {
      ++beats_;
    }
  }
  void OnAlarm(const AlarmEvent&) override {}
  void OnIndication(ActuatorAuthority, const AlarmIndication&) override {}
  std::uint32_t beats() const { return beats_; }

 private:
  std::uint32_t beats_ = 0;
};

DirectHost direct;  // the plugins alone: kernel_cost has the price of isolation
CountingHost host;
Runtime runtime;
AdcStreamSource ecg;
NoSink sink;
JsonLine line;

// Runs the stream to its end and gives the cost of all frames.
std::uint64_t RunStream(Board& board) {
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

// Of a second of ECG, rounded; the stream's frames have all the same period.
std::uint64_t EachSecond(std::uint64_t total, std::uint32_t frames) {
  constexpr std::uint32_t kFramesPerSecond = 1'000'000 / kFramePeriod.us;
  if (frames == 0) return 0;
  return (total * kFramesPerSecond + frames / 2) / frames;
}

void AddPlugins(std::uint32_t frames) {
  line.BeginObject("instructions_each_second");
  for (std::uint32_t n = 0; n < HealthMonitorSystem().plugin_count; ++n) {
    line.Add(HealthMonitorSystem().plugins[n].manifest->name,
             EachSecond(host.CostOf(n).total, frames));
  }
  line.EndObject();
  line.BeginObject("instructions_worst_activation");
  for (std::uint32_t n = 0; n < HealthMonitorSystem().plugin_count; ++n) {
    line.Add(HealthMonitorSystem().plugins[n].manifest->name, host.CostOf(n).worst);
  }
  line.EndObject();
  line.BeginObject("budget_instructions");
  for (std::uint32_t n = 0; n < HealthMonitorSystem().plugin_count; ++n) {
    line.Add(HealthMonitorSystem().plugins[n].manifest->name,
             HealthMonitorSystem().plugins[n].manifest->budget_instructions);
  }
  line.EndObject();
}

}  // namespace

RunResult RunProduct(const Launch& launch) {
  const Status opened = ecg.Open(launch.stream, HealthMonitorSystem());
  if (opened != Status::kOk) {
    launch.board.Report(ExplainStreamError(opened));
    return RunResult::kDamagedStream;
  }
  launch.board.StartFrames(kFramePeriod);
  host.Start(launch.board, direct, HealthMonitorSystem());
  if (runtime.Start(HealthMonitorSystem(), host, Timestamp{0}) != Status::kOk) {
    launch.board.Report("vigil: the kernel refused to start\n");
    return RunResult::kRefusedToStart;
  }
  const std::uint64_t total = RunStream(launch.board);
  const std::uint32_t frames = runtime.counters().frames_run;
  line.Begin();
  line.Add("samples", runtime.counters().samples_acquired);
  line.Add("beats", sink.beats());
  line.Add("kernel_and_plugins_each_second", EachSecond(total, frames));
  AddPlugins(frames);
  launch.board.Report(line.End());
  return ecg.state() == Status::kUnavailable ? RunResult::kEndedAsPlanned
                                             : RunResult::kDamagedStream;
}

}  // namespace vigil::firmware
