#include "plugins/algorithm/ecg_quality/noise_meter.h"

#include <cmath>
#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

// So many tenths of a second of a sample of `noise_uv` in each five: its noise is 4/5 of
// it at the sample and 1/5 at the four around it, 8/25 in the mean. The other way up in
// each second tenth: it is no period of the mains. On top of a sine of the mains.
void Spikes(NoiseMeter& meter, int tenths, std::int32_t noise_uv, double mains_uv = 0,
            double mains_hz = 50) {
  for (int n = 0; n < 25 * tenths; ++n) {
    const std::int32_t noise = n % 50 < 25 ? noise_uv : -noise_uv;
    const double mains = mains_uv * std::sin(2 * 3.14159265358979 * mains_hz * n / 250);
    meter.Add(static_cast<std::int32_t>(std::lround(mains)) + (n % 5 == 0 ? noise : 0));
  }
}

TEST(NoiseMeterTest, TheMeanDifferenceIsComparedWithTheHeight) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-002");
  NoiseMeter meter;
  meter.Clear();
  Spikes(meter, 40, 750);             // 240 uV: 6 % of 4000
  EXPECT_FALSE(meter.IsAbove(4010));
  EXPECT_TRUE(meter.IsAbove(3950));
  meter.Clear();
  Spikes(meter, 40, -750);
  EXPECT_FALSE(meter.IsAbove(4010));
  EXPECT_TRUE(meter.IsAbove(3950));
}

TEST(NoiseMeterTest, AQrsIsNoNoise) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-002");
  NoiseMeter meter;
  meter.Clear();
  for (int second = 0; second < 4; ++second) {
    Spikes(meter, 5, 1000);
    Spikes(meter, 5, 0);
  }
  EXPECT_FALSE(meter.IsAbove(1000));
  Spikes(meter, 1, 1000);
  EXPECT_FALSE(meter.IsAbove(1000));  // it took the place of a noisy one
  Spikes(meter, 5, -1000);
  EXPECT_TRUE(meter.IsAbove(1000));
}

TEST(NoiseMeterTest, TheMainsAreNoNoise) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-002");
  for (const double hz : {50.0, 60.0}) {
    NoiseMeter meter;
    Spikes(meter, 45, 0, 5000, hz);
    EXPECT_FALSE(meter.IsAbove(100)) << hz;
  }
}

TEST(NoiseMeterTest, NoiseBesideTheMainsIsSeen) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-002");
  for (const double hz : {50.0, 60.0}) {
    NoiseMeter meter;
    Spikes(meter, 45, 750, 5000, hz);  // 240 uV twice, by the root of two: 343 uV
    EXPECT_TRUE(meter.IsAbove(5600)) << hz;
    EXPECT_FALSE(meter.IsAbove(5850)) << hz;
  }
}

TEST(NoiseMeterTest, WhatNoElectrodeGivesCountsAsAVolt) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-002");
  for (const std::int32_t noise : {INT32_MAX, -INT32_MAX}) {
    NoiseMeter meter;
    Spikes(meter, 45, noise);  // 320 mV
    EXPECT_TRUE(meter.IsAbove(5'300'000));
    EXPECT_FALSE(meter.IsAbove(5'400'000));
  }
}

TEST(NoiseMeterTest, ASlowSignalIsNoNoise) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-002");
  NoiseMeter meter;
  meter.Clear();
  for (int n = 0; n < 1000; ++n) meter.Add(100 * n);
  EXPECT_FALSE(meter.IsAbove(1000));
}

TEST(NoiseMeterTest, ClearForgets) {
  VIGIL_VERIFIES("REQ-ECG-QUALITY-002");
  NoiseMeter meter;
  Spikes(meter, 60, 10'000);
  meter.Clear();
  EXPECT_FALSE(meter.IsAbove(0));
  EXPECT_FALSE(meter.IsAbove(1000));
}

}  // namespace
}  // namespace vigil::plugins
