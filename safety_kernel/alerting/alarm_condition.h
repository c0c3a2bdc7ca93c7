// An alarm condition: the state of the patient or of the system that somebody
// has to know of. A plugin reports at each activation whether its conditions
// are present; what follows from it (signals, log, acknowledgement) is the
// kernel's, and the same for every plugin.
//
//   AlarmCondition high;
//   high.id = AlarmId::kHeartRateHigh;
//   high.present = rate > limit;
//   high.since = time_of_first_value_above;
//   high.value = rate;
//   high.limit = limit;
//   out.conditions.Add(high);
#ifndef VIGIL_SAFETY_KERNEL_ALERTING_ALARM_CONDITION_H_
#define VIGIL_SAFETY_KERNEL_ALERTING_ALARM_CONDITION_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/time.h"

namespace vigil {

// On the wire: the numbers never change their meaning. Physiological below
// 1000, technical from 1000 on.
enum class AlarmId : std::uint16_t {
  kNone = 0,
  kHeartRateLow = 1,
  kHeartRateHigh = 2,
  kAsystole = 3,                 // the heart stands still
  kVentricularFibrillation = 4,  // or flutter
  kVentricularTachycardia = 5,
  kAtrialFibrillation = 6,
  kSpo2Low = 7,
  kRespirationRateLow = 8,
  kRespirationRateHigh = 9,
  kEarlyWarning = 10,            // value: the points of the score
  kFall = 11,
  kPulseRateLow = 12,            // of the light, not of an ECG
  kPulseRateHigh = 13,
  kEcgLeadOff = 1000,            // an ECG electrode has no contact
  kEcgSignalLost = 1001,         // the ECG channel delivers nothing usable
  kHeartRateUnavailable = 1002,  // no current heart rate for too long
  kPluginFailed = 1003,          // a plugin was taken out of service; value: its place
  kPluginRestarted = 1004,       // a plugin failed and was started again; value: its place
  kScheduleOverrun = 1005,       // the kernel missed a deadline of its schedule
  kClockFault = 1006,            // the device's clock stood still, jumped or ran back
  kKernelStateDamaged = 1007,    // the kernel's memory changed by itself; it began anew
  kSelfTestFailed = 1008,        // a start-up self-test failed; value: which
  kSafeState = 1009,             // monitoring has stopped; only the alarm is left
  kAlarmLogDamaged = 1010,       // records of the alarm log were lost; value: how many
  kNotWorn = 1011,               // the device is on, and nobody wears it
  kInterruptStorm = 1012,        // interrupts that nobody asked for; they were masked
  kAudioQuiet = 1013,            // an operator paused the sound or switched it off;
                                 // value: QuietState, limit: of a pause, in s
  kAlarmQuiet = 1014,            // the same for sound and light
  kRhythmUnavailable = 1015,     // fibrillation of the ventricles could not be told for
                                 // too long
  kLightSignalLost = 1016,       // a light channel delivers nothing usable
  kMotionSignalLost = 1017,      // the acceleration delivers nothing usable
  kTemperatureSignalLost = 1018,  // the thermometer delivers nothing usable
  kPulseRateUnavailable = 1019,  // no current pulse rate for too long
  kSpo2Unavailable = 1020,       // no current oxygen saturation for too long
  kTachycardiaUnavailable = 1021,  // that of the ventricles could not be told for too long
  kFallsUnavailable = 1022,      // falls could not be seen for too long
};

enum class AlarmKind : std::uint8_t {
  kPhysiological = 1,
  kTechnical = 2,
};

constexpr AlarmKind KindOf(AlarmId id) {
  return static_cast<std::uint16_t>(id) < 1000 ? AlarmKind::kPhysiological
                                               : AlarmKind::kTechnical;
}

// Higher number, higher priority (IEC 60601-1-8).
enum class AlarmPriority : std::uint8_t {
  kNone = 0,
  kLow = 1,
  kMedium = 2,
  kHigh = 3,
};

struct AlarmCondition {
  AlarmId id = AlarmId::kNone;
  AlarmPriority priority = AlarmPriority::kNone;
  bool present = false;
  Unit unit = Unit::kNone;     // of value and limit
  std::int32_t value = 0;      // what led to it
  std::int32_t limit = 0;      // what it was compared with
  Timestamp since;             // data time from which on the condition held
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ALERTING_ALARM_CONDITION_H_
