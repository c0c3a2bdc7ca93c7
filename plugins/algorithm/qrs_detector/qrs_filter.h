// Brings out QRS complexes from an ECG lead: everything else in it (P and T waves,
// drift, mains, muscle) has most of its power outside of 4..18 Hz.
//
//   QrsFilter filter;
//   filter.Reset(first_microvolt);
//   filter.Next(one_sample, next_sample);          // a tick: two samples at 250 Hz
//   int32_t energy = filter.energy();
//
// Integers only; one tick costs the same whatever its samples. The stages after Pan
// and Tompkins (IEEE Trans Biomed Eng 32:230, 1985) and Hamilton (Computers in
// Cardiology 29:101, 2002), here as running sums, which need no multiplication and
// have exact zeros where the mains are. What passes has no power above 30 Hz, so
// that half of the samples are enough after the first stage:
//   low pass   sums of 5 and of 4 samples: zeros at 50, 62.5, 100 Hz, -3 dB at
//              18 Hz, 60 Hz at 0.8 %; one value each 8 ms
//   high pass  the value less the mean of the 20 around it: -3 dB at 4 Hz
//   slope      difference of two successive values
//   energy     sum of 12 |slope|, 96 ms: about one QRS
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_QRS_FILTER_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_QRS_FILTER_H_

#include <cstdint>

namespace vigil::plugins {

// Times are numbers of ticks (8 ms) or of samples (4 ms) since Reset; they wrap, so
// only differences are compared.
class QrsFilter {
 public:
  // What `band` is of the input, in 1/128: 20 * 20 / 128 = 3.1.
  static constexpr std::int32_t kBandGain128 = 400;
  // Ticks by which `band` is later than the input.
  static constexpr std::uint32_t kBandDelay = 12;
  static constexpr std::uint32_t kEnergyWindow = 12;
  // How far back `band` and `input` reach from the last tick.
  static constexpr std::uint32_t kBandKept = 32;    // ticks
  static constexpr std::uint32_t kInputKept = 128;  // samples

  // Begins anew, as if the input had been `microvolt` for ever.
  void Reset(std::int32_t microvolt);

  // Takes the next two samples, uV. Values beyond +-1 V, which no electrode gives,
  // are taken as +-1 V.
  void Next(std::int32_t first, std::int32_t second);

  // Of the last tick; the first after Reset is 0, and holds samples 0 and 1.
  std::uint32_t tick() const { return ticks_ - 1; }
  std::int32_t energy() const { return energy_; }

  // Of one of the last kBandKept ticks, +-32767.
  std::int32_t band(std::uint32_t tick) const { return band_[tick % kBandKept]; }
  // One of the last kInputKept samples, uV, within +-1 V.
  std::int32_t input(std::uint32_t sample) const { return input_[sample % kInputKept]; }

 private:
  // Powers of two, so that a place is a mask.
  static constexpr std::uint32_t kRing = 32;

  std::int32_t input_[kInputKept] = {};
  std::int32_t low_[kRing] = {};
  std::int32_t slopes_[kRing] = {};
  std::int16_t band_[kBandKept] = {};
  std::uint32_t ticks_ = 0;
  std::int32_t sum_of_5_ = 0;
  std::int32_t pair_before_ = 0;  // two sums of 5, one tick ago
  std::int32_t sum_of_20_ = 0;
  std::int32_t band_before_ = 0;
  std::int32_t energy_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_QRS_FILTER_H_
