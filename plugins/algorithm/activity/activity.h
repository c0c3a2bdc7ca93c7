// Steps of each minute, from an accelerometer on the body.
//
//   in:  ChannelId::kAcceleration, mg, three axes at 50 Hz, gravity included
//   out: ObservationCode::kStepRate, 0..240 per minute, for each minute since the start of
//        time, with the minute's end: 0 when nobody walks; kUndeterminable with the reason
//        when less than 50 s of it are known. Valid for 70 s.
//
// A minute is told by 2 s after its end, and again each second until the next; before the
// first one kUndeterminable, kStarting, is told each second. A step is what a gait of at least 4 s has; single
// steps are not counted, and other motion with a rhythm of 57 to 214 per minute is.
#ifndef VIGIL_PLUGINS_ALGORITHM_ACTIVITY_ACTIVITY_H_
#define VIGIL_PLUGINS_ALGORITHM_ACTIVITY_ACTIVITY_H_

#include <cstdint>

#include "plugins/algorithm/activity/cadence.h"
#include "plugins/algorithm/motion/acceleration_stream.h"
#include "plugins/algorithm/motion/minute_word.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class Activity {
 public:
  static constexpr Duration kMinute = Seconds(60);
  // Of a minute so many seconds have to be known.
  static constexpr std::int32_t kLeastSeconds = 50;

  Status Init(const Settings& settings);
  // kInvalidArgument: a block of another channel, unit or period. kInternal: there is no
  // room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  Status TakeBlock(const SampleBlock& block, Outbox& out);
  Status Count(Timestamp second, Outbox& out);
  Status TellMinute(Timestamp next, Outbox& out);
  void Stop(Reason reason);

  AccelerationStream stream_;
  Cadence cadence_;
  MinuteWord word_;
  Timestamp end_;            // of the minute
  std::int32_t seconds_ = 0; // of it that are known
  std::int32_t sum_ = 0;     // of their cadences
  Reason reason_ = Reason::kStarting;  // why the others are not
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_ACTIVITY_ACTIVITY_H_
