// Sleep or waking, minute by minute, from the acceleration of the wrist.
//
//   in:  ChannelId::kAcceleration, mg, three axes at 50 Hz, gravity included
//   out: ObservationCode::kSleepMinute, kOne: 1 when the minute that begins at `time` was
//        slept, 0 when not, told 2 minutes after its end; else kUndeterminable: kNotWorn for
//        a minute in which nobody breathed (a desk), kStarting for 6 minutes, or why samples
//        were missing. One a minute, told again each second until the next; valid for 250 s
//        from `time` on.
//
// Seven minutes in a row are needed, of each at least 50 s: four before the minute, two
// after it. Not seen: whether somebody who lies still is awake (Cole and Kripke took one in
// three such minutes for sleep), stages of sleep, sleep in a vehicle. The unit of activity
// is not that of the source's device: the border between sleep and waking was not compared
// with a polysomnography.
#ifndef VIGIL_PLUGINS_ALGORITHM_SLEEP_SLEEP_H_
#define VIGIL_PLUGINS_ALGORITHM_SLEEP_SLEEP_H_

#include <cstdint>

#include "plugins/algorithm/motion/acceleration_stream.h"
#include "plugins/algorithm/motion/minute_word.h"
#include "plugins/algorithm/sleep/motion_minute.h"
#include "plugins/algorithm/sleep/sleep_score.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class Sleep {
 public:
  static constexpr Duration kMinute = Seconds(60);
  // Of a minute so many seconds have to be known.
  static constexpr std::int32_t kLeastSeconds = 50;
  // Somebody who wears it moves it at least so far, in 1/16 mg: 5 mg. A desk under a sensor
  // with a noise of 4 mg shows 3.7 mg.
  static constexpr std::int32_t kLeastDriftQ4 = 5 * 16;

  Status Init(const Settings& settings);
  // kInvalidArgument: a block of another channel, unit or period. kInternal: there is no
  // room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  Status TakeBlock(const SampleBlock& block, Outbox& out);
  Status TellMinute(Timestamp next, Outbox& out);
  void Score();
  void Stop(Reason reason);

  AccelerationStream stream_;
  MotionMinute minute_;
  SleepScore score_;
  bool is_worn_[SleepScore::kMinutesAfter + 1] = {};  // the last minutes, the newest last
  MinuteWord word_;
  Timestamp end_;            // of the minute
  Reason reason_ = Reason::kStarting;  // why minutes are not known
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_SLEEP_SLEEP_H_
