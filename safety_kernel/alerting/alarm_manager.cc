#include "safety_kernel/alerting/alarm_manager.h"

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"

namespace vigil {
namespace {

bool IsSame(const AlarmCondition& a, const AlarmCondition& b) {
  if (a.id != b.id) return false;
  const bool of_a_plugin =
      a.id == AlarmId::kPluginFailed || a.id == AlarmId::kPluginRestarted;
  return !of_a_plugin || a.value == b.value;
}

AlarmPriority Higher(AlarmPriority a, AlarmPriority b) { return a > b ? a : b; }

}  // namespace

void AlarmManager::Start() {
  known_ = 0;
  next_sequence_ = 0;
}

std::uint32_t AlarmManager::PlaceOf(const AlarmCondition& condition) const {
  for (std::uint32_t place = 0; place < known_; ++place) {
    if (IsSame(alarms_[place].condition, condition)) return place;
  }
  return known_;
}

Status AlarmManager::Report(const AlarmCondition& condition) {
  if (condition.id == AlarmId::kNone) return Status::kInvalidArgument;
  if (condition.present && condition.priority == AlarmPriority::kNone) {
    return Status::kInvalidArgument;
  }
  const std::uint32_t place = PlaceOf(condition);
  if (place == kMaxAlarms) return Status::kFull;
  if (place == known_) {
    alarms_[place] = Alarm();
    ++known_;
  }
  Update(alarms_[place], condition);
  return Status::kOk;
}

void AlarmManager::Update(Alarm& alarm, const AlarmCondition& condition) {
  const Timestamp began = alarm.condition.since;
  alarm.condition = condition;
  if (alarm.signalled == AlarmPriority::kNone) return;
  alarm.condition.priority = Higher(condition.priority, alarm.signalled);
  // The end is told with the begin of what ends.
  if (!condition.present) alarm.condition.since = began;
}

void AlarmManager::Withdraw(AlarmId id) {
  for (std::uint32_t place = 0; place < known_; ++place) {
    AlarmCondition& condition = alarms_[place].condition;
    if (condition.id == id) condition.present = false;
  }
}

// 0 when there is nothing to tell.
std::uint32_t AlarmManager::Urgency(const Alarm& alarm) {
  constexpr std::uint32_t kBegins = 16;  // above each priority
  const auto signalled = static_cast<std::uint32_t>(alarm.signalled);
  if (!alarm.condition.present) return signalled;
  const auto priority = static_cast<std::uint32_t>(alarm.condition.priority);
  return priority > signalled ? kBegins + priority : 0;
}

Result<AlarmEvent> AlarmManager::TakeNext(Timestamp now) {
  Alarm* most_urgent = nullptr;
  std::uint32_t highest = 0;
  for (std::uint32_t place = 0; place < known_; ++place) {
    const std::uint32_t urgency = Urgency(alarms_[place]);
    if (urgency > highest) {
      highest = urgency;
      most_urgent = &alarms_[place];
    }
  }
  if (most_urgent == nullptr) return Status::kUnavailable;
  return Tell(*most_urgent, now);
}

AlarmEvent AlarmManager::Tell(Alarm& alarm, Timestamp now) {
  const bool begins = alarm.condition.present;
  AlarmEvent event;
  event.condition = alarm.condition;
  event.transition =
      begins ? AlarmTransition::kRaised : AlarmTransition::kEnded;
  event.sequence = next_sequence_;
  event.time = now;
  ++next_sequence_;
  alarm.signalled = begins ? alarm.condition.priority : AlarmPriority::kNone;
  return event;
}

}  // namespace vigil
