#include "plugins/alerting/rhythm_alarms/rhythm_alarms.h"

#include <cstdint>

#include "plugins/alerting/rhythm_alarms/priorities.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

struct Watched {
  ObservationCode code = ObservationCode::kNone;
  AlarmId id = AlarmId::kNone;
  AlarmPriority priority = AlarmPriority::kNone;
  Duration delay;
};

constexpr Watched kWatched[] = {
    {ObservationCode::kAsystole, AlarmId::kAsystole, kAsystolePriority, Duration()},
    {ObservationCode::kVentricularFibrillation, AlarmId::kVentricularFibrillation,
     kVentricularFibrillationPriority, Duration()},
    {ObservationCode::kVentricularTachycardia, AlarmId::kVentricularTachycardia,
     kVentricularTachycardiaPriority, kVentricularTachycardiaDelay},
    {ObservationCode::kAtrialFibrillation, AlarmId::kAtrialFibrillation,
     kAtrialFibrillationPriority, kAtrialFibrillationDelay},
};

}  // namespace

Status RhythmAlarms::Init(const Settings& /*settings*/) {
  static_assert(sizeof kWatched / sizeof kWatched[0] == kRhythms);
  for (Episode& episode : episodes_) episode = Episode();
  return Status::kOk;
}

Status RhythmAlarms::Process(const Inbox& in, Outbox& out) {
  for (const Observation& rhythm : in.observations) TakeOver(rhythm);
  for (std::uint32_t place = 0; place < kRhythms; ++place) {
    if (out.conditions.Add(ConditionOf(place, in.now)) != Status::kOk) {
      return Status::kInternal;
    }
  }
  return Status::kOk;
}

void RhythmAlarms::TakeOver(const Observation& rhythm) {
  // What is damaged may be of any rhythm: each ends when its last value does.
  if (!IsIntact(rhythm)) return;
  for (std::uint32_t place = 0; place < kRhythms; ++place) {
    if (kWatched[place].code != rhythm.code) continue;
    Episode& episode = episodes_[place];
    const bool there = rhythm.validity == Validity::kValid && rhythm.value != 0;
    // A value that comes after the one before was over begins a new episode.
    const bool goes_on = episode.there && rhythm.time <= episode.valid_until;
    if (there && !goes_on) episode.since = rhythm.time;
    episode.there = there;
    episode.valid_until = rhythm.valid_until;
  }
}

AlarmCondition RhythmAlarms::ConditionOf(std::uint32_t place, Timestamp now) {
  Episode& episode = episodes_[place];
  if (now > episode.valid_until) episode.there = false;
  AlarmCondition condition;
  condition.id = kWatched[place].id;
  condition.priority = kWatched[place].priority;
  if (episode.there) {
    const Duration lasts = now - episode.since;
    condition.present = lasts >= kWatched[place].delay;
    condition.value = static_cast<std::int32_t>(lasts.us / Seconds(1).us);
    condition.since = episode.since;
  }
  return condition;
}

}  // namespace vigil::plugins
