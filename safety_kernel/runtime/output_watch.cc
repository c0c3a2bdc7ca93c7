#include "safety_kernel/runtime/output_watch.h"

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/plugin/plugin.h"

// A few words of one plugin at each activation: small rather than fast.
#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

namespace vigil {
namespace {

constexpr Duration kSecond = Seconds(1);

bool IsKnown(Validity validity) { return validity <= Validity::kQuestionable; }
bool IsKnown(Reason reason) { return reason <= Reason::kNotWorn; }

// kMaxPorts when none has that code.
std::uint32_t PlaceOf(const PluginManifest& manifest, ObservationCode code) {
  for (std::uint32_t place = 0; place < kMaxPorts; ++place) {
    if (manifest.observations_out[place].code == code) return place;
  }
  return kMaxPorts;
}

// The memory of a plugin holds any byte, a bool only two of them.
bool HoldsBool(const bool& flag) {
  unsigned char byte = 0;
  __builtin_memcpy(&byte, &flag, sizeof byte);
  return byte <= 1;
}

bool IsSound(const AlarmCondition& condition, Timestamp now) {
  if (!HoldsBool(condition.present)) return false;
  if (!condition.present) return true;
  if (condition.priority < AlarmPriority::kLow) return false;
  if (condition.priority > AlarmPriority::kHigh) return false;
  return condition.since >= Timestamp() && condition.since <= now;
}

// A list that claims to be longer than it is was written by something wild.
bool HoldsLists(const Outbox& outbox) {
  return outbox.blocks.IsSound() && outbox.observations.IsSound() &&
         outbox.conditions.IsSound();
}

std::uint32_t ReportsOf(const Outbox& outbox, AlarmId id) {
  std::uint32_t count = 0;
  for (const AlarmCondition& condition : outbox.conditions) {
    if (condition.id == id) ++count;
  }
  return count;
}

bool HasChannelTwice(const Outbox& outbox) {
  return outbox.blocks.size() == 2 &&
         outbox.blocks[0].channel == outbox.blocks[1].channel;
}
static_assert(decltype(Outbox::blocks)::kCapacity == 2);

template <typename Id>
bool Declares(const Id (&list)[kMaxPorts], Id id) {
  for (const Id element : list) {
    if (element == id) return id != Id::kNone;
  }
  return false;
}

Status CheckConditions(const PluginManifest& manifest, const Outbox& outbox,
                       Timestamp now) {
  for (const AlarmCondition& condition : outbox.conditions) {
    if (!Declares(manifest.conditions_out, condition.id)) {
      return Status::kInternal;
    }
    if (!IsSound(condition, now)) return Status::kInternal;
    // Nobody could tell which of two holds.
    if (ReportsOf(outbox, condition.id) != 1) return Status::kInternal;
  }
  // To say nothing about a condition is not to say that it is absent.
  for (const AlarmId id : manifest.conditions_out) {
    if (id == AlarmId::kNone) continue;
    if (ReportsOf(outbox, id) == 0) return Status::kInternal;
  }
  return Status::kOk;
}

Status CheckChannels(const PluginManifest& manifest, const Outbox& outbox) {
  if (HasChannelTwice(outbox)) return Status::kInternal;
  for (const SampleBlock& block : outbox.blocks) {
    if (!Declares(manifest.channels_out, block.channel)) return Status::kInternal;
  }
  return Status::kOk;
}

bool IsInTime(const ObservationPort& port, const Observation& observation,
              Timestamp now) {
  if (observation.time < Timestamp() || observation.time > now) return false;
  if (observation.valid_until < observation.time) return false;
  const Duration valid = observation.valid_until - observation.time;
  if (valid > Milliseconds(port.valid_ms)) return false;
  // Late: whoever got it would take for current what is over.
  return observation.validity == Validity::kUndeterminable ||
         observation.valid_until >= now;
}

// Who cannot tell says why: without it nobody knows what to mend.
bool SaysWhy(const Observation& observation) {
  if (observation.validity != Validity::kUndeterminable) return true;
  return observation.reason != Reason::kNone;
}

bool IsSound(const ObservationPort& port, const Observation& observation,
             Timestamp now) {
  if (!IsKnown(observation.validity)) return false;
  if (!IsKnown(observation.reason)) return false;
  return SaysWhy(observation) && IsInTime(port, observation, now);
}

// What is undeterminable carries no value that could be outside of a range.
Status CheckValue(const ObservationPort& port, const Observation& observation) {
  if (observation.validity == Validity::kUndeterminable) return Status::kOk;
  if (observation.unit != UnitOf(observation.code)) return Status::kInternal;
  if (observation.value < port.least) return Status::kOutOfRange;
  if (observation.value > port.greatest) return Status::kOutOfRange;
  return Status::kOk;
}

}  // namespace

void OutputWatch::Start(Timestamp now) {
  second_ = now;
  for (Port& port : ports_) {
    port.told = now;
    port.count = 0;
  }
  for (bool& present : present_) present = false;
  changes_ = 0;
}

Status OutputWatch::Check(const PluginManifest& manifest, const Outbox& outbox,
                          Timestamp now) {
  if (now - second_ >= kSecond) {
    second_ = now;
    for (Port& port : ports_) port.count = 0;
    changes_ = 0;
  }
  if (!HoldsLists(outbox)) return Status::kInternal;
  Status status = Status::kOk;
  for (const Observation& observation : outbox.observations) {
    if (status == Status::kOk) status = CheckObservation(manifest, observation, now);
  }
  if (status == Status::kOk) status = CheckConditions(manifest, outbox, now);
  if (status == Status::kOk) status = CheckChannels(manifest, outbox);
  if (status == Status::kOk) status = CountChanges(manifest, outbox);
  if (status == Status::kOk) status = CheckSilence(manifest, now);
  return status;
}

Status OutputWatch::CountChanges(const PluginManifest& manifest,
                                 const Outbox& outbox) {
  for (const AlarmCondition& condition : outbox.conditions) {
    for (std::uint32_t place = 0; place < kMaxPorts; ++place) {
      if (manifest.conditions_out[place] != condition.id) continue;
      if (present_[place] != condition.present) ++changes_;
      present_[place] = condition.present;
    }
  }
  return changes_ > kMaxChanges ? Status::kFull : Status::kOk;
}

Status OutputWatch::CheckObservation(const PluginManifest& manifest,
                                     const Observation& observation,
                                     Timestamp now) {
  if (observation.code == ObservationCode::kNone) return Status::kInternal;
  const std::uint32_t place = PlaceOf(manifest, observation.code);
  if (place == kMaxPorts) return Status::kInternal;
  const ObservationPort& declared = manifest.observations_out[place];
  if (!IsSound(declared, observation, now)) return Status::kInternal;
  const Status status = CheckValue(declared, observation);
  if (status != Status::kOk) return status;
  Port& port = ports_[place];
  port.told = now;
  ++port.count;
  return port.count > declared.per_second ? Status::kFull : Status::kOk;
}

Status OutputWatch::CheckSilence(const PluginManifest& manifest,
                                 Timestamp now) const {
  for (std::uint32_t place = 0; place < kMaxPorts; ++place) {
    const ObservationPort& declared = manifest.observations_out[place];
    if (declared.code == ObservationCode::kNone) continue;
    if (declared.silence_ms == 0) continue;
    if (now - ports_[place].told > Milliseconds(declared.silence_ms)) {
      return Status::kDeadlineExceeded;
    }
  }
  return Status::kOk;
}

}  // namespace vigil

#pragma clang attribute pop
