#include "safety_kernel/runtime/own_faults.h"

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"

namespace vigil {
namespace {

struct Kind {
  AlarmId id;
  AlarmPriority priority;
  bool lasts;  // until the device starts again
};

// By the harm when nobody responds (IEC 60601-1-8): high where a critical state
// may be missed from now on, medium where the monitor goes on but is in doubt,
// low where only the record suffers.
constexpr Kind kKinds[OwnFaults::kCount] = {
    {AlarmId::kScheduleOverrun, AlarmPriority::kMedium, false},
    {AlarmId::kClockFault, AlarmPriority::kMedium, false},
    {AlarmId::kKernelStateDamaged, AlarmPriority::kHigh, false},
    {AlarmId::kSelfTestFailed, AlarmPriority::kHigh, true},
    {AlarmId::kAlarmLogDamaged, AlarmPriority::kLow, false},
    {AlarmId::kInterruptStorm, AlarmPriority::kMedium, false},
};

}  // namespace

AlarmCondition ToldFault(AlarmId id, AlarmPriority priority, Timestamp since,
                         Timestamp last, Timestamp now) {
  AlarmCondition condition;
  condition.id = id;
  condition.priority = priority;
  condition.present = now - last <= kFaultTold;
  condition.since = since;
  return condition;
}

void OwnFaults::Start() {
  for (Fault& fault : faults_) fault = Fault();
}

Status OwnFaults::Note(AlarmId id, std::int32_t value, Timestamp now) {
  for (std::uint32_t n = 0; n < kCount; ++n) {
    if (kKinds[n].id != id) continue;
    Fault& fault = faults_[n];
    if (!fault.known || now - fault.last > kFaultTold) fault.since = now;
    fault.last = now;
    fault.value = value;
    fault.known = true;
    return Status::kOk;
  }
  return Status::kInvalidArgument;
}

bool OwnFaults::IsKind(AlarmId id) {
  for (const Kind& kind : kKinds) {
    if (kind.id == id) return true;
  }
  return false;
}

bool OwnFaults::IsKnown(std::uint32_t n) const { return faults_[n].known; }

AlarmCondition OwnFaults::At(std::uint32_t n, Timestamp now) const {
  AlarmCondition condition =
      ToldFault(kKinds[n].id, kKinds[n].priority, faults_[n].since,
                faults_[n].last, now);
  condition.value = faults_[n].value;
  if (kKinds[n].lasts) condition.present = true;
  return condition;
}

}  // namespace vigil
