// Temperature of the skin under the device.
//
//   in:  ChannelId::kSkinTemperature, thousandths of a degree Celsius, 1 Hz
//   out: ObservationCode::kSkinTemperature, 26,000..43,000: the mean of the last minute, with
//        the time of its last sample; else kUndeterminable: kStarting until the thermometer
//        has come to rest (2 minutes at least, a quarter of an hour after it was put on),
//        kNotWorn below 26 C, kOutOfRange above 43 C, kNoise when it changes faster than skin
//        does, kDataGap, or why samples are unusable. Something is told at least once a
//        second; a value is valid for 5 s from its last sample on.
//
// It is the skin's temperature, not the body's: a cold hand is cold in fever. Not seen: an
// offset of the sensor; once settled, a drift of up to 0.2 C in a minute, for however long (a
// device that was taken off in a warm room and cools slowly is told as skin down to 26 C); a
// device on a desk in a room, or in the sun, of 26 C to 43 C, unless the sensor says
// kQualityNotWorn.
// Not told though it is one: skin below 26 C.
#ifndef VIGIL_PLUGINS_ALGORITHM_SKIN_TEMPERATURE_SKIN_TEMPERATURE_H_
#define VIGIL_PLUGINS_ALGORITHM_SKIN_TEMPERATURE_SKIN_TEMPERATURE_H_

#include <cstdint>

#include "plugins/algorithm/sample_stream/sample_stream.h"
#include "plugins/algorithm/skin_temperature/settled_mean.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

class SkinTemperature {
 public:
  static constexpr std::uint32_t kPeriodUs = 1'000'000;

  // Thousandths of a degree. Skin under a device: below is a room, above is the sun.
  static constexpr std::int32_t kLeast = 26'000;
  static constexpr std::int32_t kGreatest = 43'000;
  // What a thermometer in its case can meet; beyond, it is broken.
  static constexpr std::int32_t kLeastSample = -20'000;
  static constexpr std::int32_t kGreatestSample = 85'000;
  // From one second to the next: more than a thermometer with a mass can do.
  static constexpr std::int32_t kGreatestStep = 1'000;

  Status Init(const Settings& settings);
  // kInvalidArgument: a block of another channel, unit or period. kInternal: there is no
  // room for an output; the kernel gives enough.
  Status Process(const Inbox& in, Outbox& out);

 private:
  Status TakeBlock(const SampleBlock& block);
  void TakeSample(std::int32_t milli_celsius);
  Reason WhyNone() const;
  Status Tell(Timestamp now, Outbox& out);
  void Stop(Reason reason);

  SettledMean mean_;
  SampleStream stream_;
  bool has_last_ = false;    // last_ holds
  std::int32_t last_ = 0;    // sample
  Reason reason_ = Reason::kStarting;  // why there are no two minutes
  Reason told_reason_ = Reason::kNone;
  Timestamp told_;           // when something was told last
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_SKIN_TEMPERATURE_SKIN_TEMPERATURE_H_
