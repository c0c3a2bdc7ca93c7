// The runtime carries a sample from the sensor to an alarm: in each frame of the
// schedule it reads the source, checks what came, runs the plugins that are due,
// holds each to its manifest, passes on what they say, and signals alarms.
//
//   static Runtime runtime;
//   static DirectHost host;
//   if (runtime.Start(kSystem, host, Timestamp{0}) != Status::kOk) {
//     Report(runtime.refused_plugin());
//   }
//   for (std::int64_t n = 1;; ++n) {     // every 100 ms
//     runtime.RunFrame(Timestamp{n * 100'000}, adc, link);
//   }
//
// All state lies in the object; nothing allocates or blocks. One thread.
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_RUNTIME_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_RUNTIME_H_

#include <cstdint>

#include "safety_kernel/acquisition/channel_monitor.h"
#include "safety_kernel/acquisition/sample_source.h"
#include "safety_kernel/alerting/alarm_manager.h"
#include "safety_kernel/alerting/signal_watch.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/output_sink.h"
#include "safety_kernel/runtime/plugin_host.h"
#include "safety_kernel/runtime/system_description.h"

namespace vigil {

// A plugin that fails is started again; at this failure it is taken out of
// service instead, with AlarmId::kPluginFailed. A transient fault (a bit flip)
// is cured by one start; three leave room for two of them without letting a
// defect repeat itself for long.
inline constexpr std::uint32_t kMaxPluginStarts = 3;

// Since Start. They wrap only after years.
struct RuntimeCounters {
  std::uint32_t frames_run = 0;
  std::uint32_t samples_acquired = 0;   // usable conversions of the source
  std::uint32_t blocks_lost = 0;        // of the source: never came
  std::uint32_t blocks_duplicated = 0;  // of the source: came again, dropped
  std::uint32_t blocks_damaged = 0;     // of the source: content dropped
  std::uint32_t observations_made = 0;
  std::uint32_t alarms_signalled = 0;
  std::uint32_t plugin_failures = 0;    // of all plugins
  std::uint32_t undelivered = 0;        // found no room in an inbox; a defect
  std::uint32_t clock_faults = 0;       // `now` did not advance
};

class Runtime {
 public:
  // In runtime.cc, so that no initial copy of the whole object lies in flash.
  Runtime();

  // Checks `system` and starts each plugin. `system` and `host` must outlive
  // this object. May be called again; it begins anew.
  // kIncompatible: a plugin was built for another major version of the interface,
  //   or for a later minor one.
  // kInvalidArgument: the table is empty or larger than kMaxPlugins or
  //   kMaxChannels; frame_us is 0; a channel is unknown, listed twice or has
  //   period 0; not exactly one channel is from the source; an entry is
  //   incomplete; an object is larger than its state_bytes; a period is 0 or no
  //   multiple of frame_us; a plugin that is not alerting declares conditions.
  // kFailedPrecondition: an input has no producer before the plugin in the table;
  //   an output has two producers, or is the kernel's own; a channel is not
  //   described.
  // kOutOfRange: more could arrive between two activations than an Inbox holds.
  // Any other: what Init of the plugin returned.
  // refused_plugin() tells which plugin it was. After an error RunFrame does
  // nothing.
  Status Start(const SystemDescription& system, PluginHost& host,
               Timestamp now);

  // Place in the table of the plugin that Start refused; plugin_count when the
  // description itself was.
  std::uint32_t refused_plugin() const { return refused_plugin_; }

  // One frame. `now` is its start and lies after that of the frame before.
  void RunFrame(Timestamp now, SampleSource& source, OutputSink& sink);

  const RuntimeCounters& counters() const { return counters_; }
  // True while the plugin at `place` is in service.
  bool InService(std::uint32_t place) const;

 private:
  // A plugin in its place in the table.
  struct Slot {
    std::uint32_t period_frames = 1;
    std::uint32_t failures = 0;
    bool in_service = false;
    std::uint32_t next_sequence[kMaxPorts] = {};  // of observations_out
  };

  void Reset(const SystemDescription& system, Timestamp now);
  const PluginManifest& ManifestOf(std::uint32_t place) const;
  bool IsDue(std::uint32_t place) const;
  void AdvanceClock(Timestamp now);

  // Sensor to plugins.
  void ReadSource(SampleSource& source, OutputSink& sink);
  void RouteBlock(const SampleBlock& block, OutputSink& sink);
  void RouteObservation(std::uint32_t place, Observation observation,
                        OutputSink& sink);
  std::uint32_t NextSequence(std::uint32_t place, ObservationCode code);

  // One plugin.
  void RunPlugin(std::uint32_t place, OutputSink& sink);
  void MarkStale(Inbox& inbox);
  Inbox& InboxOf(std::uint32_t place) const;
  Outbox& OutboxOf(std::uint32_t place) const;
  Status CheckOutbox(const PluginManifest& manifest, Outbox& outbox);
  Status CheckBlocks(const PluginManifest& manifest, Outbox& outbox);
  Status CheckObservations(const PluginManifest& manifest,
                           const Outbox& outbox) const;
  Status CheckConditions(const PluginManifest& manifest,
                         const Outbox& outbox) const;
  void PassOn(std::uint32_t place, OutputSink& sink);

  // Its failure.
  void HandleFailure(std::uint32_t place, OutputSink& sink);
  void TellUndeterminable(std::uint32_t place, OutputSink& sink);
  void Restart(std::uint32_t place);
  void TakeOutOfService(std::uint32_t place);

  void ReportOwnAlarms();
  void Report(const AlarmCondition& condition);
  void SignalAlarms(OutputSink& sink);

  const SystemDescription* system_ = nullptr;  // null: not started
  PluginHost* host_ = nullptr;
  ChannelMonitor monitors_[kMaxChannels];
  Slot slots_[kMaxPlugins];
  AlarmManager alarms_;
  SignalWatch watch_;
  bool watches_ecg_ = false;         // the system has the channel
  bool watches_heart_rate_ = false;  // a plugin gives it
  Timestamp now_;                    // start of this frame
  std::uint32_t source_channel_ = 0;  // place of the source's channel
  std::uint32_t refused_plugin_ = 0;
  RuntimeCounters counters_;
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_RUNTIME_H_
