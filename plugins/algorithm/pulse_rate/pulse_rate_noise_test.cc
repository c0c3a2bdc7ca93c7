// What is no pulse is not shown as one, for hours.
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>

#include "gtest/gtest.h"
#include "plugins/algorithm/pulse_rate/pulse_rate.h"
#include "plugins/algorithm/pulse_rate/pulse_rate.plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr int kHours = 2;
constexpr int kFrames = kHours * 3600 * 10;

struct Moment {
  double light = 0;
  double axes[3] = {0, 0, 1000};
};

std::int32_t Whole(double value) { return static_cast<std::int32_t>(std::lround(value)); }

// How often a rate was told.
int RatesIn(const std::function<Moment()>& next) {
  const auto bench = std::make_unique<PluginBench<PulseRate>>(kPulseRateManifest);
  EXPECT_EQ(bench->Start(), Status::kOk);
  int rates = 0;
  int noise = 0;
  for (int frame = 0; frame < kFrames; ++frame) {
    SampleBlock light;
    light.channel = ChannelId::kPpgGreen;
    light.unit = Unit::kAdcCount;
    light.period_us = 20'000;
    light.first_sample = bench->now();
    SampleBlock motion = light;
    motion.channel = ChannelId::kAcceleration;
    motion.unit = Unit::kMilliG;
    for (int n = 0; n < 5; ++n) {
      const Moment moment = next();
      light.samples[light.count++] = Whole(moment.light);
      for (const double axis : moment.axes) motion.samples[motion.count++] = Whole(axis);
    }
    EXPECT_EQ(bench->Give(light), Status::kOk);
    EXPECT_EQ(bench->Give(motion), Status::kOk);
    EXPECT_EQ(bench->Activate(), Status::kOk);
    for (const Observation& said : bench->said().observations) {
      if (said.validity == Validity::kValid) ++rates;
      if (said.reason == Reason::kNoise) ++noise;
    }
  }
  EXPECT_GT(noise, kHours * 3000);
  return rates;
}

class PulseRateNoise : public testing::Test {
 protected:
  double Noise(double spread) { return spread * normal_(random_); }
  std::mt19937 random_{20};
  std::normal_distribution<double> normal_{0, 1};
};

// The light of a desk: the converter's noise, half a count.
TEST_F(PulseRateNoise, ADeviceOnADeskHasNoPulse) {
  VIGIL_VERIFIES("REQ-PULSE-003");
  EXPECT_EQ(RatesIn([this] { return Moment{.light = 300 + Noise(0.5), .axes = {Noise(4), Noise(4), 1000 + Noise(4)}}; }), 0);
}

TEST_F(PulseRateNoise, WhiteNoiseHasNoPulse) {
  VIGIL_VERIFIES("REQ-PULSE-003");
  EXPECT_EQ(RatesIn([this] { return Moment{.light = Noise(200), .axes = {Noise(4), Noise(4), 1000 + Noise(4)}}; }), 0);
}

TEST_F(PulseRateNoise, ADriftHasNoPulse) {
  VIGIL_VERIFIES("REQ-PULSE-003");
  double drift = 0;
  EXPECT_EQ(RatesIn([this, &drift] {
              drift += Noise(20) - 0.00125 * drift;
              return Moment{.light = drift, .axes = {Noise(4), Noise(4), 1000 + Noise(4)}};
            }),
            0);
}

// An arm that moves, and shifts a sensor under which there is no pulse.
TEST_F(PulseRateNoise, MotionAloneHasNoPulse) {
  VIGIL_VERIFIES("REQ-PULSE-003");
  double arm[3] = {};
  EXPECT_EQ(RatesIn([this, &arm] {
              for (double& axis : arm) axis = 0.95 * axis + Noise(25);
              return Moment{.light = 0.7 * arm[0] + Noise(100),
                            .axes = {arm[0] + Noise(4), arm[1] + Noise(4), 1000 + arm[2] + Noise(4)}};
            }),
            0);
}

}  // namespace
}  // namespace vigil::plugins
