// The last four seconds of an ECG lead, and what tells one kind of signal in them from
// another: a heart that beats, one that fibrillates, and noise.
//
//   EcgWindow window;
//   window.Clear(first_microvolt);
//   window.Add(microvolt);                       // 250 Hz
//   if (window.is_full()) Use(window.Measure());  // where one is due, once a second
//
// At 50 Hz, after two running means of 20 ms each, which have zeros at 50 and 100 Hz. The
// baseline, the mean over 0.66 s, is subtracted: its delay, kDelay, is that of the window.
//
// What is measured:
// - leakage (Kuo and Dillman, Computers in Cardiology 1978): of the signal and the same
//   half a mean period later, the sum's part of both. A sine leaves nothing, a QRS nearly
//   all. The mean period is 2 pi sum|v| / sum|dv|.
// - fullness: mean of |v| as a part of its peaks: a QRS is high and short, fibrillation is
//   never low for long (after Jekova and Krasteva, Physiol Meas 25, 2004, and the
//   threshold crossings of Thakor and others, IEEE Trans Biomed Eng 37, 1990, which count
//   how long the signal is near to its peaks). Peaks are those of each second, averaged,
//   so that a single artefact does not hide what is below it.
// - slope fullness: the same of the differences: wide and smooth waves change all the
//   time, a tachycardia with high T waves only in its QRS.
//
// Amann, Tratnig, Unterkofler (BioMedical Engineering OnLine 4:60, 2005) compare these.
//
// Integers only. Adding is some ten additions; measuring runs three times over 200 values.
#ifndef VIGIL_PLUGINS_ALGORITHM_ECG_WINDOW_ECG_WINDOW_H_
#define VIGIL_PLUGINS_ALGORITHM_ECG_WINDOW_ECG_WINDOW_H_

#include <cstdint>

#include "safety_kernel/base/time.h"

namespace vigil::plugins {

class EcgWindow {
 public:
  static constexpr std::uint32_t kPerSecond = 50;
  static constexpr std::uint32_t kSeconds = 4;
  static constexpr std::uint32_t kLength = kSeconds * kPerSecond;

  // Smoothed samples that can be looked back at: 5.1 s.
  static constexpr std::uint32_t kHistory = 256;

  // From the middle of a smoothed sample to the input sample that completed it.
  static constexpr Duration kSmoothingDelay = Milliseconds(16);
  // From the end of the window to the last input sample.
  static constexpr Duration kDelay = Milliseconds(336);

  struct Measures {
    std::int32_t leakage_permille = 1000;
    std::int32_t fullness_permille = 0;
    std::int32_t slope_fullness_permille = 0;
    std::int32_t frequency_mhz = 0;  // 1 / mean period
    // Peak to peak, uV: the mean over the seconds, and the greatest of the last three.
    std::int32_t height_uv = 0;
    std::int32_t late_height_uv = 0;
    std::int32_t baseline_range_uv = 0;

    // Whether it is what ventricular fibrillation or flutter looks like. The thresholds
    // stand in the middle of a wide gap: of the windows without a ventricular arrhythmia in
    // 22 records of MIT-BIH 0.2 % have a leakage below 0.62, another 0.2 % a fullness above
    // 0.27; flutter has 0.4 and 0.39 in its median. Sinus tachycardia with T waves of half
    // the height of R has 0.58 and 0.33, and is told by its slopes.
    constexpr bool IsFibrillation() const {
      return leakage_permille < 550 && fullness_permille > 280 && slope_fullness_permille > 210;
    }
    // What an episode that began does not fall below before it ends.
    constexpr bool MayBeFibrillation() const { return leakage_permille < 720 && fullness_permille > 260; }
  };

  // Begins anew, as if the input had been `microvolt` for ever.
  void Clear(std::int32_t microvolt);

  // The next sample, uV; beyond +-1 V, which no electrode gives, it is taken as +-1 V.
  // True when a smoothed sample became complete.
  bool Add(std::int32_t microvolt);

  // Whether nothing in the window is from before Clear.
  bool is_full() const { return count_ >= kLength + kBaseline; }

  // Of what is there.
  Measures Measure();

  // The smoothed sample so many before the last; back < kHistory.
  std::int32_t Back(std::uint32_t back) const { return smooth_[(next_ - 1 - back) % kHistory]; }
  // How many there are since Clear, kHistory at most.
  std::uint32_t known() const { return count_ < kHistory ? count_ : kHistory; }

 private:
  static constexpr std::uint32_t kTaps = 5;
  static constexpr std::uint32_t kBaseline = 33;  // 0.66 s
  static_assert(kLength + kBaseline <= kHistory);

  void RemoveBaseline(Measures& measures);
  void MeasureHeights(Measures& measures) const;
  std::int32_t Leakage(std::uint32_t half_period) const;

  std::uint32_t next_ = 0;   // place in smooth_
  std::uint32_t count_ = 0;  // smoothed samples since Clear, saturating
  std::uint32_t phase_ = 0;  // input samples since the last smoothed one
  std::int32_t input_[kTaps] = {};
  std::int32_t sums_[kTaps] = {};
  std::int32_t sum_ = 0;       // of input_
  std::int32_t sum_of_sums_ = 0;
  std::uint32_t tap_ = 0;
  std::int32_t smooth_[kHistory] = {};  // uV
  std::int32_t window_[kLength] = {};   // uV, without baseline; rewritten by Measure
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_ECG_WINDOW_ECG_WINDOW_H_
