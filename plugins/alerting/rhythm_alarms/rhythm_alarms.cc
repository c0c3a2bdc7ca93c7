#include "plugins/alerting/rhythm_alarms/rhythm_alarms.h"

#include <cstdint>

#include "plugins/alerting/limit_crossing/last_known.h"
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
  bool bridges = false;  // goes on over what cannot be told
  Duration delay;
};

constexpr Watched kWatched[] = {
    {ObservationCode::kAsystole, AlarmId::kAsystole, kAsystolePriority, false, Duration()},
    {ObservationCode::kVentricularFibrillation, AlarmId::kVentricularFibrillation,
     kVentricularFibrillationPriority, false, Duration()},
    {ObservationCode::kVentricularTachycardia, AlarmId::kVentricularTachycardia,
     kVentricularTachycardiaPriority, true, kVentricularTachycardiaDelay},
    {ObservationCode::kAtrialFibrillation, AlarmId::kAtrialFibrillation,
     kAtrialFibrillationPriority, true, kAtrialFibrillationDelay},
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
    const bool goes_on = IsThere(place, rhythm.time);
    episode.last.Take(rhythm);
    if (!goes_on) episode.since = rhythm.time;
  }
}

bool RhythmAlarms::IsThere(std::uint32_t place, Timestamp time) const {
  const LastKnown& last = episodes_[place].last;
  const bool counts = kWatched[place].bridges ? last.Counts(time) : last.IsKnown(time);
  return counts && last.value() != 0;
}

AlarmCondition RhythmAlarms::ConditionOf(std::uint32_t place, Timestamp now) {
  Episode& episode = episodes_[place];
  AlarmCondition condition;
  condition.id = kWatched[place].id;
  condition.priority = kWatched[place].priority;
  if (IsThere(place, now)) {
    const Duration lasts = now - episode.since;
    const bool may_be = episode.present || episode.last.IsKnown(now);
    condition.present = may_be && lasts >= kWatched[place].delay;
    condition.value = static_cast<std::int32_t>(lasts.us / Seconds(1).us);
    condition.since = episode.since;
  }
  episode.present = condition.present;
  return condition;
}

}  // namespace vigil::plugins
