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

// The kernel's own: lead off, signal lost, heart rate unavailable.
constexpr std::uint32_t kOwnAlarms = 3;
// No report below can find the table of alarms full.
static_assert(kMaxAlarms >= kOwnAlarms + kMaxPlugins * (1 + kMaxPorts));

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

bool IsKnown(Validity validity) { return validity <= Validity::kQuestionable; }
bool IsKnown(Reason reason) { return reason <= Reason::kNoEvent; }

bool IsSound(const Observation& observation, Timestamp now) {
  if (observation.unit != UnitOf(observation.code)) return false;
  if (!IsKnown(observation.validity)) return false;
  if (!IsKnown(observation.reason)) return false;
  if (observation.time > now) return false;
  return observation.valid_until >= observation.time;
}

bool IsSound(const AlarmCondition& condition, Timestamp now) {
  if (!condition.present) return true;
  if (condition.priority < AlarmPriority::kLow) return false;
  if (condition.priority > AlarmPriority::kHigh) return false;
  return condition.since <= now;
}

bool Reports(const Outbox& outbox, AlarmId id) {
  for (const AlarmCondition& condition : outbox.conditions) {
    if (condition.id == id) return true;
  }
  return false;
}

bool HasChannelTwice(const Outbox& outbox) {
  return outbox.blocks.size() == 2 &&
         outbox.blocks[0].channel == outbox.blocks[1].channel;
}
static_assert(decltype(Outbox::blocks)::kCapacity == 2);

// CheckSystem has found that there is one.
std::uint32_t PlaceOfSource(const SystemDescription& system) {
  std::uint32_t source = 0;
  for (std::uint32_t place = 0; place < system.channel_count; ++place) {
    if (system.channels[place].from_source) source = place;
  }
  return source;
}

bool HasProducer(const SystemDescription& system, ObservationCode code) {
  for (std::uint32_t place = 0; place < system.plugin_count; ++place) {
    if (Declares(system.plugins[place].manifest->observations_out, code)) {
      return true;
    }
  }
  return false;
}

}  // namespace

// --- start ---

Runtime::Runtime() = default;

Status Runtime::Start(const SystemDescription& system, PluginHost& host,
                      Timestamp now) {
  system_ = nullptr;
  const SystemVerdict verdict = CheckSystem(system);
  refused_plugin_ = verdict.place;
  if (verdict.status != Status::kOk) return verdict.status;
  Reset(system, now);
  for (std::uint32_t place = 0; place < system.plugin_count; ++place) {
    const Status status = host.Init(system.plugins[place]);
    if (status != Status::kOk) {
      refused_plugin_ = place;
      return status;
    }
  }
  host_ = &host;
  system_ = &system;
  return Status::kOk;
}

void Runtime::Reset(const SystemDescription& system, Timestamp now) {
  for (std::uint32_t place = 0; place < system.channel_count; ++place) {
    monitors_[place].Start(system.channels[place].channel,
                           system.channels[place].period_us);
  }
  for (Slot& slot : slots_) {
    slot.failures = 0;
    slot.in_service = false;
    for (std::uint32_t& sequence : slot.next_sequence) sequence = 0;
  }
  for (std::uint32_t place = 0; place < system.plugin_count; ++place) {
    const PluginEntry& plugin = system.plugins[place];
    plugin.mailbox->settings = system.settings;
    plugin.mailbox->inbox.blocks.Clear();
    plugin.mailbox->inbox.observations.Clear();
    slots_[place].period_frames = plugin.manifest->period_us / system.frame_us;
    slots_[place].in_service = true;
  }
  source_channel_ = PlaceOfSource(system);
  watches_ecg_ =
      PlaceOfChannel(system, ChannelId::kEcg) < system.channel_count;
  watches_heart_rate_ = HasProducer(system, ObservationCode::kHeartRate);
  alarms_.Start();
  watch_.Start(now);
  now_ = now;
  counters_ = RuntimeCounters();
}

bool Runtime::InService(std::uint32_t place) const {
  if (system_ == nullptr) return false;
  return place < kMaxPlugins && slots_[place].in_service;
}

const PluginManifest& Runtime::ManifestOf(std::uint32_t place) const {
  return *system_->plugins[place].manifest;
}

Inbox& Runtime::InboxOf(std::uint32_t place) const {
  return system_->plugins[place].mailbox->inbox;
}

Outbox& Runtime::OutboxOf(std::uint32_t place) const {
  return system_->plugins[place].mailbox->outbox;
}

// --- a frame ---

