// ECG leads whose beats are known, for tests: each wave a bell curve.
//
//   SyntheticEcg ecg(Seconds(30));
//   ecg.AddRhythm(60, {});
//   std::vector<std::int32_t> microvolts = ecg.samples();
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_SYNTHETIC_ECG_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_SYNTHETIC_ECG_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "safety_kernel/base/time.h"

namespace vigil::plugins {

// Amplitudes in uV, times in ms; the QRS is one bell, whose standard deviation
// is about a sixth of its duration.
struct BeatShape {
  double r_uv = 1000;
  double r_sigma_ms = 12;
  double p_uv = 120;
  double p_sigma_ms = 22;
  double pr_ms = 160;
  double t_uv = 250;
  double t_sigma_ms = 45;
  double rt_ms = 260;
};

// A premature ventricular beat: wide, without a P wave, its T wave reversed.
inline BeatShape WideBeat() {
  BeatShape wide;
  wide.r_uv = 1600;
  wide.r_sigma_ms = 30;
  wide.p_uv = 0;
  wide.t_uv = -500;
  wide.t_sigma_ms = 60;
  return wide;
}

class SyntheticEcg {
 public:
  static constexpr std::int64_t kPeriodUs = 4000;

  explicit SyntheticEcg(Duration length)
      : values_(static_cast<std::size_t>(length.us / kPeriodUs), 0.0) {}

  void AddBeat(Timestamp r_peak, const BeatShape& shape) {
    const double at = static_cast<double>(r_peak.us) / 1000;
    AddWave(at, shape.r_uv, shape.r_sigma_ms);
    AddWave(at - shape.pr_ms, shape.p_uv, shape.p_sigma_ms);
    AddWave(at + shape.rt_ms, shape.t_uv, shape.t_sigma_ms);
    beats_.push_back(r_peak);
  }

  // Beats from `first` up to `last`, evenly spaced.
  void AddRhythm(int per_minute, const BeatShape& shape, Timestamp first,
                 Timestamp last) {
    const Duration interval = Microseconds(60'000'000 / per_minute);
    for (Timestamp t = first; t < last; t = t + interval) AddBeat(t, shape);
  }
  void AddRhythm(int per_minute, const BeatShape& shape) {
    AddRhythm(per_minute, shape, Timestamp{500'000},
              Timestamp{static_cast<std::int64_t>(values_.size()) * kPeriodUs});
  }

  void AddSine(double frequency_hz, double amplitude_uv) {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      values_[i] += amplitude_uv * std::sin(2 * std::numbers::pi *
                                            frequency_hz * 0.004 *
                                            static_cast<double>(i));
    }
  }

  // Uniform, always the same, from `first` to `last`.
  void AddNoise(double amplitude_uv, Timestamp first, Timestamp last) {
    std::uint32_t state = 1;
    for (std::size_t i = IndexOf(first);
         i < std::min(IndexOf(last), values_.size()); ++i) {
      state = state * 1'664'525u + 1'013'904'223u;
      values_[i] +=
          amplitude_uv * (static_cast<double>(state >> 8) / 8'388'608.0 - 1.0);
    }
  }

  // What follows `from` is multiplied.
  void Scale(double factor, Timestamp from) {
    for (std::size_t i = IndexOf(from); i < values_.size(); ++i) {
      values_[i] *= factor;
    }
  }

  std::vector<std::int32_t> samples() const {
    std::vector<std::int32_t> rounded;
    for (const double value : values_) {
      rounded.push_back(static_cast<std::int32_t>(std::lround(value)));
    }
    return rounded;
  }
  const std::vector<Timestamp>& beats() const { return beats_; }

 private:
  static std::size_t IndexOf(Timestamp time) {
    return static_cast<std::size_t>(time.us / kPeriodUs);
  }

  void AddWave(double center_ms, double amplitude_uv, double sigma_ms) {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const double x = (static_cast<double>(i) * 4 - center_ms) / sigma_ms;
      if (std::abs(x) < 6) values_[i] += amplitude_uv * std::exp(-x * x / 2);
    }
  }

  std::vector<double> values_;
  std::vector<Timestamp> beats_;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_SYNTHETIC_ECG_H_
