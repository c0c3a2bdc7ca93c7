#include "safety_kernel/runtime/runtime.h"

#include <cstdint>

#include "safety_kernel/acquisition/channel_monitor.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/system_check.h"

namespace vigil {
namespace {

// The kernel's own: three of each channel, one of each value, of each fault of the
// device; and of each plugin its two and the conditions that it declares.
// No report below can find the table of alarms full.
static_assert(kMaxAlarms >= 3 * kMaxChannels + kMaxValueWatches +
                                OwnFaults::kCount +
                                kMaxPlugins * (2 + kMaxPorts));

std::uint32_t OneIf(bool condition) {
  return static_cast<std::uint32_t>(condition);
}

// What is undeterminable carries no value that somebody could take for one.
Observation Normalized(Observation observation) {
  if (observation.validity == Validity::kUndeterminable) {
    observation.value = 0;
    observation.unit = UnitOf(observation.code);
  }
  return observation;
}

}  // namespace

// --- start ---

Runtime::Runtime() = default;

// What runs at start or seldom is built small rather than fast.
__attribute__((minsize)) Runtime::State::State() = default;

__attribute__((minsize)) Status Runtime::Start(const SystemDescription& system,
                                               PluginHost& host, Timestamp now) {
  system_.Set(nullptr);
  const SystemVerdict verdict = CheckSystem(system);
  refused_plugin_ = verdict.place;
  if (verdict.status != Status::kOk) return verdict.status;
  recoveries_ = 0;
  Reset(system, now);
  ClearPending();
  const Status status = StartPlugins(system, host);
  if (status != Status::kOk) return status;
  host_.Set(&host);
  system_.Set(&system);
  Seal();
  return Status::kOk;
}

Status Runtime::StartPlugins(const SystemDescription& system, PluginHost& host) {
  for (std::uint32_t place = 0; place < system.plugin_count; ++place) {
    const Status status = StartPlugin(place, system, host);
    if (status != Status::kOk) {
      refused_plugin_ = place;
      return status;
    }
  }
  return Status::kOk;
}

__attribute__((minsize)) void Runtime::Reset(const SystemDescription& system,
                                             Timestamp now) {
  for (std::uint32_t place = 0; place < system.channel_count; ++place) {
    const ChannelDescription& channel = system.channels[place];
    state_.monitors[place].Start(channel.channel, channel.period_us,
                                 channel.limits);
    state_.watches[place].Start(now);
  }
  for (Slot& slot : state_.slots) slot = Slot();
  for (std::uint32_t place = 0; place < system.plugin_count; ++place) {
    Slot& slot = state_.slots[place];
    slot.period_frames =
        system.plugins[place].manifest->period_us / system.frame_us;
    slot.service = Service::kIn;
  }
  for (std::uint32_t n = 0; n < system.value_count; ++n) {
    state_.values[n].Start(system.values[n], now);
  }
  // Above all numbers that were told before a recovery.
  constexpr std::uint32_t kEventsOfAStart = 1u << 24;
  state_.alarms.Start(system.rules, system.rule_count,
                      recoveries_ * kEventsOfAStart);
  state_.faults.Start();
  state_.settings = system.settings;
  state_.now = now;
  state_.frames_ahead = 0;
  state_.counters = RuntimeCounters();
}

// A plugin that does not start again is started at its next activation.
Status Runtime::Recover(Timestamp now) {
  ++recoveries_;
  if (recoveries_ > kMaxRecoveries) return Status::kDataLoss;
  Reset(system(), now - Microseconds(system().frame_us));
  ClearPending();
  for (std::uint32_t place = 0; place < system().plugin_count; ++place) {
    StartAgain(place);
  }
  return state_.faults.Note(AlarmId::kKernelStateDamaged,
                            static_cast<std::int32_t>(recoveries_), now);
}

bool Runtime::IsDamaged() const {
  return SumOf(state_) != seal_ || SumOf(pending_) != pending_seal_;
}

// One bit of them is mended before a second one can flip; nothing rested on it.
void Runtime::RepairPointers() {
  const bool system_damaged = system_.Repair();
  const bool host_damaged = host_.Repair();
  if (!system_damaged && !host_damaged) return;
  (void)state_.faults.Note(AlarmId::kKernelStateDamaged, 0, state_.now);
}

bool Runtime::InService(std::uint32_t place) const {
  if (system_.Get() == nullptr) return false;
  return place < kMaxPlugins && state_.slots[place].service == Service::kIn;
}

const PluginEntry& Runtime::PluginAt(std::uint32_t place) const {
  return system().plugins[place];
}

const PluginManifest& Runtime::ManifestOf(std::uint32_t place) const {
  return *PluginAt(place).manifest;
}

Inbox& Runtime::InboxOf(std::uint32_t place) const {
  return PluginAt(place).mailbox->inbox;
}

Outbox& Runtime::OutboxOf(std::uint32_t place) const {
  return PluginAt(place).mailbox->outbox;
}

// --- a frame ---

Status Runtime::RunFrame(Timestamp now, SampleSource& source,
                         OutputSink& sink) {
  if (system_.Get() == nullptr) return Status::kFailedPrecondition;
  if (IsDamaged()) {
    const Status status = Recover(now);
    if (status != Status::kOk) return status;
  }
  AdvanceClock(now);
  RepairPointers();
  TakeNotes();
  ReadSource(source, sink);
  for (std::uint32_t place = 0; place < system().plugin_count; ++place) {
    if (IsDue(place)) RunPlugin(place, sink);
  }
  ReportChannels();
  ReportValues();
  ReportRestarts();
  ReportOwnFaults();
  state_.alarms.Advance(AlarmAuthority{}, state_.now);
  SignalAlarms(sink);
  TakeOrders(sink);
  Indicate(sink);
  ++state_.counters.frames_run;
  Seal();
  return Status::kOk;
}

// Whatever the clock says, a frame has passed: silence has to become an alarm with
// a clock that stands still, too. A jump ahead is believed once it has lasted.
void Runtime::AdvanceClock(Timestamp now) {
  const Duration frame = Microseconds(system().frame_us);
  const bool runs = now > state_.now;
  const bool jumps = now > state_.now + frame * kMaxFrameStep;
  state_.frames_ahead = jumps ? state_.frames_ahead + 1 : 0;
  const bool believed = runs && (!jumps || state_.frames_ahead > kFramesToBelieve);
  state_.now = believed ? now : state_.now + frame;
  if (runs && !jumps) return;
  ++state_.counters.clock_faults;
  (void)state_.faults.Note(AlarmId::kClockFault, 0, state_.now);
}

__attribute__((minsize)) Status Runtime::NoteFault(AlarmId id,
                                                   std::int32_t value) {
  if (!OwnFaults::IsKind(id)) return Status::kInvalidArgument;
  if (IsDamaged()) return Status::kDataLoss;
  Status status = Status::kFull;
  for (std::uint32_t n = 0; n < pending_.notes.size(); ++n) {
    if (pending_.notes[n].id == id) status = pending_.notes.Replace(n, {id, value});
  }
  if (status != Status::kOk) status = pending_.notes.Add({id, value});
  SealPending();
  return status;
}

void Runtime::TakeNotes() {
  for (const NotedFault& note : pending_.notes) {
    (void)state_.faults.Note(note.id, note.value, state_.now);
  }
}

// Not only counted as empty: what is done must not be there to be done again.
__attribute__((minsize)) void Runtime::ClearPending() {
  pending_ = Pending();
  SealPending();
}

bool Runtime::IsDue(std::uint32_t place) const {
  if (!InService(place)) return false;
  return state_.counters.frames_run % state_.slots[place].period_frames == 0;
}

// --- sensor to plugins ---

void Runtime::ReadSource(SampleSource& source, OutputSink& sink) {
  RuntimeCounters& counters = state_.counters;
  counters.blocks_lost = 0;
  counters.blocks_duplicated = 0;
  counters.blocks_damaged = 0;
  for (std::uint32_t place = 0; place < system().channel_count; ++place) {
    if (!system().channels[place].from_source) continue;
    ReadChannel(place, source, sink);
    const ChannelMonitor& monitor = state_.monitors[place];
    counters.blocks_lost += monitor.lost();
    counters.blocks_duplicated += monitor.duplicated();
    counters.blocks_damaged += monitor.damaged();
  }
}

void Runtime::ReadChannel(std::uint32_t place, SampleSource& source,
                          OutputSink& sink) {
  ChannelMonitor& monitor = state_.monitors[place];
  SampleBlock block;
  const Status status = source.Read(system().channels[place].channel, block);
  if (status == Status::kUnavailable) return;
  const BlockVerdict verdict = status == Status::kOk
                                   ? monitor.Check(block, state_.now)
                                   : monitor.Damaged(block, state_.now);
  if (verdict == BlockVerdict::kDuplicate) return;
  state_.counters.samples_acquired += block.count;
  RouteBlock(block, sink);
}

void Runtime::RouteBlock(const SampleBlock& block, OutputSink& sink) {
  for (std::uint32_t place = 0; place < system().plugin_count; ++place) {
    if (!InService(place)) continue;
    if (!Declares(ManifestOf(place).channels_in, block.channel)) continue;
    state_.counters.undelivered +=
        OneIf(InboxOf(place).blocks.Add(block) != Status::kOk);
  }
  const std::uint32_t channel = PlaceOfChannel(system(), block.channel);
  state_.watches[channel].OnBlock(block, state_.now);
  if (system().channels[channel].reported) sink.OnSamples(block);
}

// `code` is declared.
std::uint32_t Runtime::NextSequence(std::uint32_t place, ObservationCode code) {
  const PluginManifest& manifest = ManifestOf(place);
  std::uint32_t port = 0;
  for (std::uint32_t i = 0; i < kMaxPorts; ++i) {
    if (manifest.observations_out[i].code == code) port = i;
  }
  return state_.slots[place].next_sequence[port]++;
}

void Runtime::RouteObservation(std::uint32_t place, Observation observation,
                               OutputSink& sink) {
  observation.sequence = NextSequence(place, observation.code);
  vigil::Seal(observation);
  for (std::uint32_t other = 0; other < system().plugin_count; ++other) {
    if (!InService(other)) continue;
    if (!Declares(ManifestOf(other).observations_in, observation.code)) continue;
    state_.counters.undelivered +=
        OneIf(InboxOf(other).observations.Add(observation) != Status::kOk);
  }
  for (std::uint32_t n = 0; n < system().value_count; ++n) {
    state_.values[n].OnObservation(system().values[n], observation, state_.now);
  }
  ++state_.counters.observations_made;
  sink.OnObservation(observation);
}

// --- one plugin ---

// What failed is started again at once; what does not start, in place of its next
// activation. So a frame costs no plugin more than two of its budgets.
void Runtime::RunPlugin(std::uint32_t place, OutputSink& sink) {
  const bool runs = state_.slots[place].started;
  if (!runs) StartAgain(place);
  const Status status = runs ? Activate(place) : Status::kUnavailable;
  if (status == Status::kOk) {
    PassOn(place, sink);
    return;
  }
  const bool failed = runs || !state_.slots[place].started;
  if (failed) CountFailure(place);
  if (runs && InService(place)) StartAgain(place);
  if (failed && !InService(place)) TakeOutOfService(place);
  TellUndeterminable(place, sink);
}

Status Runtime::Activate(std::uint32_t place) {
  Inbox& inbox = InboxOf(place);
  Outbox& outbox = OutboxOf(place);
  inbox.now = state_.now;
  MarkStale(inbox);
  outbox.blocks.Clear();
  outbox.observations.Clear();
  outbox.conditions.Clear();
  const Status status = host_.Get()->Process(PluginAt(place));
  inbox.blocks.Clear();
  inbox.observations.Clear();
  return status == Status::kOk ? CheckOutbox(place) : status;
}

void Runtime::MarkStale(Inbox& inbox) {
  for (std::uint32_t i = 0; i < inbox.observations.size(); ++i) {
    Observation observation = inbox.observations[i];
    if (state_.now <= observation.valid_until) continue;
    if (observation.validity == Validity::kUndeterminable) continue;
    observation.validity = Validity::kUndeterminable;
    observation.reason = Reason::kStale;
    observation.value = 0;
    vigil::Seal(observation);
    state_.counters.undelivered +=
        OneIf(inbox.observations.Replace(i, observation) != Status::kOk);
  }
}

Status Runtime::CheckOutbox(std::uint32_t place) {
  const PluginManifest& manifest = ManifestOf(place);
  Outbox& outbox = OutboxOf(place);
  const Status status =
      state_.slots[place].outputs.Check(manifest, outbox, state_.now);
  // Last, since the monitors take over what they accept.
  return status == Status::kOk ? CheckBlocks(outbox) : status;
}

Status Runtime::CheckBlocks(Outbox& outbox) {
  for (std::uint32_t i = 0; i < outbox.blocks.size(); ++i) {
    SampleBlock block = outbox.blocks[i];
    const std::uint32_t channel = PlaceOfChannel(system(), block.channel);
    if (state_.monitors[channel].Check(block, state_.now) !=
        BlockVerdict::kGood) {
      return Status::kDataLoss;
    }
    state_.counters.undelivered +=
        OneIf(outbox.blocks.Replace(i, block) != Status::kOk);
  }
  return Status::kOk;
}

void Runtime::PassOn(std::uint32_t place, OutputSink& sink) {
  const Outbox& outbox = OutboxOf(place);
  for (const SampleBlock& block : outbox.blocks) RouteBlock(block, sink);
  for (const Observation& observation : outbox.observations) {
    RouteObservation(place, Normalized(observation), sink);
  }
  for (const AlarmCondition& condition : outbox.conditions) {
    Report(condition);
  }
}

// --- failure of a plugin ---

void Runtime::CountFailure(std::uint32_t place) {
  Slot& slot = state_.slots[place];
  const FaultPolicy& policy = system().policies[place];
  const bool forgiven = state_.now - slot.last_failure >
                        Microseconds(policy.forgive_after_us);
  if (forgiven) slot.failures = 0;
  if (slot.failures == 0) slot.first_failure = state_.now;
  slot.last_failure = state_.now;
  ++slot.failures;
  ++state_.counters.plugin_failures;
  if (slot.failures > policy.restarts) slot.service = Service::kOut;
}

// Nothing of what it wrote into its mailbox stays there.
Status Runtime::StartPlugin(std::uint32_t place, const SystemDescription& system,
                            PluginHost& host) {
  const PluginEntry& plugin = system.plugins[place];
  plugin.mailbox->settings = state_.settings;
  plugin.mailbox->inbox.blocks.Clear();
  plugin.mailbox->inbox.observations.Clear();
  Slot& slot = state_.slots[place];
  slot.outputs.Start(state_.now);
  const Status status = host.Init(plugin);
  slot.started = status == Status::kOk;
  return status;
}

void Runtime::StartAgain(std::uint32_t place) {
  (void)StartPlugin(place, system(), *host_.Get());
  for (const ChannelId channel : ManifestOf(place).channels_out) {
    if (channel == ChannelId::kNone) continue;
    state_.monitors[PlaceOfChannel(system(), channel)].Restart();
  }
}

void Runtime::TakeOutOfService(std::uint32_t place) {
  for (const AlarmId id : ManifestOf(place).conditions_out) {
    state_.alarms.Withdraw(AlarmAuthority{}, id);
  }
  AlarmCondition failed;
  failed.id = AlarmId::kPluginFailed;
  failed.priority = AlarmPriority::kHigh;
  failed.present = true;
  failed.value = static_cast<std::int32_t>(place);
  failed.limit = static_cast<std::int32_t>(system().policies[place].restarts);
  failed.since = state_.now;
  Report(failed);
}

// Who rests on the plugin learns that something is missing; the silence of an
// event would look as if nothing had happened.
void Runtime::TellUndeterminable(std::uint32_t place, OutputSink& sink) {
  for (const ObservationPort& port : ManifestOf(place).observations_out) {
    if (port.code == ObservationCode::kNone) continue;
    Observation observation;
    observation.code = port.code;
    observation.unit = UnitOf(port.code);
    observation.reason = Reason::kDataGap;
    observation.time = state_.now;
    observation.valid_until = state_.now;
    RouteObservation(place, observation, sink);
  }
}

// --- alarms ---

// A device is worn or it is not: each channel that can tell says so, in one alarm.
void Runtime::ReportChannels() {
  AlarmCondition not_worn;
  for (std::uint32_t n = 0; n < system().channel_count; ++n) {
    const ChannelAlarms& alarms = system().channels[n].alarms;
    const ChannelWatch& watch = state_.watches[n];
    Report(watch.Silent(alarms, state_.now));
    Report(watch.ContactOff(alarms, state_.now));
    if (alarms.not_worn == AlarmId::kNone) continue;
    const AlarmCondition told = watch.NotWorn(alarms, state_.now);
    if (!not_worn.present) not_worn = told;
  }
  Report(not_worn);
}

void Runtime::ReportValues() {
  for (std::uint32_t n = 0; n < system().value_count; ++n) {
    Report(state_.values[n].TooOld(system().values[n], state_.now));
  }
}

void Runtime::ReportRestarts() {
  for (std::uint32_t place = 0; place < system().plugin_count; ++place) {
    const Slot& slot = state_.slots[place];
    if (slot.failures == 0) continue;
    AlarmCondition restarted =
        ToldFault(AlarmId::kPluginRestarted, AlarmPriority::kLow,
                  slot.first_failure, slot.last_failure, state_.now);
    restarted.value = static_cast<std::int32_t>(place);
    if (!InService(place)) restarted.present = false;
    Report(restarted);
  }
}

void Runtime::ReportOwnFaults() {
  for (std::uint32_t n = 0; n < OwnFaults::kCount; ++n) {
    if (state_.faults.IsKnown(n)) Report(state_.faults.At(n, state_.now));
  }
}

void Runtime::Report(const AlarmCondition& condition) {
  if (condition.id == AlarmId::kNone) return;  // the product watches no such thing
  state_.counters.undelivered +=
      OneIf(state_.alarms.Report(AlarmAuthority{}, condition, state_.now) !=
            Status::kOk);
}

// After what is new was told, so that nobody acknowledges what nobody has seen.
void Runtime::TakeOrders(OutputSink& sink) {
  for (const OperatorOrder& order : pending_.orders) {
    const Result<AlarmEvent> event = Obey(order);
    if (event.ok()) sink.OnAlarm(event.value());
  }
  ClearPending();
}

Result<AlarmEvent> Runtime::Obey(const OperatorOrder& order) {
  AlarmManager& alarms = state_.alarms;
  switch (order.action) {
    case OperatorAction::kAcknowledge:
      return alarms.Acknowledge(AlarmAuthority{}, order.id, order.value,
                                order.seen, order.by, state_.now);
    case OperatorAction::kResetLatched:
      return alarms.ResetLatched(AlarmAuthority{}, order.id, order.value,
                                 order.by, state_.now);
    case OperatorAction::kPause:
      (void)alarms.Pause(AlarmAuthority{}, order.quiet, order.duration, order.by,
                         state_.now);
      break;
    case OperatorAction::kSwitchOff:
      alarms.SwitchOff(AlarmAuthority{}, order.quiet, order.by, state_.now);
      break;
    case OperatorAction::kSwitchOn:
      alarms.SwitchOn(AlarmAuthority{}, order.quiet, order.by);
      break;
    case OperatorAction::kChangeSetting:
      ChangeSetting(order.setting);
      break;
  }
  return Status::kUnavailable;  // told with the next frame, if there is anything
}

// The plugins judge: what one of them refuses is taken back.
void Runtime::ChangeSetting(const Setting& setting) {
  const Settings before = state_.settings;
  if (Change(SettingAuthority{}, state_.settings, setting) != Status::kOk) return;
  if (StartAlerting()) return;
  state_.settings = before;
  (void)StartAlerting();
}

// True when each one that serves accepts the settings.
bool Runtime::StartAlerting() {
  bool accepted = true;
  for (std::uint32_t place = 0; place < system().plugin_count; ++place) {
    if (!InService(place)) continue;
    if (ManifestOf(place).kind != PluginKind::kAlerting) continue;
    StartAgain(place);
    if (!state_.slots[place].started) accepted = false;
  }
  return accepted;
}

// A pattern begins when its priority does.
void Runtime::Indicate(OutputSink& sink) {
  const AlarmSurface surface = state_.alarms.Surface();
  state_.light.Follow(surface.light, state_.now);
  state_.sound.Follow(surface.sound, state_.now);
  sink.OnIndication(ActuatorAuthority{},
                    IndicationOf(surface.light, state_.now - state_.light.since,
                                 surface.sound, state_.now - state_.sound.since));
}

Status Runtime::Order(const OperatorOrder& order) {
  if (IsDamaged()) return Status::kDataLoss;
  const Status status = pending_.orders.Add(order);
  SealPending();
  return status;
}

void Runtime::SignalAlarms(OutputSink& sink) {
  for (std::uint32_t told = 0; told < AlarmManager::kMaxNews; ++told) {
    const Result<AlarmEvent> event = state_.alarms.TakeNext(state_.now);
    if (!event.ok()) return;
    ++state_.counters.alarms_signalled;
    sink.OnAlarm(event.value());
  }
}

}  // namespace vigil
