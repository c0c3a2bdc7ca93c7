// Alarms of rhythms that kill, and of atrial fibrillation that lasts.
//
//   in:  ObservationCode::kAsystole, kVentricularFibrillation, kVentricularTachycardia,
//        kAtrialFibrillation, kOne: 1 it is there, 0 it is not
//   out: AlarmId::kAsystole, kVentricularFibrillation, kVentricularTachycardia,
//        kAtrialFibrillation; value: s for which it lasts, unit kNone
//
// A condition is present while the newest value of its rhythm says so, is valid and
// current. What cannot be told is no alarm here: the product may have the kernel alarm that
// fibrillation or tachycardia cannot be told (AlarmId::kRhythmUnavailable,
// kTachycardiaUnavailable), which no plugin can hold back; without beats the age of the heart
// rate is alarmed. Whether an alarm stays lit when its rhythm can no longer be judged is the
// product's rule (AlarmRule::latching).
//
// How long fibrillation of the ventricles or standstill have to last before they are told
// is the detector's. The others wait here; what cannot be told for up to 30 s
// (last_known.h) neither ends them nor begins their time anew, or a noisy second now and
// then would keep them silent, or alarm anew each time. The priorities are from the hazards
// in rhythm_alarms.lifecycle.textproto.
#ifndef VIGIL_PLUGINS_ALERTING_RHYTHM_ALARMS_RHYTHM_ALARMS_H_
#define VIGIL_PLUGINS_ALERTING_RHYTHM_ALARMS_RHYTHM_ALARMS_H_

#include <cstdint>

#include "plugins/alerting/limit_crossing/last_known.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

// An episode of atrial fibrillation counts from 30 s on (European Society of Cardiology,
// guidelines of 2020 for its diagnosis).
inline constexpr Duration kAtrialFibrillationDelay = Seconds(30);

// A run of a few ventricular beats ends by itself, and its detector tells of it 3 s late:
// what is alarmed lasts for more than about 3 s. On MIT-BIH DS1 each false tachycardia of
// the detector is shorter (docs/algorithms/ventricular_rhythm.md).
inline constexpr Duration kVentricularTachycardiaDelay = Seconds(6);

class RhythmAlarms {
 public:
  // Never fails.
  Status Init(const Settings& settings);
  // kInternal: there is no room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  static constexpr std::uint32_t kRhythms = 4;

  struct Episode {
    LastKnown last;
    Timestamp since;
    bool present = false;
  };

  void TakeOver(const Observation& rhythm);
  bool IsThere(std::uint32_t place, Timestamp time) const;
  AlarmCondition ConditionOf(std::uint32_t place, Timestamp now);

  Episode episodes_[kRhythms];
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALERTING_RHYTHM_ALARMS_RHYTHM_ALARMS_H_
