// How much of an ECG lead is faster than a heart: muscles, the noise of an input that is
// connected to nothing.
//
//   NoiseMeter noise;
//   noise.Clear();
//   noise.Add(microvolt);                      // 250 Hz
//   if (noise.IsAbove(window.Measure().height_uv)) ...
//
// What a sample differs from the mean of the five around it is above some 40 Hz. A QRS has
// of it as well, but for a tenth of a second: so not the mean counts but the median of the
// tenths of a second of the last 4 s.
//
// The mains are in it too, and hide nothing: whoever looks at the ECG smooths over 20 ms. So
// of each tenth the lower counts of its noise and of what that differs from a tenth before:
// a tenth of a second is five periods of 50 Hz and six of 60 Hz, which leave nothing;
// without them the difference has as much, after division by the root of two.
#ifndef VIGIL_PLUGINS_ALGORITHM_ECG_QUALITY_NOISE_METER_H_
#define VIGIL_PLUGINS_ALGORITHM_ECG_QUALITY_NOISE_METER_H_

#include <cstdint>

namespace vigil::plugins {

class NoiseMeter {
 public:
  // Tenths of a second that are looked at.
  static constexpr std::uint32_t kTenths = 40;

  // The most that may be, as a part of the height of the ECG. 22 records of MIT-BIH have
  // at most 5 % in 99.9 % of their windows; noise that falls with the frequency has 8 %
  // and more, white noise 27 %.
  static constexpr std::int64_t kMostPermille = 60;

  // Forgets everything.
  void Clear() { *this = NoiseMeter(); }

  // The next sample, uV.
  void Add(std::int32_t microvolt);

  // Whether the median of the noise is above its share of `height_uv`, peak to peak.
  bool IsAbove(std::int32_t height_uv) const;

 private:
  static constexpr std::uint32_t kTaps = 5;
  static constexpr std::uint32_t kPerTenth = 25;
  static constexpr std::int64_t kSamplesOfTenth = std::int64_t{kTaps} * kPerTenth;

  std::int32_t input_[kTaps] = {};
  std::uint32_t tap_ = 0;
  std::int32_t before_[kPerTenth] = {};  // noise of the last tenth, kTaps of it a uV
  std::uint32_t count_ = 0;  // samples in the tenth that is under way
  std::int64_t sum_ = 0;     // of their noise, and
  std::int64_t changes_ = 0; // of what it differs from that a tenth before
  std::int64_t tenths_[kTenths] = {};
  std::uint32_t oldest_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_ECG_QUALITY_NOISE_METER_H_
