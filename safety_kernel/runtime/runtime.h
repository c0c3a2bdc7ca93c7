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
//     if (runtime.RunFrame(Timestamp{n * 100'000}, adc, link) != Status::kOk) {
//       EnterSafeState();
//     }
//   }
//
// All state lies in the object; nothing allocates or blocks. One thread.
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_RUNTIME_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_RUNTIME_H_

#include <cstdint>

#include "safety_kernel/acquisition/channel_monitor.h"
#include "safety_kernel/acquisition/sample_source.h"
#include "safety_kernel/alerting/alarm_manager.h"
#include "safety_kernel/base/bounded_list.h"
#include "safety_kernel/base/guarded.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/channel_watch.h"
#include "safety_kernel/runtime/output_sink.h"
#include "safety_kernel/runtime/output_watch.h"
#include "safety_kernel/runtime/own_faults.h"
#include "safety_kernel/runtime/plugin_host.h"
#include "safety_kernel/runtime/setting_change.h"
#include "safety_kernel/runtime/state_seal.h"
#include "safety_kernel/runtime/system_description.h"
#include "safety_kernel/runtime/value_age.h"

namespace vigil {

enum class OperatorAction : std::uint8_t {
  kAcknowledge = 1,
  kResetLatched = 2,
  kPause = 3,
  kSwitchOff = 4,
  kSwitchOn = 5,
  kChangeSetting = 6,
};

// See AlarmManager for what each action needs.
struct OperatorOrder {
  OperatorAction action = OperatorAction::kAcknowledge;
  Quiet quiet = Quiet::kAudio;     // of kPause, kSwitchOff, kSwitchOn
  AlarmId id = AlarmId::kNone;     // of the first two
  std::int32_t value = 0;
  std::uint32_t seen = 0;          // event that the operator saw
  OperatorId by = 0;
  Duration duration = kPauseDefault;
  Setting setting;                 // of kChangeSetting
};

// Since Start. They wrap only after years. Of the source: of all its channels together.
struct RuntimeCounters {
  std::uint32_t frames_run = 0;
  std::uint32_t samples_acquired = 0;   // of the source: usable conversions
  std::uint32_t blocks_lost = 0;        // of the source: never came
  std::uint32_t blocks_duplicated = 0;  // of the source: came again, dropped
  std::uint32_t blocks_damaged = 0;     // of the source: content dropped
  std::uint32_t observations_made = 0;
  std::uint32_t alarms_signalled = 0;
  std::uint32_t plugin_failures = 0;    // of all plugins
  std::uint32_t undelivered = 0;        // found no room in an inbox; a defect
  std::uint32_t clock_faults = 0;       // `now` did not advance, or jumped
};

// A step of the clock beyond so many frames is a jump. It is believed when the
// clock is still ahead after so many frames more; until then time goes on by one
// frame after the other, so that a glitch makes no data old.
inline constexpr std::int64_t kMaxFrameStep = 2;
inline constexpr std::uint32_t kFramesToBelieve = 100;

// So often the kernel begins anew after damage to its own state; at the next one
// the memory itself has to be taken for broken.
inline constexpr std::uint32_t kMaxRecoveries = 3;

class Runtime {
 public:
  // In runtime.cc, so that no initial copy of the whole object lies in flash.
  Runtime();

  // Checks `system` and starts each plugin. `system` and `host` must outlive
  // this object. May be called again; it begins anew.
  // kIncompatible: a plugin was built for another major version of the interface,
  //   or for a later minor one.
  // kInvalidArgument: the table is empty or larger than kMaxPlugins, kMaxChannels
  //   or kMaxValueWatches; frame_us is 0; the alarm of a watch is not technical,
  //   the kernel's own, or named twice; a limit or an age is empty; an age is longer
  //   than the value is valid; a rule is doubled, has a negative time, or delays a
  //   technical alarm; a channel is unknown, listed twice or has period 0; no
  //   channel is from the source; an entry is incomplete; an object is
  //   larger than its state_bytes; a period is 0 or no multiple of frame_us; a plugin
  //   that is not alerting declares conditions.
  // kFailedPrecondition: an input has no producer before the plugin in the table,
  //   and is none that the product goes without; an output has two producers, is the
  //   kernel's own, or is what the product goes without; a channel is not described.
  // kOutOfRange: more could arrive between two activations than an Inbox holds;
  //   twice the budgets of all plugins are above frame_budget_instructions.
  // Any other: what Init of the plugin returned.
  // refused_plugin() tells which plugin it was. After an error RunFrame does
  // nothing.
  Status Start(const SystemDescription& system, PluginHost& host,
               Timestamp now);

  // Place in the table of the plugin that Start refused; plugin_count when the
  // description itself was.
  std::uint32_t refused_plugin() const { return refused_plugin_; }

  // One frame. `now` is its start and lies after that of the frame before.
  // Before anything else the kernel's own state is compared with what it was when
  // the last frame ended. If it changed, the kernel and each plugin begin anew
  // and AlarmId::kKernelStateDamaged is raised.
  // kFailedPrecondition: not started.
  // kDataLoss: the state was damaged more than kMaxRecoveries times. Nothing was
  //   done, nothing will be: enter the safe state.
  Status RunFrame(Timestamp now, SampleSource& source, OutputSink& sink);

  // What the board found out about itself, told with the next frame.
  // Of each kind the newest counts. kInvalidArgument: as OwnFaults::Note. kDataLoss:
  // the kernel's memory is damaged; the next frame begins anew.
  Status NoteFault(AlarmId id, std::int32_t value);

