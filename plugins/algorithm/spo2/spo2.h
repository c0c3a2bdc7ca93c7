// Oxygen saturation (SpO2) and perfusion index from red and infrared light.
//
//   in:  ChannelId::kPpgRed and ChannelId::kPpgInfrared, ADC counts, 50 Hz, 0..2^22-1, the
//        light that comes back with nothing taken from it; sampled together: the blocks of
//        an activation begin within half a period of one another and have as many moments.
//        ObservationCode::kPulseRate: which motion is pulse. It knows the acceleration.
//   out: ObservationCode::kSpo2, percent, 60..100, and ObservationCode::kPerfusionIndex,
//        ppm, of the 8 s that end at their time, new every 2 s and valid for 6 s; else
//        kUndeterminable: kStarting for the first 8 s, kNotWorn in the dark, the reason of
//        the pulse rate when there is none, kNoise when the pulse is too weak (below
//        0.1 %), not alone or not the same in both colors, kOutOfRange outside of the
//        calibration, kDataGap, or why samples are unusable. A weak pulse has its
//        perfusion index all the same. Both are told at least once a second.
//
// Averaging, as ISO 80601-2-61 asks to state it: none but that over the 8 s of a window,
// in which each heart beat counts as much as it moves the light.
//
// NOT CLINICALLY CALIBRATED, and no reading was compared with arterial blood
// (calibration.h). Not seen: blood that carries CO or methemoglobin (its light is that of
// oxygen), dyes, nail varnish, venous blood that pulsates, motion at the very rate of the
// pulse. A change of the saturation shows when the window is full of it, after 8 s.
#ifndef VIGIL_PLUGINS_ALGORITHM_SPO2_SPO2_H_
#define VIGIL_PLUGINS_ALGORITHM_SPO2_SPO2_H_

#include <cstdint>

#include "plugins/algorithm/sample_stream/sample_stream.h"
#include "plugins/algorithm/spo2/oxygen_ratio.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class Spo2 {
 public:
  Status Init(const Settings& settings);
  // kInvalidArgument: a block of another channel, unit or period. kInternal: there is no
  // room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  // One of the two results.
  struct Answer {
    bool has_value = false;
    std::int32_t value = 0;
    Reason reason = Reason::kStarting;  // why there is none
  };

  void HearOfPulse(const Inbox& in);
  void Take(const SampleBlock& red, const SampleBlock& infrared, Timestamp now);
  void Look(Timestamp end, Timestamp now);
  void Judge(LightFinding finding);
  Status Tell(Timestamp now, Outbox& out);
  Observation ObservationOf(const Answer& answer, Timestamp now) const;
  void SetReasons(Reason reason);
  void Stop(Reason reason);

  OxygenRatio light_;
  PairedStream stream_;
  bool has_pulse_ = false;   // pulse_per_minute_ and pulse_until_ hold
  std::int32_t pulse_per_minute_ = 0;
  Timestamp pulse_until_;
  Reason no_pulse_ = Reason::kStarting;  // why there is no pulse rate
  Answer saturation_;
  Answer perfusion_;
  Timestamp window_end_;     // of what the answers say
  bool is_news_ = true;
  Timestamp told_;           // when something was told last
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_SPO2_SPO2_H_
