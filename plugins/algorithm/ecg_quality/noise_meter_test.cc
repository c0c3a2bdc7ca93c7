#include "plugins/algorithm/ecg_quality/noise_meter.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

// So many tenths of a second of a sample of `noise_uv` in each five: its noise is 4/5 of
// it at the sample and 1/5 at the four around it, 8/25 in the mean.
void Spikes(NoiseMeter& meter, int tenths, std::int32_t noise_uv) {
  for (int n = 0; n < 25 * tenths; ++n) meter.Add(n % 5 == 0 ? noise_uv : 0);
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
  Spikes(meter, 5, 1000);
  EXPECT_TRUE(meter.IsAbove(1000));
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
