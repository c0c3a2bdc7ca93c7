// The pulse rate plugin on recordings of the IEEE Signal Processing Cup 2015 (Zhang, Pi,
// Liu, IEEE Trans. Biomed. Eng. 62, 2015): two photoplethysmograms and an accelerometer
// at the wrist of somebody who runs, 125 Hz, with the rate of the ECG.
#ifndef VIGIL_TEST_BENCHMARK_PULSE_RUN_H_
#define VIGIL_TEST_BENCHMARK_PULSE_RUN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace vigil::benchmark {

// From 125 samples a second to 50, as a sensor would: a linear-phase low-pass (41 taps at
// 250 Hz, windowed sinc after Hamming, -6 dB at 20 Hz), which looks into the past alone
// and so delays by 80 ms.
std::vector<double> ResampleTo50Hz(const std::vector<double>& at_125_hz);

struct PulseRecording {
  struct Moment {
    std::int32_t light = 0;  // counts
    std::int32_t x = 0;      // mg
    std::int32_t y = 0;
    std::int32_t z = 0;
  };
  std::string name;
  std::vector<Moment> moments;    // 50 Hz
  std::vector<double> reference;  // per minute, of each window of 8 s; steps of 2 s
};

// `signals`: columns ppg1, ppg2 (averaged), acc_x_g, acc_y_g, acc_z_g, a line for each
// sample. `rates`: columns window (0, 1, 2, ...) and reference_bpm.
// InvalidArgument: other columns, no number, a missing window.
absl::StatusOr<PulseRecording> ReadPulseRecording(absl::string_view name, absl::string_view signals,
                                                  absl::string_view rates);

// What the plugin told for each window, as far as it did. Internal: the kernel would not
// take what the plugin says.
absl::StatusOr<std::vector<std::optional<double>>> RunPulseRate(const PulseRecording& recording);

// Mean absolute errors, per minute.
class PulseScore {
 public:
  // What counts before the first answer.
  static constexpr double kFirstHeld = 80;

  void Add(const std::vector<double>& reference, const std::vector<std::optional<double>>& told);
  PulseScore& operator+=(const PulseScore& other);

  int windows() const { return windows_; }
  // nullopt: there are no windows, or no answers.
  std::optional<double> AnsweredPercent() const;
  std::optional<double> ErrorOfAnswers() const;
  // A window without an answer counts with the last one.
  std::optional<double> ErrorHeld() const;

 private:
  int windows_ = 0;
  int answers_ = 0;
  double answers_error_ = 0;
  double held_error_ = 0;
};

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_PULSE_RUN_H_
