// Falls, from an accelerometer on the trunk.
//
//   in:  ChannelId::kAcceleration, mg, three axes at 50 Hz, gravity included
//   out: ObservationCode::kFallDetected, mg, 0..27713: one for each fall, at its impact;
//        else, at least once a second, kUndeterminable: kNoEvent while it has watched for
//        10 s without a break and nobody fell, or why it cannot tell
//
// A fall is told 2 s to 2.1 s after its impact: so long it takes to see how the body
// lies (fall_decision.h). After a gap, and at the start, 3.6 s of motion are needed, and 13.5 s
// until it is told that nobody fell: a detector that is broken off again and again
// misses falls, and must not look like one that watches. What reaches the end of the
// sensor's range counts as it is: the hardest impacts do.
//
// Not seen: a fall that ends as it began (somebody who slides down a wall and stays
// upright), one that is caught within a meter, one that is softer than 1.7 g or comes to it
// slowly. Told though nobody fell: lying down so fast that it shows 1.7 g. At the wrist the
// method was not looked at; simulated falls are not real ones.
#ifndef VIGIL_PLUGINS_ALGORITHM_FALL_DETECTOR_FALL_DETECTOR_H_
#define VIGIL_PLUGINS_ALGORITHM_FALL_DETECTOR_FALL_DETECTOR_H_

#include "plugins/algorithm/fall_detector/fall_decision.h"
#include "plugins/algorithm/motion/acceleration_stream.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class FallDetector {
 public:
  Status Init(const Settings& settings);
  // kInvalidArgument: a block of another channel, unit or period. kInternal: there is no
  // room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

  // So long without a break, before it is told that nobody fell.
  static constexpr Duration kLeastWatch = Seconds(10);

  // True when a fall would be told: samples come, and the history is long enough.
  bool is_watching() const { return stream_.has_signal() && decision_.is_ready(); }

 private:
  Status TakeBlock(const SampleBlock& block, Outbox& out);
  Status TellFall(Timestamp decided, Outbox& out) const;
  Status TellNone(Timestamp now, Outbox& out);
  void Stop(Reason reason);

  AccelerationStream stream_;
  FallDecision decision_;
  Reason reason_ = Reason::kStarting;  // why nothing can be told yet
  Reason told_reason_ = Reason::kNone;
  Timestamp told_;            // when something was told last
  Timestamp watching_since_;  // the last activation in which it did not watch
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_FALL_DETECTOR_FALL_DETECTOR_H_