void Runtime::RunFrame(Timestamp now, SampleSource& source, OutputSink& sink) {
  if (system_ == nullptr) return;
  AdvanceClock(now);
  ReadSource(source, sink);
  for (std::uint32_t place = 0; place < system_->plugin_count; ++place) {
    if (IsDue(place)) RunPlugin(place, sink);
  }
  ReportOwnAlarms();
  SignalAlarms(sink);
  ++counters_.frames_run;
}

void Runtime::AdvanceClock(Timestamp now) {
  if (now > now_) {
    now_ = now;
    return;
  }
  // Whatever the clock says, a frame has passed: silence has to become an alarm
  // with a clock that stands still, too.
  now_ = now_ + Microseconds(system_->frame_us);
  ++counters_.clock_faults;
}

bool Runtime::IsDue(std::uint32_t place) const {
  const Slot& slot = slots_[place];
  return slot.in_service && counters_.frames_run % slot.period_frames == 0;
}

// --- sensor to plugins ---

void Runtime::ReadSource(SampleSource& source, OutputSink& sink) {
  ChannelMonitor& monitor = monitors_[source_channel_];
  SampleBlock block;
  const Status status = source.Read(block);
  if (status == Status::kUnavailable) return;
  const BlockVerdict verdict = status == Status::kOk
                                   ? monitor.Check(block, now_)
                                   : monitor.Damaged(block, now_);
  counters_.blocks_lost = monitor.lost();
  counters_.blocks_duplicated = monitor.duplicated();
  counters_.blocks_damaged = monitor.damaged();
  if (verdict == BlockVerdict::kDuplicate) return;
  counters_.samples_acquired += block.count;
  RouteBlock(block, sink);
}

void Runtime::RouteBlock(const SampleBlock& block, OutputSink& sink) {
  for (std::uint32_t place = 0; place < system_->plugin_count; ++place) {
    if (!slots_[place].in_service) continue;
    if (!Declares(ManifestOf(place).channels_in, block.channel)) continue;
    counters_.undelivered += OneIf(InboxOf(place).blocks.Add(block) != Status::kOk);
  }
  if (block.channel == ChannelId::kEcg) watch_.OnEcg(block, now_);
  const std::uint32_t channel = PlaceOfChannel(*system_, block.channel);
  if (system_->channels[channel].reported) sink.OnSamples(block);
}

// `code` is declared.
std::uint32_t Runtime::NextSequence(std::uint32_t place, ObservationCode code) {
  const PluginManifest& manifest = ManifestOf(place);
  std::uint32_t port = 0;
  for (std::uint32_t i = 0; i < kMaxPorts; ++i) {
    if (manifest.observations_out[i].code == code) port = i;
  }
  return slots_[place].next_sequence[port]++;
}

void Runtime::RouteObservation(std::uint32_t place, Observation observation,
                               OutputSink& sink) {
  observation.sequence = NextSequence(place, observation.code);
  Seal(observation);
  for (std::uint32_t other = 0; other < system_->plugin_count; ++other) {
    if (!slots_[other].in_service) continue;
    if (!Declares(ManifestOf(other).observations_in, observation.code)) continue;
    counters_.undelivered +=
        OneIf(InboxOf(other).observations.Add(observation) != Status::kOk);
  }
  watch_.OnObservation(observation, now_);
  ++counters_.observations_made;
  sink.OnObservation(observation);
}

// --- one plugin ---

void Runtime::RunPlugin(std::uint32_t place, OutputSink& sink) {
  Inbox& inbox = InboxOf(place);
  Outbox& outbox = OutboxOf(place);
  const PluginManifest& manifest = ManifestOf(place);
  inbox.now = now_;
  // An event stays what happened; what alarms rest on has to be current.
  if (manifest.kind == PluginKind::kAlerting) MarkStale(inbox);
  outbox.blocks.Clear();
  outbox.observations.Clear();
  outbox.conditions.Clear();
  Status status = host_->Process(system_->plugins[place]);
  inbox.blocks.Clear();
  inbox.observations.Clear();
  if (status == Status::kOk) status = CheckOutbox(manifest, outbox);
  if (status == Status::kOk) {
    PassOn(place, sink);
  } else {
    HandleFailure(place, sink);
  }
}

void Runtime::MarkStale(Inbox& inbox) {
  for (std::uint32_t i = 0; i < inbox.observations.size(); ++i) {
    Observation observation = inbox.observations[i];
    if (now_ <= observation.valid_until) continue;
    if (observation.validity == Validity::kUndeterminable) continue;
    observation.validity = Validity::kUndeterminable;
    observation.reason = Reason::kStale;
    observation.value = 0;
    Seal(observation);
    counters_.undelivered +=
        OneIf(inbox.observations.Replace(i, observation) != Status::kOk);
  }
}