  // What an operator wants; done in the next frame, after its alarms were told.
  // What comes of it is an event, or shows in surface(); an order that fits
  // nothing any more (AlarmManager) has no effect. A setting is changed when the
  // product has it and each alerting plugin accepts it; those begin anew with it.
  // kFull: more than kMaxOrders since the last frame. kDataLoss: as NoteFault.
  Status Order(const OperatorOrder& order);

  // What lights, sounder and screen have to show until the next frame.
  AlarmSurface surface() const { return state_.alarms.Surface(); }

  // What the plugins are told; the product's, as operators changed them.
  const Settings& settings() const { return state_.settings; }

  const RuntimeCounters& counters() const { return state_.counters; }
  // Since Start: how often the state was found damaged and began anew.
  std::uint32_t recoveries() const { return recoveries_; }
  // True while the plugin at `place` is in service.
  bool InService(std::uint32_t place) const;

 private:
  friend class RuntimeForTest;

  static constexpr std::uint32_t kMaxOrders = 8;

  // Values at a distance of 8 bits.
  enum class Service : std::uint32_t { kIn = 0x3C3C, kOut = 0xC3C3 };

  // A plugin in its place in the table.
  struct Slot {
    OutputWatch outputs;
    std::uint32_t period_frames = 1;
    std::uint32_t failures = 0;  // since the last that was forgiven
    Timestamp first_failure;     // of those
    Timestamp last_failure;
    Service service = Service::kOut;
    bool started = false;        // its last Init succeeded
    std::uint32_t next_sequence[kMaxPorts] = {};  // of observations_out
  };

  // The pattern that light or sounder follow.
  struct Pattern {
    AlarmPriority priority = AlarmPriority::kNone;
    Timestamp since;

    void Follow(AlarmPriority other, Timestamp now) {
      if (other != priority) since = now;
      priority = other;
    }
  };

  // Everything that changes from frame to frame.
  struct State {
    State();  // in runtime.cc, small rather than fast

    ChannelMonitor monitors[kMaxChannels];
    ChannelWatch watches[kMaxChannels];
    Slot slots[kMaxPlugins];
    ValueAge values[kMaxValueWatches];
    AlarmManager alarms;
    OwnFaults faults;
    Settings settings;
    Pattern light;
    Pattern sound;
    Timestamp now;  // start of this frame
    std::uint32_t frames_ahead = 0;  // in a row in which the clock was ahead
    RuntimeCounters counters;
  };

  struct NotedFault {
    AlarmId id = AlarmId::kNone;
    std::int32_t value = 0;
  };

  // What came since the last frame.
  struct Pending {
    BoundedList<NotedFault, OwnFaults::kCount> notes;
    BoundedList<OperatorOrder, kMaxOrders> orders;
  };

  Status StartPlugins(const SystemDescription& system, PluginHost& host);
  void Reset(const SystemDescription& system, Timestamp now);
  Status Recover(Timestamp now);
  void Seal() { seal_ = SumOf(state_); }
  void SealPending() { pending_seal_ = SumOf(pending_); }
  void ClearPending();
  bool IsDamaged() const;
  void RepairPointers();

  const SystemDescription& system() const { return *system_.Get(); }
  const PluginEntry& PluginAt(std::uint32_t place) const;
  const PluginManifest& ManifestOf(std::uint32_t place) const;
  Inbox& InboxOf(std::uint32_t place) const;
  Outbox& OutboxOf(std::uint32_t place) const;
  bool IsDue(std::uint32_t place) const;
  void AdvanceClock(Timestamp now);
  void TakeNotes();

  // Sensor to plugins.
  void ReadSource(SampleSource& source, OutputSink& sink);
  void ReadChannel(std::uint32_t place, SampleSource& source, OutputSink& sink);
  void RouteBlock(const SampleBlock& block, OutputSink& sink);
  void RouteObservation(std::uint32_t place, Observation observation,
                        OutputSink& sink);
  std::uint32_t NextSequence(std::uint32_t place, ObservationCode code);

  // One plugin.
  void RunPlugin(std::uint32_t place, OutputSink& sink);
  Status Activate(std::uint32_t place);
  void MarkStale(Inbox& inbox);
  Status CheckOutbox(std::uint32_t place);
  Status CheckBlocks(Outbox& outbox);
  void PassOn(std::uint32_t place, OutputSink& sink);

  // Its failure.
  void TellUndeterminable(std::uint32_t place, OutputSink& sink);
  Status StartPlugin(std::uint32_t place, const SystemDescription& system,
                     PluginHost& host);
  void StartAgain(std::uint32_t place);
  void CountFailure(std::uint32_t place);
  void TakeOutOfService(std::uint32_t place);

  // Alarms.
  void ReportChannels();
  void ReportValues();
  void ReportRestarts();
  void ReportOwnFaults();
  void Report(const AlarmCondition& condition);
  void SignalAlarms(OutputSink& sink);
  void TakeOrders(OutputSink& sink);
  void Indicate(OutputSink& sink);
  Result<AlarmEvent> Obey(const OperatorOrder& order);
  void ChangeSetting(const Setting& setting);
  bool StartAlerting();

  Guarded<const SystemDescription> system_;  // null: not started
  Guarded<PluginHost> host_;
  State state_;
  std::uint32_t seal_ = 0;  // SumOf(state_) at the end of the last frame
  std::uint32_t recoveries_ = 0;
  std::uint32_t refused_plugin_ = 0;
  Pending pending_;
  std::uint32_t pending_seal_ = 0;  // SumOf(pending_)
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_RUNTIME_H_
