// Silence is an alarm: the kernel's own watch over what the monitor is for. It
// depends on no plugin: whatever stops on the way from the electrode to the
// heart rate, it is noticed here.
//
//   watch.Start(now);
//   watch.OnEcg(block, now);               // for each block of ChannelId::kEcg
//   watch.OnObservation(observation, now);
//   alarms.Report(watch.SignalLost(now));  // in each frame
//
// Not safe for use from several threads.
#ifndef VIGIL_SAFETY_KERNEL_ALERTING_SIGNAL_WATCH_H_
#define VIGIL_SAFETY_KERNEL_ALERTING_SIGNAL_WATCH_H_

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"

namespace vigil {

// A break that a reader of the trace sees at once; short enough that an arrest
// which begins in it is still alarmed within 10 s.
inline constexpr Duration kMaxEcgSilence = Seconds(2);

// Rides out the movement of an electrode; leads that stay off are told within
// the second that follows.
inline constexpr Duration kLeadOffDelay = Seconds(1);

// Counted from the last beat that gave a valid rate. IEC 60601-2-27 wants
// asystole alarmed within 10 s; a monitor that finds no beats cannot exclude
// asystole, so that this alarm has to come within the same time. 2 s are left
// for the delay of the detector and of the way to the reader.
inline constexpr Duration kMaxHeartRateSilence = Seconds(8);

class SignalWatch {
 public:
  // Silence counts from `now` on.
  void Start(Timestamp now);

  void OnEcg(const SampleBlock& block, Timestamp now);
  void OnObservation(const Observation& observation, Timestamp now);

  // High (IEC 60601-1-8: death, prompt onset): a critical state may be missed.
  // Blocks with a lead off do not count as silence; they have their own alarm.
  // value: ms since the last usable block; limit: kMaxEcgSilence in ms.
  AlarmCondition SignalLost(Timestamp now) const;
  // Medium: the cause is known and cured at the bed; HeartRateUnavailable
  // follows with its own priority. value and limit: ms, as above.
  AlarmCondition LeadOff(Timestamp now) const;
  // High, as SignalLost. value: ms since the last valid rate was true.
  AlarmCondition HeartRateUnavailable(Timestamp now) const;

 private:
  Timestamp ecg_heard_;    // last block that was usable or told of a lead off
  Timestamp leads_on_;     // last time at which the leads were not off
  bool lead_off_ = false;  // the last block told of a lead off
  Timestamp rate_time_;    // when the last valid heart rate was true
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ALERTING_SIGNAL_WATCH_H_