Status Runtime::CheckOutbox(const PluginManifest& manifest, Outbox& outbox) {
  Status status = CheckObservations(manifest, outbox);
  if (status == Status::kOk) status = CheckConditions(manifest, outbox);
  // Last, since the monitors take over what they accept.
  if (status == Status::kOk) status = CheckBlocks(manifest, outbox);
  return status;
}

Status Runtime::CheckObservations(const PluginManifest& manifest,
                                  const Outbox& outbox) const {
  for (const Observation& observation : outbox.observations) {
    if (!Declares(manifest.observations_out, observation.code)) {
      return Status::kInternal;
    }
    if (!IsSound(Normalized(observation), now_)) return Status::kInternal;
  }
  return Status::kOk;
}

Status Runtime::CheckConditions(const PluginManifest& manifest,
                                const Outbox& outbox) const {
  for (const AlarmCondition& condition : outbox.conditions) {
    if (!Declares(manifest.conditions_out, condition.id)) {
      return Status::kInternal;
    }
    if (!IsSound(condition, now_)) return Status::kInternal;
  }
  // To say nothing about a condition is not to say that it is absent.
  for (const AlarmId id : manifest.conditions_out) {
    if (id != AlarmId::kNone && !Reports(outbox, id)) return Status::kInternal;
  }
  return Status::kOk;
}

Status Runtime::CheckBlocks(const PluginManifest& manifest, Outbox& outbox) {
  if (HasChannelTwice(outbox)) return Status::kInternal;
  for (std::uint32_t i = 0; i < outbox.blocks.size(); ++i) {
    SampleBlock block = outbox.blocks[i];
    if (!Declares(manifest.channels_out, block.channel)) {
      return Status::kInternal;
    }
    const std::uint32_t channel = PlaceOfChannel(*system_, block.channel);
    if (monitors_[channel].Check(block, now_) != BlockVerdict::kGood) {
      return Status::kDataLoss;
    }
    counters_.undelivered +=
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

void Runtime::HandleFailure(std::uint32_t place, OutputSink& sink) {
  Restart(place);
  if (!slots_[place].in_service) TakeOutOfService(place);
  TellUndeterminable(place, sink);
}

// Init may fail as well; each failure counts.
void Runtime::Restart(std::uint32_t place) {
  Slot& slot = slots_[place];
  Status status = Status::kInternal;
  while (status != Status::kOk && slot.in_service) {
    ++slot.failures;
    ++counters_.plugin_failures;
    slot.in_service = slot.failures <= kMaxPluginStarts;
    if (slot.in_service) {
      status = host_->Init(system_->plugins[place]);
    }
  }
  for (const ChannelId channel : ManifestOf(place).channels_out) {
    if (channel == ChannelId::kNone) continue;
    monitors_[PlaceOfChannel(*system_, channel)].Restart();
  }
}

void Runtime::TakeOutOfService(std::uint32_t place) {
  for (const AlarmId id : ManifestOf(place).conditions_out) {
    alarms_.Withdraw(id);
  }
  AlarmCondition failed;
  failed.id = AlarmId::kPluginFailed;
  failed.priority = AlarmPriority::kHigh;
  failed.present = true;
  failed.value = static_cast<std::int32_t>(place);
  failed.limit = static_cast<std::int32_t>(kMaxPluginStarts);
  failed.since = now_;
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
    observation.time = now_;
    observation.valid_until = now_;
    RouteObservation(place, observation, sink);
  }
}

// --- alarms ---

void Runtime::ReportOwnAlarms() {
  if (watches_ecg_) {
    Report(watch_.SignalLost(now_));
    Report(watch_.LeadOff(now_));
  }
  if (watches_heart_rate_) Report(watch_.HeartRateUnavailable(now_));
}

void Runtime::Report(const AlarmCondition& condition) {
  counters_.undelivered += OneIf(alarms_.Report(condition) != Status::kOk);
}

void Runtime::SignalAlarms(OutputSink& sink) {
  for (std::uint32_t told = 0; told < alarms_.known(); ++told) {
    const Result<AlarmEvent> event = alarms_.TakeNext(now_);
    if (!event.ok()) return;
    ++counters_.alarms_signalled;
    sink.OnAlarm(event.value());
  }
}

}  // namespace vigil
