#include <algorithm>
#include <cmath>
#include <cstddef>

#include "test/sim/channels.h"
#include "test/sim/exact_math.h"
#include "test/sim/random.h"
#include "test/sim/streams.h"

namespace vigil::sim {
namespace {

constexpr double kSkinCounts = 400'000;
constexpr double kAmbientCounts = 2'000;  // without skin little comes back
constexpr double kTransit = 0.2;          // seconds from the R peak to the wrist
constexpr double kGreenOfInfrared = 2;    // green reaches small vessels alone
constexpr double kBreathOfPulse = 0.1;    // by which breathing changes a pulse
constexpr double kBreathOfLight = 0.3;    // and the mean of the light, in pulses
constexpr double kPushOfAxis[] = {0.3, 0.5, -0.4};  // by which motion along an axis moves the sensor
constexpr double kLightPerG = 0.02;       // that so much of it changes, as a logarithm

// A bell of the pulse: height, seconds after its begin, width.
struct Bow {
  double height;
  double time;
  double width;
};
constexpr Bow kBows[] = {{1, 0.14, 0.055}, {0.4, 0.36, 0.08}};

// Volume of blood at the sensor: 1 for the systolic peak of a beat at rest.
std::vector<double> MakeVolume(const Plan& plan, const std::vector<Beat>& beats, const Breathing& breathing, int hz) {
  std::vector<double> volume(static_cast<std::size_t>(plan.seconds() * hz), 0.0);
  for (const Beat& beat : beats) {
    const double strength = beat.strength * (1 + kBreathOfPulse * breathing.At(beat.time));
    const double stretch = std::sqrt(std::clamp(beat.interval, 0.3, 1.2));
    for (const Bow& bow : kBows) {
      const double center = (beat.time + kTransit + bow.time * stretch) * hz;
      const double width = bow.width * stretch * hz;
      const double end = std::min(static_cast<double>(volume.size()), center + 6 * width);
      for (double at = std::max(0.0, std::ceil(center - 6 * width)); at < end; at += 1) {
        volume[static_cast<std::size_t>(at)] += strength * bow.height * Bell((at - center) / width);
      }
    }
  }
  for (std::size_t n = 0; n < volume.size(); ++n) {
    volume[n] += kBreathOfLight * breathing.At(static_cast<double>(n) / hz);
  }
  return volume;
}

// How far motion pushes the sensor, g: what is left of the acceleration above 0.2 Hz,
// smoothed by the skin.
std::vector<double> MakePush(const std::vector<Moment>& motion, int motion_hz) {
  std::vector<double> push;
  push.reserve(motion.size());
  double slow[3] = {};
  double smooth = 0;
  if (!motion.empty()) {
    slow[0] = motion[0].x;
    slow[1] = motion[0].y;
    slow[2] = motion[0].z;
  }
  const double slowness = 1.3 / motion_hz;
  const double softness = std::min(1.0, 40.0 / motion_hz);
  for (const Moment& moment : motion) {
    const double axes[3] = {static_cast<double>(moment.x), static_cast<double>(moment.y), static_cast<double>(moment.z)};
    double sum = 0;
    for (int n = 0; n < 3; ++n) {
      slow[n] += slowness * (axes[n] - slow[n]);
      sum += kPushOfAxis[n] * (axes[n] - slow[n]);
    }
    smooth += softness * (sum / 1000 - smooth);
    push.push_back(smooth);
  }
  return push;
}

}  // namespace

Light MakeLight(const Plan& plan, const std::vector<Beat>& beats, const Breathing& breathing,
                const std::vector<Moment>& motion, int motion_hz, int hz, std::uint64_t seed) {
  const std::vector<double> volume = MakeVolume(plan, beats, breathing, hz);
  const std::vector<double> push = MakePush(motion, motion_hz);
  Random random(seed, kLightStream);
  Light light;
  for (std::size_t n = 0; n < volume.size(); ++n) {
    const double second = static_cast<double>(n) / hz;
    const Scene& scene = plan.At(second);
    const bool is_worn = scene.contact != Contact::kNotWorn;
    const double infrared = scene.perfusion_percent / 100;
    const std::size_t moved = std::min(n * static_cast<std::size_t>(motion_hz) / static_cast<std::size_t>(hz), push.size() - 1);
    const double artefact = kLightPerG * scene.artefact * push[moved];
    const auto counts = [&](double absorbed) {
      const double noise = scene.light_noise_counts * random.Normal();
      if (!is_worn) return static_cast<std::int32_t>(std::lround(kAmbientCounts + noise));
      return static_cast<std::int32_t>(std::lround(kSkinCounts * Exponential(-absorbed * volume[n] - artefact) + noise));
    };
    light.green.push_back(counts(kGreenOfInfrared * infrared));
    light.red.push_back(counts(RatioOfRatios(scene.spo2_percent) * infrared));
    light.infrared.push_back(counts(infrared));
  }
  return light;
}

}  // namespace vigil::sim
