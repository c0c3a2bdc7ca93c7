#include "safety_kernel/runtime/system_check.h"

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/system_description.h"

// It runs once, at start: small rather than fast.
#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

namespace vigil {
namespace {

// The ports of a manifest name what goes through them.
template <typename Id>
constexpr Id NameOf(Id id) {
  return id;
}
constexpr ObservationCode NameOf(const ObservationPort& port) {
  return port.code;
}

template <typename Port, typename Id>
bool Contains(const Port (&list)[kMaxPorts], Id id) {
  if (id == Id::kNone) return false;
  for (const Port& element : list) {
    if (NameOf(element) == id) return true;
  }
  return false;
}

template <typename Port>
bool HasTwice(const Port (&list)[kMaxPorts]) {
  for (std::uint32_t i = 0; i < kMaxPorts; ++i) {
    const auto name = NameOf(list[i]);
    for (std::uint32_t j = i + 1; j < kMaxPorts; ++j) {
      if (name != decltype(name)::kNone && name == NameOf(list[j])) return true;
    }
  }
  return false;
}

template <typename PortA, typename PortB>
bool Overlap(const PortA (&a)[kMaxPorts], const PortB (&b)[kMaxPorts]) {
  for (const PortA& element : a) {
    if (Contains(b, NameOf(element))) return true;
  }
  return false;
}

template <typename Id>
bool IsEmpty(const Id (&list)[kMaxPorts]) {
  for (const Id element : list) {
    if (element != Id::kNone) return false;
  }
  return true;
}

// Those that the kernel raises in any product.
constexpr AlarmId kKernelAlarms[] = {
    AlarmId::kPluginFailed,       AlarmId::kPluginRestarted,
    AlarmId::kScheduleOverrun,    AlarmId::kClockFault,
    AlarmId::kKernelStateDamaged, AlarmId::kSelfTestFailed,
    AlarmId::kSafeState,          AlarmId::kAlarmLogDamaged,
    AlarmId::kInterruptStorm,     AlarmId::kAudioQuiet,
    AlarmId::kAlarmQuiet,
};

bool IsKernelAlarm(AlarmId id) {
  for (const AlarmId own : kKernelAlarms) {
    if (id == own) return true;
  }
  return false;
}

std::uint32_t Uses(const ChannelAlarms& alarms, AlarmId id) {
  std::uint32_t uses = 0;
  if (alarms.silent == id) ++uses;
  if (alarms.contact_off == id) ++uses;
  if (alarms.not_worn == id) ++uses;
  return uses;
}

// How often the description's own watches name `id`.
std::uint32_t UsesByWatches(const SystemDescription& system, AlarmId id) {
  std::uint32_t uses = 0;
  for (std::uint32_t n = 0; n < system.channel_count; ++n) {
    uses += Uses(system.channels[n].alarms, id);
  }
  for (std::uint32_t n = 0; n < system.value_count; ++n) {
    if (system.values[n].alarm == id) ++uses;
  }
  return uses;
}

bool IsKernelOwn(const SystemDescription& system, AlarmId id) {
  if (id == AlarmId::kNone) return false;
  return IsKernelAlarm(id) || UsesByWatches(system, id) > 0;
}

// Technical, of this watch alone.
bool MayBeWatched(const SystemDescription& system, AlarmId id) {
  if (id == AlarmId::kNone) return true;
  if (KindOf(id) != AlarmKind::kTechnical) return false;
  return !IsKernelAlarm(id) && UsesByWatches(system, id) == 1;
}

// One alarm of the device: each channel that tells it names the same, and no other
// watch does.
bool MayTellNotWorn(const SystemDescription& system, AlarmId id) {
  if (id == AlarmId::kNone) return true;
  if (KindOf(id) != AlarmKind::kTechnical || IsKernelAlarm(id)) return false;
  std::uint32_t uses = 0;
  for (std::uint32_t n = 0; n < system.channel_count; ++n) {
    const AlarmId other = system.channels[n].alarms.not_worn;
    if (other == id) ++uses;
    if (other != id && other != AlarmId::kNone) return false;
  }
  return UsesByWatches(system, id) == uses;
}

// --- the description itself ---

Status CheckChannel(const SystemDescription& system, std::uint32_t place) {
  const ChannelDescription& description = system.channels[place];
  if (UnitOf(description.channel) == Unit::kNone) {
    return Status::kInvalidArgument;
  }
  if (description.period_us == 0) return Status::kInvalidArgument;
  if (description.limits.least >= description.limits.greatest) {
    return Status::kInvalidArgument;
  }
  const ChannelAlarms& alarms = description.alarms;
  if (!MayBeWatched(system, alarms.silent)) return Status::kInvalidArgument;
  if (!MayBeWatched(system, alarms.contact_off)) return Status::kInvalidArgument;
  if (!MayTellNotWorn(system, alarms.not_worn)) return Status::kInvalidArgument;
  if (alarms.silent != AlarmId::kNone && alarms.max_silence_us == 0) {
    return Status::kInvalidArgument;
  }
  // The first of its kind has to be this one.
  if (PlaceOfChannel(system, description.channel) != place) {
    return Status::kInvalidArgument;
  }
  return Status::kOk;
}

Status CheckChannels(const SystemDescription& system) {
  bool has_source = false;
  for (std::uint32_t place = 0; place < system.channel_count; ++place) {
    const Status status = CheckChannel(system, place);
    if (status != Status::kOk) return status;
    if (system.channels[place].from_source) has_source = true;
  }
  return has_source ? Status::kOk : Status::kInvalidArgument;
}

// The worst frame is one in which all are due, fail, and are started again.
Status CheckBudgets(const SystemDescription& system) {
  std::uint64_t budget = 0;
  for (std::uint32_t place = 0; place < system.plugin_count; ++place) {
    const PluginManifest* manifest = system.plugins[place].manifest;
    if (manifest != nullptr) {
      budget += std::uint64_t{2} * manifest->budget_instructions;
    }
  }
  return budget > system.frame_budget_instructions ? Status::kOutOfRange
                                                   : Status::kOk;
}

// What is technical has its delays in the description, where the bounds of
// system_timing.h see them.
bool IsSound(const AlarmRule& rule) {
  if (rule.id == AlarmId::kNone) return false;
  if (rule.condition_delay < Duration()) return false;
  if (rule.escalate_after < Duration()) return false;
  if (rule.remind_after < Duration()) return false;
  return KindOf(rule.id) == AlarmKind::kPhysiological ||
         rule.condition_delay == Duration();
}

Status CheckRules(const SystemDescription& system) {
  if (system.rule_count > 0 && system.rules == nullptr) {
    return Status::kInvalidArgument;
  }
  for (std::uint32_t n = 0; n < system.rule_count; ++n) {
    if (!IsSound(system.rules[n])) return Status::kInvalidArgument;
    for (std::uint32_t other = 0; other < n; ++other) {
      if (system.rules[n].id == system.rules[other].id) {
        return Status::kInvalidArgument;
      }
    }
  }
  return Status::kOk;
}

Status CheckDescription(const SystemDescription& system) {
  if (system.plugins == nullptr) return Status::kInvalidArgument;
  if (system.plugin_count == 0) return Status::kInvalidArgument;
  if (system.plugin_count > kMaxPlugins) return Status::kInvalidArgument;
  if (system.frame_us == 0) return Status::kInvalidArgument;
  if (system.channels == nullptr) return Status::kInvalidArgument;
  if (system.channel_count > kMaxChannels) return Status::kInvalidArgument;
  if (system.value_count > kMaxValueWatches) return Status::kInvalidArgument;
  if (system.value_count > 0 && system.values == nullptr) {
    return Status::kInvalidArgument;
  }
  Status status = CheckChannels(system);
  if (status == Status::kOk) status = CheckRules(system);
  if (status == Status::kOk) status = CheckBudgets(system);
  return status;
}

// --- one plugin ---

Status CheckEntry(const PluginEntry& entry) {
  if (entry.manifest == nullptr) return Status::kInvalidArgument;
  if (entry.mailbox == nullptr) return Status::kInvalidArgument;
  if (entry.object == nullptr) return Status::kInvalidArgument;
  if (entry.init == nullptr) return Status::kInvalidArgument;
  if (entry.process == nullptr) return Status::kInvalidArgument;
  return Status::kOk;
}

Status CheckVersion(const PluginManifest& manifest) {
  const InterfaceVersion version = manifest.interface_version;
  if (version.major != kKernelInterfaceVersion.major) {
    return Status::kIncompatible;
  }
  if (version.minor > kKernelInterfaceVersion.minor) {
    return Status::kIncompatible;
  }
  return Status::kOk;
}

Status CheckResources(const PluginEntry& entry, std::uint32_t frame_us) {
  const PluginManifest& manifest = *entry.manifest;
  if (entry.object_bytes == 0) return Status::kInvalidArgument;
  if (entry.object_bytes > manifest.state_bytes) return Status::kInvalidArgument;
  if (manifest.period_us == 0) return Status::kInvalidArgument;
  if (manifest.period_us % frame_us != 0) return Status::kInvalidArgument;
  return Status::kOk;
}

Status CheckChannelPorts(const SystemDescription& system,
                         const PluginManifest& manifest) {
  for (const ChannelId channel : manifest.channels_out) {
    if (channel == ChannelId::kNone) continue;
    const std::uint32_t place = PlaceOfChannel(system, channel);
    if (place == system.channel_count) return Status::kFailedPrecondition;
    if (system.channels[place].from_source) return Status::kFailedPrecondition;
  }
  return Status::kOk;
}

Status CheckPorts(const SystemDescription& system,
                  const PluginManifest& manifest) {
  if (HasTwice(manifest.channels_out)) return Status::kFailedPrecondition;
  if (HasTwice(manifest.observations_out)) return Status::kFailedPrecondition;
  if (HasTwice(manifest.conditions_out)) return Status::kFailedPrecondition;
  if (Overlap(manifest.observations_out, system.without)) {
    return Status::kFailedPrecondition;
  }
  for (const AlarmId id : manifest.conditions_out) {
    if (IsKernelOwn(system, id)) return Status::kFailedPrecondition;
  }
  // Only what is alerting may raise an alarm.
  if (manifest.kind == PluginKind::kAlerting) return Status::kOk;
  return IsEmpty(manifest.conditions_out) ? Status::kOk
                                          : Status::kInvalidArgument;
}

// --- one plugin among the others ---

Status CheckProducers(const SystemDescription& system, std::uint32_t place) {
  const PluginManifest& manifest = *system.plugins[place].manifest;
  for (std::uint32_t other = 0; other < place; ++other) {
    const PluginManifest& before = *system.plugins[other].manifest;
    if (Overlap(manifest.channels_out, before.channels_out) ||
        Overlap(manifest.observations_out, before.observations_out) ||
        Overlap(manifest.conditions_out, before.conditions_out)) {
      return Status::kFailedPrecondition;
    }
  }
  return Status::kOk;
}

std::uint32_t RoundedUp(std::uint32_t a, std::uint32_t b) {
  return a / b + (a % b != 0 ? 1 : 0);
}

// How many blocks of `channel` can come between two activations of a plugin with
// `period_us`; 0 when nobody before `place` produces it.
std::uint32_t BlocksOf(const SystemDescription& system, std::uint32_t place,
                       ChannelId channel) {
  const std::uint32_t period_us = system.plugins[place].manifest->period_us;
  const std::uint32_t described = PlaceOfChannel(system, channel);
  if (described == system.channel_count) return 0;
  if (system.channels[described].from_source) {
    return period_us / system.frame_us;
  }
  for (std::uint32_t other = 0; other < place; ++other) {
    const PluginManifest& before = *system.plugins[other].manifest;
    if (Contains(before.channels_out, channel)) {
      return RoundedUp(period_us, before.period_us);
    }
  }
  return 0;
}

Status CheckBlocks(const SystemDescription& system, std::uint32_t place) {
  const PluginManifest& manifest = *system.plugins[place].manifest;
  std::uint32_t blocks = 0;
  for (const ChannelId channel : manifest.channels_in) {
    if (channel == ChannelId::kNone) continue;
    const std::uint32_t of_channel = BlocksOf(system, place, channel);
    if (of_channel == 0) return Status::kFailedPrecondition;
    if (of_channel > decltype(Inbox::blocks)::kCapacity) {
      return Status::kOutOfRange;
    }
    blocks += of_channel;
  }
  return blocks > decltype(Inbox::blocks)::kCapacity ? Status::kOutOfRange
                                                     : Status::kOk;
}

bool HasProducer(const SystemDescription& system, std::uint32_t place,
                 ObservationCode code) {
  for (std::uint32_t other = 0; other < place; ++other) {
    if (Contains(system.plugins[other].manifest->observations_out, code)) {
      return true;
    }
  }
  return false;
}

// The most of what `manifest` takes that one activation of `before` can give: no more
// than its outbox holds, and than it declares for a whole second, to which the kernel
// holds it. When it fails, one of each takes their place.
std::uint64_t MostAtOnce(const PluginManifest& manifest, const PluginManifest& before) {
  std::uint64_t most = 0;
  for (const ObservationPort& port : before.observations_out) {
    if (!Contains(manifest.observations_in, port.code)) continue;
    most += port.per_second > 0 ? port.per_second : 1;
  }
  constexpr std::uint64_t kRoom = decltype(Outbox::observations)::kCapacity;
  return most < kRoom ? most : kRoom;
}

Status CheckObservations(const SystemDescription& system, std::uint32_t place) {
  const PluginManifest& manifest = *system.plugins[place].manifest;
  for (const ObservationCode code : manifest.observations_in) {
    if (code == ObservationCode::kNone) continue;
    if (HasProducer(system, place, code)) continue;
    if (!Contains(system.without, code)) return Status::kFailedPrecondition;
  }
  std::uint64_t observations = 0;
  for (std::uint32_t other = 0; other < place; ++other) {
    const PluginManifest& before = *system.plugins[other].manifest;
    observations += MostAtOnce(manifest, before) *
                    RoundedUp(manifest.period_us, before.period_us);
  }
  return observations > decltype(Inbox::observations)::kCapacity
             ? Status::kOutOfRange
             : Status::kOk;
}

// --- what the product relies on ---

// Each producer says how long its values hold; an alarm that rests on one ends with
// it, and the next one has to be there.
bool HoldLongEnough(const SystemDescription& system, const ValueWatch& value) {
  for (std::uint32_t place = 0; place < system.plugin_count; ++place) {
    for (const ObservationPort& port :
         system.plugins[place].manifest->observations_out) {
      if (port.code != value.code) continue;
      if (value.max_age_us > std::uint64_t{port.valid_ms} * 1000) return false;
    }
  }
  return true;
}

Status CheckValues(const SystemDescription& system) {
  for (std::uint32_t n = 0; n < system.value_count; ++n) {
    const ValueWatch& value = system.values[n];
    if (value.max_age_us == 0) return Status::kInvalidArgument;
    if (value.alarm == AlarmId::kNone) return Status::kInvalidArgument;
    if (value.priority == AlarmPriority::kNone) return Status::kInvalidArgument;
    if (!MayBeWatched(system, value.alarm)) return Status::kInvalidArgument;
    if (!HasProducer(system, system.plugin_count, value.code)) {
      return Status::kFailedPrecondition;
    }
    if (!HoldLongEnough(system, value)) return Status::kInvalidArgument;
  }
  return Status::kOk;
}

Status CheckPlugin(const SystemDescription& system, std::uint32_t place) {
  const PluginEntry& entry = system.plugins[place];
  Status status = CheckEntry(entry);
  if (status == Status::kOk) status = CheckVersion(*entry.manifest);
  if (status == Status::kOk) status = CheckResources(entry, system.frame_us);
  if (status == Status::kOk) status = CheckPorts(system, *entry.manifest);
  if (status == Status::kOk) status = CheckChannelPorts(system, *entry.manifest);
  if (status == Status::kOk) status = CheckProducers(system, place);
  if (status == Status::kOk) status = CheckBlocks(system, place);
  if (status == Status::kOk) status = CheckObservations(system, place);
  return status;
}

}  // namespace

bool Declares(const ChannelId (&list)[kMaxPorts], ChannelId id) {
  return Contains(list, id);
}
bool Declares(const ObservationCode (&list)[kMaxPorts], ObservationCode id) {
  return Contains(list, id);
}
bool Declares(const AlarmId (&list)[kMaxPorts], AlarmId id) {
  return Contains(list, id);
}

std::uint32_t PlaceOfChannel(const SystemDescription& system,
                             ChannelId channel) {
  for (std::uint32_t place = 0; place < system.channel_count; ++place) {
    if (system.channels[place].channel == channel) return place;
  }
  return system.channel_count;
}

SystemVerdict CheckSystem(const SystemDescription& system) {
  const Status description = CheckDescription(system);
  if (description != Status::kOk) return {description, system.plugin_count};
  for (std::uint32_t place = 0; place < system.plugin_count; ++place) {
    const Status status = CheckPlugin(system, place);
    if (status != Status::kOk) return {status, place};
  }
  return {CheckValues(system), system.plugin_count};
}

}  // namespace vigil

#pragma clang attribute pop
