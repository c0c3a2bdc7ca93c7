// What the kernel and the board find wrong with the device itself. A fault is a
// moment; the alarm that it raises lasts for kFaultTold, so that somebody can see it;
// that of a failed self-test until the device starts again.
//
//   faults.Note(AlarmId::kClockFault, 0, now);
//   for (std::uint32_t n = 0; n < OwnFaults::kCount; ++n) {
//     if (faults.IsKnown(n)) alarms.Report(..., faults.At(n, now));
//   }
//
// Not safe for use from several threads.
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_OWN_FAULTS_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_OWN_FAULTS_H_

#include <cstdint>

#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"

namespace vigil {

// So long after the last fault of its kind an alarm stays: long enough to be
// heard in a ward, short enough that the next one is told apart.
inline constexpr Duration kFaultTold = Seconds(10);

class OwnFaults {
 public:
  static constexpr std::uint32_t kCount = 6;  // kinds

  void Start();

  // kInvalidArgument: `id` is none of kScheduleOverrun, kClockFault,
  // kKernelStateDamaged, kSelfTestFailed, kAlarmLogDamaged, kInterruptStorm.
  // `value`: see AlarmId.
  Status Note(AlarmId id, std::int32_t value, Timestamp now);

  // True for those that Note takes.
  static bool IsKind(AlarmId id);

  // n: 0..kCount-1. True when that kind was ever noted.
  bool IsKnown(std::uint32_t n) const;
  AlarmCondition At(std::uint32_t n, Timestamp now) const;

 private:
  struct Fault {
    Timestamp since;  // of the first of a row
    Timestamp last;
    std::int32_t value = 0;
    bool known = false;
  };

  Fault faults_[kCount];
};

// The alarm of a fault at `last` that began at `since`: present for kFaultTold.
AlarmCondition ToldFault(AlarmId id, AlarmPriority priority, Timestamp since,
                         Timestamp last, Timestamp now);

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_OWN_FAULTS_H_
