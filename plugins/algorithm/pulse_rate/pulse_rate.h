// Pulse rate from green light at the wrist and the acceleration beside it, also while
// its wearer runs.
//
//   in:  ChannelId::kPpgGreen, ADC counts, 50 Hz, within +-2^22; ChannelId::kAcceleration,
//        mg, three axes at 50 Hz, gravity included, sampled with the light: the blocks of
//        an activation begin within half a period of one another and have as many moments
//   out: ObservationCode::kPulseRate, 30..240 per minute, the rate of the 8 s that end at
//        its time, new every 2 s; else kUndeterminable: kStarting for the first 15.3 s,
//        kNoise when no pulse can be told from noise, kDataGap, or why samples are
//        unusable. Something is told at least once a second.
//
// A rate is told 1.3 s after its window ended, and is valid for 6 s from there on. After
// a gap, and at the start, 15.3 s of usable samples are needed: four windows, so that
// noise is not taken for a pulse (trust_gate.h), and the work on the last of them.
//
// A pulse that ends is told as lost with the first window that is weak and not clear: in
// simulations 6 s after its end. Noise as strong as the pulse hides that for up to a minute.
//
// Not seen: an irregular pulse (the rate is the strongest one of 8 s), a change by more
// than 3 per minute in a second at once (it takes some windows to follow), a pulse below
// 30 or above 240, one that keeps the rate and the phase of the arm for long (told as
// kNoise). Seen though
// it is none: any other light that changes with a steady rate, such as a lamp that
// flickers; motion that the accelerometer does not feel, such as steady tapping on the
// sensor. Not worn is what the sensor says (kQualityNotWorn); on a desk there is noise
// alone, and it is told as such.
#ifndef VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_PULSE_RATE_H_
#define VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_PULSE_RATE_H_

#include <cstdint>

#include "plugins/algorithm/pulse_rate/rate_estimator.h"
#include "plugins/algorithm/sample_stream/sample_stream.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class PulseRate {
 public:
  Status Init(const Settings& settings);
  // kInvalidArgument: a block of another channel, unit or period. kInternal: there is no
  // room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  void Take(const SampleBlock& light, const SampleBlock& motion);
  void Settle();
  Status Tell(Timestamp now, Outbox& out);
  void Stop(Reason reason);

  RateEstimator estimator_;
  PairedStream stream_;
  Timestamp window_end_;     // of the window that is worked on
  bool has_rate_ = false;    // rate_per_minute_ and rate_time_ hold
  std::int32_t rate_per_minute_ = 0;
  Timestamp rate_time_;
  Reason reason_ = Reason::kStarting;  // why there is no rate
  bool is_news_ = true;
  Timestamp told_;           // when something was told last
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_PULSE_RATE_H_
