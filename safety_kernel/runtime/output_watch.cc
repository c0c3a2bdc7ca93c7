#include "safety_kernel/runtime/output_watch.h"

#include <cstdint>

#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/plugin/plugin.h"

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

bool IsSound(const ObservationPort& port, const Observation& observation,
             Timestamp now) {
  if (!IsKnown(observation.validity)) return false;
  if (!IsKnown(observation.reason)) return false;
  return IsInTime(port, observation, now);
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
  for (const Observation& observation : outbox.observations) {
    const Status status = CheckObservation(manifest, observation, now);
    if (status != Status::kOk) return status;
  }
  const Status status = CountChanges(manifest, outbox);
  return status == Status::kOk ? CheckSilence(manifest, now) : status;
}

// A condition that is not declared is found by who looks at conditions.
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
