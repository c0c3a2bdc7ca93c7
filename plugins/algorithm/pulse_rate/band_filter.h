// One channel from 50 samples a second to 25, without what is slower than a pulse.
//
//   BandFilter filter;
//   filter.Clear();
//   if (filter.Add(sample)) Use(filter.output());     // with each second sample
//
// A triangle of three samples has its zero at 25 Hz, which would fold onto the
// baseline. Two first-order high-passes, each with its corner at 25 Hz / (2 pi 8) =
// 0.5 Hz, take away the baseline, breathing and gravity without delaying the pulse.
#ifndef VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_BAND_FILTER_H_
#define VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_BAND_FILTER_H_

#include <cstdint>

namespace vigil::plugins {

class BandFilter {
 public:
  // Of a fast pulse, so that a weak one keeps its form; at 2 Hz 0.8 of it is left.
  static constexpr std::int32_t kGain = 16;

  // Values beyond it are cut off: converters of light have up to 22 bits.
  static constexpr std::int32_t kGreatest = 1 << 22;

  // Forgets everything; the next value is taken for the baseline.
  void Clear();

  // True with each second value: output() is new.
  bool Add(std::int32_t value);

  // kGain times the filtered value: within +-2^29.
  std::int32_t output() const { return output_; }

 private:
  std::int32_t before_ = 0;       // the value before the last one
  std::int32_t last_ = 0;
  std::int64_t mean_q8_[2] = {};  // of what each high-pass gets, times 4
  std::int32_t output_ = 0;
  bool is_second_ = false;
  bool is_running_ = false;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_PULSE_RATE_BAND_FILTER_H_
