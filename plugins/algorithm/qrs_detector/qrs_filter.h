// Brings out QRS complexes from an ECG lead at 250 Hz: everything else in it
// (P and T waves, drift, mains, muscle) has most of its power outside of 4..18 Hz.
//
//   QrsFilter filter;
//   filter.Reset(first_microvolt);
//   QrsFilter::Output out = filter.Next(microvolt);
//
// Integers only; one sample costs the same whatever its value. The stages after
// Pan and Tompkins (IEEE Trans Biomed Eng 32:230, 1985) and Hamilton (Computers
// in Cardiology 29:101, 2002), here as running sums, which need no
// multiplication and have exact zeros where the mains are:
//   low pass   running sums of 5 and 4 samples: zeros at 50, 62.5, 100 Hz, -3 dB
//              at 18 Hz, 60 Hz at 0.8 %
//   high pass  the sample less the mean of the 40 around it: -3 dB at 4 Hz
//   slope      difference over 2 samples
//   energy     sum of |slope| over 24 samples, 96 ms: about one QRS
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_QRS_FILTER_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_QRS_FILTER_H_

#include <cstdint>

namespace vigil::plugins {

class QrsFilter {
 public:
  struct Output {
    std::int32_t input = 0;   // uV, bounded
    std::int32_t band = 0;    // band-passed, kBandGain times the input
    std::int32_t slope = 0;   // of band, for each sample
    std::int32_t energy = 0;  // sum of |slope| over kEnergyWindow samples
  };

  static constexpr std::int32_t kBandGain = 5;
  static constexpr std::uint32_t kEnergyWindow = 24;
  // Samples by which `band` is later than the input.
  static constexpr std::uint32_t kBandDelay = 24;
  // Samples after Reset from which on no stage holds the first value.
  static constexpr std::uint32_t kSettlingSamples = 76;

  // Begins anew, as if the input had been `microvolt` for ever.
  void Reset(std::int32_t microvolt);

  // Takes the next sample, uV. Values beyond +-1 V, which no electrode gives,
  // are taken as +-1 V.
  Output Next(std::int32_t microvolt);

 private:
  static constexpr std::uint32_t kRing = 64;  // a power of two

  std::int32_t LowPass(std::int32_t microvolt);
  std::int32_t HighPass(std::int32_t low);

  std::uint32_t next_ = 0;  // place of the next sample in each ring
  std::int32_t input_[kRing] = {};
  std::int32_t sums_of_5_[kRing] = {};
  std::int32_t low_[kRing] = {};
  std::int32_t slopes_[kRing] = {};
  std::int32_t sum_of_5_ = 0;
  std::int32_t sum_of_4_ = 0;
  std::int32_t sum_of_40_ = 0;
  std::int32_t band_before_ = 0;      // one sample ago
  std::int32_t band_two_before_ = 0;  // two samples ago
  std::int32_t energy_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_QRS_FILTER_H_
