#include "test/benchmark/pulse_run.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <numbers>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "plugins/algorithm/pulse_rate/pulse_rate.h"
#include "plugins/algorithm/pulse_rate/pulse_rate.plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/recordings/csv_table.h"

namespace vigil::benchmark {
namespace {

constexpr int kTaps = 41;
constexpr double kFilterHz = 250;
constexpr double kCornerHz = 20;
constexpr std::size_t kUp = 2;    // 125 Hz to 250 Hz
constexpr std::size_t kDown = 5;  // 250 Hz to 50 Hz

constexpr std::uint32_t kPeriodUs = 20'000;
constexpr std::size_t kMomentsPerBlock = 5;
constexpr Duration kWindow = Seconds(8);
constexpr Duration kHop = Seconds(2);

std::array<double, kTaps> LowPass() {
  std::array<double, kTaps> taps{};
  for (int n = 0; n < kTaps; ++n) {
    const double x = 2 * std::numbers::pi * kCornerHz / kFilterHz * (n - kTaps / 2);
    const double sinc = n == kTaps / 2 ? 1 : std::sin(x) / x;
    taps[static_cast<std::size_t>(n)] = sinc * (0.54 - 0.46 * std::cos(2 * std::numbers::pi * n / (kTaps - 1)));
  }
  return taps;
}

absl::StatusOr<std::vector<double>> Numbers(const recordings::CsvTable& table, absl::string_view column) {
  const absl::StatusOr<std::size_t> place = table.ColumnOf(column);
  if (!place.ok()) return absl::InvalidArgumentError(place.status().message());
  std::vector<double> numbers;
  numbers.reserve(table.rows().size());
  for (std::size_t row = 0; row < table.rows().size(); ++row) {
    const absl::StatusOr<double> number = table.NumberAt(row, *place);
    if (!number.ok()) return number.status();
    numbers.push_back(*number);
  }
  return numbers;
}

absl::Status ReadMoments(absl::string_view signals, PulseRecording& recording) {
  const absl::StatusOr<recordings::CsvTable> table = recordings::CsvTable::Parse(signals, {.has_names = true});
  if (!table.ok()) return table.status();
  std::vector<std::vector<double>> channels;
  for (const char* column : {"ppg1", "ppg2", "acc_x_g", "acc_y_g", "acc_z_g"}) {
    absl::StatusOr<std::vector<double>> numbers = Numbers(*table, column);
    if (!numbers.ok()) return numbers.status();
    channels.push_back(ResampleTo50Hz(*numbers));
  }
  const auto whole = [](double value) { return static_cast<std::int32_t>(std::lround(value)); };
  for (std::size_t n = 0; n < channels[0].size(); ++n) {
    recording.moments.push_back({.light = whole((channels[0][n] + channels[1][n]) / 2),
                                 .x = whole(1000 * channels[2][n]),
                                 .y = whole(1000 * channels[3][n]),
                                 .z = whole(1000 * channels[4][n])});
  }
  return absl::OkStatus();
}

absl::Status ReadReference(absl::string_view rates, PulseRecording& recording) {
  const absl::StatusOr<recordings::CsvTable> table = recordings::CsvTable::Parse(rates, {.has_names = true});
  if (!table.ok()) return table.status();
  const absl::StatusOr<std::vector<double>> windows = Numbers(*table, "window");
  if (!windows.ok()) return windows.status();
  absl::StatusOr<std::vector<double>> reference = Numbers(*table, "reference_bpm");
  if (!reference.ok()) return reference.status();
  for (std::size_t n = 0; n < windows->size(); ++n) {
    if ((*windows)[n] != static_cast<double>(n)) return absl::InvalidArgumentError(absl::StrCat("window ", n, " is missing"));
  }
  recording.reference = *std::move(reference);
  return absl::OkStatus();
}

// The frame whose first moment is that; behind the end the last moment lasts.
Status GiveFrame(const PulseRecording& recording, std::size_t first, PluginBench<plugins::PulseRate>& bench) {
  SampleBlock light;
  light.channel = ChannelId::kPpgGreen;
  light.unit = Unit::kAdcCount;
  light.period_us = kPeriodUs;
  light.first_sample = bench.now();
  SampleBlock motion = light;
  motion.channel = ChannelId::kAcceleration;
  motion.unit = Unit::kMilliG;
  for (std::size_t n = first; n < first + kMomentsPerBlock; ++n) {
    const PulseRecording::Moment& moment = recording.moments[std::min(n, recording.moments.size() - 1)];
    light.samples[light.count++] = moment.light;
    for (const std::int32_t value : {moment.x, moment.y, moment.z}) motion.samples[motion.count++] = value;
  }
  const Status status = bench.Give(light);
  return status == Status::kOk ? bench.Give(motion) : status;
}

std::optional<double> Share(double part, double whole) {
  if (whole <= 0) return std::nullopt;
  return part / whole;
}

}  // namespace

// Between two samples of 125 Hz stands a 0; of 50 Hz, each fifth sample of 250 Hz is left.
std::vector<double> ResampleTo50Hz(const std::vector<double>& at_125_hz) {
  static const std::array<double, kTaps> kLowPass = LowPass();
  std::vector<double> out;
  for (std::size_t end = 0; end / kUp < at_125_hz.size(); end += kDown) {
    double sum = 0;
    double weight = 0;
    for (std::size_t tap = 0; tap < kTaps; ++tap) {
      const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(end) - static_cast<std::ptrdiff_t>(tap);
      if (at % static_cast<std::ptrdiff_t>(kUp) != 0) continue;
      const std::size_t sample = at < 0 ? 0 : static_cast<std::size_t>(at) / kUp;  // the first one lasted
      sum += kLowPass[tap] * at_125_hz[sample];
      weight += kLowPass[tap];
    }
    out.push_back(sum / weight);
  }
  return out;
}

absl::StatusOr<PulseRecording> ReadPulseRecording(absl::string_view name, absl::string_view signals,
                                                  absl::string_view rates) {
  PulseRecording recording{.name = std::string(name), .moments = {}, .reference = {}};
  absl::Status status = ReadMoments(signals, recording);
  if (status.ok()) status = ReadReference(rates, recording);
  if (!status.ok()) return absl::InvalidArgumentError(absl::StrCat(name, ": ", status.message()));
  return recording;
}

// What is told of a window comes after its end, and rests on nothing that came later.
absl::StatusOr<std::vector<std::optional<double>>> RunPulseRate(const PulseRecording& recording) {
  constexpr std::size_t kWorkMoments = 100;
  std::vector<std::optional<double>> told(recording.reference.size());
  const auto bench = std::make_unique<PluginBench<plugins::PulseRate>>(plugins::kPulseRateManifest);
  Status status = bench->Start();
  const std::size_t length = recording.moments.size();
  for (std::size_t first = 0; length > 0 && first < length + kWorkMoments; first += kMomentsPerBlock) {
    if (status == Status::kOk) status = GiveFrame(recording, first, *bench);
    if (status == Status::kOk) status = bench->Activate();
    if (status != Status::kOk) {
      return absl::InternalError(absl::StrCat(recording.name, ": the kernel would take the plugin out of service at moment ", first));
    }
    for (const Observation& said : bench->said().observations) {
      if (said.validity != Validity::kValid || said.time < Timestamp() + kWindow) continue;
      const auto window = static_cast<std::size_t>((said.time - Timestamp() - kWindow).us / kHop.us);
      if (window < told.size()) told[window] = said.value;
    }
  }
  return told;
}

void PulseScore::Add(const std::vector<double>& reference, const std::vector<std::optional<double>>& told) {
  double held = kFirstHeld;
  for (std::size_t n = 0; n < reference.size(); ++n) {
    held = told[n].value_or(held);
    const double error = std::abs(held - reference[n]);
    held_error_ += error;
    ++windows_;
    if (!told[n]) continue;
    answers_error_ += error;
    ++answers_;
  }
}

PulseScore& PulseScore::operator+=(const PulseScore& other) {
  windows_ += other.windows_;
  answers_ += other.answers_;
  answers_error_ += other.answers_error_;
  held_error_ += other.held_error_;
  return *this;
}

std::optional<double> PulseScore::AnsweredPercent() const { return Share(100.0 * answers_, windows_); }
std::optional<double> PulseScore::ErrorOfAnswers() const { return Share(answers_error_, answers_); }
std::optional<double> PulseScore::ErrorHeld() const { return Share(held_error_, windows_); }

}  // namespace vigil::benchmark
