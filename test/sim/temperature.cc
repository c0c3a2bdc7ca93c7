#include <cmath>
#include <cstddef>

#include "test/sim/channels.h"
#include "test/sim/random.h"
#include "test/sim/streams.h"

namespace vigil::sim {
namespace {

constexpr double kSlowness = 180;      // seconds
constexpr double kNoiseCelsius = 0.01;

double SurroundingsOf(const Scene& scene) {
  return scene.contact == Contact::kNotWorn ? scene.room_celsius : scene.skin_celsius;
}

}  // namespace

std::vector<std::int32_t> MakeTemperature(const Plan& plan, std::uint64_t seed) {
  Random random(seed, kTemperatureStream);
  std::vector<std::int32_t> values;
  double sensor = SurroundingsOf(plan.At(0));
  double drift = 0;
  for (std::size_t second = 0; second < static_cast<std::size_t>(plan.seconds()); ++second) {
    const Scene& scene = plan.At(static_cast<double>(second));
    sensor += (SurroundingsOf(scene) - sensor) / kSlowness;
    drift += scene.drift_celsius_per_hour / 3600;
    values.push_back(static_cast<std::int32_t>(std::lround(1000 * (sensor + drift + kNoiseCelsius * random.Normal()))));
  }
  return values;
}

}  // namespace vigil::sim
