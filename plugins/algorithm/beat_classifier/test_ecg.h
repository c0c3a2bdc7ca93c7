// For tests: an ECG of bell curves whose beats are known, ventricular ones among them.
//
//   TestEcg ecg;
//   ecg.Beat(Milliseconds(800), kNarrow);   // 800 ms after the one before
//   ecg.Beat(Milliseconds(480), kWide);
//   std::vector<std::int32_t> microvolts = ecg.Samples();
#ifndef VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_TEST_ECG_H_
#define VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_TEST_ECG_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "safety_kernel/base/time.h"

namespace vigil::plugins {

// Amplitudes in uV, times in ms; the QRS is one bell, its Q wave another.
struct Wave {
  double at_ms = 0;  // after the R peak
  double uv = 0;
  double sigma_ms = 1;
};
struct BeatForm {
  bool is_ventricular = false;
  Wave waves[4];
};

inline constexpr BeatForm kNarrow = {false, {{-160, 120, 22}, {-22, -150, 8}, {0, 1000, 11}, {260, 250, 45}}};
inline constexpr BeatForm kWide = {true, {{-45, -200, 20}, {0, 1500, 32}, {70, -300, 25}, {270, -450, 60}}};
inline constexpr BeatForm kWideDown = {true, {{-50, 250, 22}, {0, -1300, 35}, {75, 200, 25}, {280, 400, 60}}};
// As one of a bidirectional tachycardia may look: nearly like the normal one.
inline constexpr BeatForm kNearlyNarrow = {true, {{-160, 0, 22}, {-22, -150, 8}, {0, 1000, 14}, {260, -250, 45}}};
// As a bundle branch block makes it: wide, with a P wave.
inline constexpr BeatForm kBlocked = {false, {{-170, 120, 22}, {-40, 500, 18}, {0, 900, 24}, {260, -250, 50}}};

class TestEcg {
 public:
  struct KnownBeat {
    Timestamp time;
    bool is_ventricular = false;
  };

  void Beat(Duration after, const BeatForm& form) {
    end_ = end_ + after;
    beats_.push_back({end_, form.is_ventricular});
    forms_.push_back(form);
  }
  void Beats(int count, Duration apart, const BeatForm& form) {
    for (int n = 0; n < count; ++n) Beat(apart, form);
  }

  const std::vector<KnownBeat>& beats() const { return beats_; }

  // At 250 Hz, up to 3 s after the last beat.
  std::vector<std::int32_t> Samples() const {
    std::vector<double> values(static_cast<std::size_t>((end_ + Seconds(3)).us / 4000), 0.0);
    for (std::size_t n = 0; n < beats_.size(); ++n) {
      for (const Wave& wave : forms_[n].waves) Add(static_cast<double>(beats_[n].time.us) / 1000, wave, values);
    }
    std::vector<std::int32_t> samples;
    for (const double value : values) samples.push_back(static_cast<std::int32_t>(std::lround(value)));
    return samples;
  }

 private:
  static void Add(double beat_ms, const Wave& wave, std::vector<double>& values) {
    for (std::size_t n = 0; n < values.size(); ++n) {
      const double x = (static_cast<double>(n) * 4 - beat_ms - wave.at_ms) / wave.sigma_ms;
      if (std::abs(x) < 6) values[n] += wave.uv * std::exp(-x * x / 2);
    }
  }

  Timestamp end_;
  std::vector<KnownBeat> beats_;
  std::vector<BeatForm> forms_;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_TEST_ECG_H_
