#include "test/benchmark/steps_run.h"

#include <cmath>
#include <cstddef>
#include <numbers>

#include "plugins/algorithm/activity/cadence.h"

namespace vigil::benchmark {
namespace {

constexpr double kLeastPace = 57;
constexpr double kGreatestPace = 214;
constexpr double kPaceStep = 0.25;

}  // namespace

StepRun& StepRun::operator+=(const StepRun& other) {
  seconds += other.seconds;
  gait_seconds += other.gait_seconds;
  steps += other.steps;
  return *this;
}

StepRun CountSteps(const std::vector<plugins::Acceleration>& moments) {
  plugins::Cadence cadence;
  cadence.Clear();
  StepRun run;
  for (const plugins::Acceleration& moment : moments) {
    if (!cadence.Add(moment)) continue;
    ++run.seconds;
    if (cadence.steps_per_minute() == 0) continue;
    ++run.gait_seconds;
    run.steps += cadence.steps_per_minute() / 60.0;
  }
  return run;
}

double StrongestPace(const std::vector<plugins::Acceleration>& moments) {
  std::vector<double> lengths;
  double mean = 0;
  for (const plugins::Acceleration& moment : moments) {
    lengths.push_back(std::hypot(moment.x, moment.y, moment.z));
    mean += lengths.back() / static_cast<double>(moments.size());
  }
  double strongest = 0;
  double most = 0;
  for (double pace = kLeastPace; pace <= kGreatestPace; pace += kPaceStep) {
    double cosine = 0;
    double sine = 0;
    for (std::size_t n = 0; n < lengths.size(); ++n) {
      const double turn = 2 * std::numbers::pi * pace / 60 * static_cast<double>(n) / plugins::Cadence::kMomentsPerSecond;
      cosine += (lengths[n] - mean) * std::cos(turn);
      sine += (lengths[n] - mean) * std::sin(turn);
    }
    const double power = cosine * cosine + sine * sine;
    if (power <= most) continue;
    most = power;
    strongest = pace;
  }
  return strongest;
}

}  // namespace vigil::benchmark
