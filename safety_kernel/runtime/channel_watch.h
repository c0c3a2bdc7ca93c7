// Silence is an alarm: the kernel's own watch over a channel. It depends on no
// plugin beyond the one that produces the channel: whatever stops on the way from
// the sensor, it is noticed here.
//
//   watch.Start(now);
//   watch.OnBlock(block, now);                       // for each block
//   alarms.Report(..., watch.Silent(alarms, now));   // in each frame
//
// Not safe for use from several threads.
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_CHANNEL_WATCH_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_CHANNEL_WATCH_H_

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/runtime/system_description.h"

namespace vigil {

class ChannelWatch {
 public:
  // Silence counts from `now` on.
  void Start(Timestamp now);

  // Each block of the channel, after its checks.
  void OnBlock(const SampleBlock& block, Timestamp now);

  // High (IEC 60601-1-8: death, prompt onset): a critical state may be missed.
  // Present when no usable block without a gap before it came for longer than
  // max_silence_us, and at once when the samples are stuck or come at a wrong rate,
  // which took its time to find. Blocks without contact or not worn are no silence
  // where they have an alarm of their own. value: ms since the last block that was
  // heard; limit: the silence in ms.
  AlarmCondition Silent(const ChannelAlarms& alarms, Timestamp now) const;
  // Medium: the cause is known and cured at the patient. Present when it was seen
  // since the last usable block, that is contact_delay_us ago, and the newest block
  // has no contact or is not worn: what takes turns lasts. value and limit: ms.
  AlarmCondition ContactOff(const ChannelAlarms& alarms, Timestamp now) const;
  AlarmCondition NotWorn(const ChannelAlarms& alarms, Timestamp now) const;

 private:
  AlarmCondition Explained(AlarmId id, QualityFlag flag,
                           const ChannelAlarms& alarms, Timestamp now) const;

  Timestamp usable_;      // last usable block
  Timestamp lead_off_;    // last block without contact
  Timestamp not_worn_;    // last block that was not worn
  std::uint16_t quality_ = kQualityGood;    // of the last block that tells it
  std::uint16_t explained_ = kQualityGood;  // seen since the last usable block
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_CHANNEL_WATCH_H_
