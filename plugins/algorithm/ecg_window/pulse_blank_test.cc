#include "plugins/algorithm/ecg_window/pulse_blank.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <vector>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::plugins {
namespace {

constexpr std::size_t kTop = 50;
constexpr std::size_t kSamples = 100;
constexpr std::size_t kDelay = 10;  // samples: PulseBlank::kDelay

using Ecg = std::vector<double>;

Ecg Flat() { return Ecg(kSamples, 0.0); }

// A bell; `width`: its standard deviation, samples. 0.5 is a pulse behind an amplifier of 65 Hz.
Ecg With(Ecg ecg, double uv, double top, double width) {
  for (std::size_t n = 0; n < ecg.size(); ++n) ecg[n] += uv * std::exp(-std::pow((static_cast<double>(n) - top) / width, 2) / 2);
  return ecg;
}

std::int32_t At(const Ecg& ecg, std::size_t n) { return static_cast<std::int32_t>(std::lround(ecg[n])); }

// What comes out, the delay taken off.
std::vector<std::int32_t> Blank(const Ecg& ecg) {
  PulseBlank blank;
  blank.Clear(At(ecg, 0));
  std::vector<std::int32_t> out;
  for (std::size_t n = 0; n < ecg.size(); ++n) {
    const std::int32_t sample = blank.Next(At(ecg, n));
    if (n >= kDelay) out.push_back(sample);
  }
  return out;
}

void ExpectAsItIs(const Ecg& ecg) {
  const std::vector<std::int32_t> out = Blank(ecg);
  for (std::size_t n = 0; n < out.size(); ++n) EXPECT_EQ(out[n], At(ecg, n)) << n;
}

TEST(PulseBlankTest, APulseIsGoneAtEachHeightAndPhase) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-005");
  for (const double uv : {400.0, -1500.0, 30'000.0}) {
    for (const double phase : {0.0, 0.25, 0.5, 0.75}) {
      const std::vector<std::int32_t> out = Blank(With(Flat(), uv, kTop + phase, 0.5));
      for (const std::int32_t sample : out) EXPECT_LE(std::abs(sample), 2) << uv << " " << phase;
    }
  }
}

TEST(PulseBlankTest, UnderAPulseTheHeartIsThere) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-005");
  // On the top of a wide beat, which the line cuts off, and on its slope.
  for (const double off : {0.0, 10.0}) {
    const Ecg heart = With(Flat(), 500, kTop + off, 8);
    const std::vector<std::int32_t> out = Blank(With(heart, 3000, kTop, 0.5));
    for (std::size_t n = 0; n < out.size(); ++n) EXPECT_NEAR(out[n], heart[n], 35) << off << " " << n;
  }
}

TEST(PulseBlankTest, WhatIsOfAHeartStaysAsItIs) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-005");
  for (const double width : {1.5, 2.0, 3.0, 8.0}) ExpectAsItIs(With(Flat(), 1000, kTop, width));
  Ecg step = Flat();
  for (std::size_t n = kTop; n < kSamples; ++n) step[n] = 1000;
  ExpectAsItIs(step);
}

TEST(PulseBlankTest, APulseIsTwoHundredMicrovoltsAndHasNarrowSides) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-005");
  for (const double uv : {199.0, 200.0}) {
    Ecg ecg = Flat();
    ecg[kTop] = uv;
    EXPECT_EQ(Blank(ecg)[kTop], uv < 200 ? 199 : 0);
  }
  for (const std::size_t side : {kTop - 2, kTop + 2}) {
    for (const double left : {249.0, 251.0}) {
      Ecg ecg = Flat();
      ecg[kTop] = 1000;
      ecg[side] = left;
      EXPECT_EQ(Blank(ecg)[kTop], left < 250 ? 0 : 1000) << side;
    }
  }
}

TEST(PulseBlankTest, TwoPulsesInARowAreBothGone) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-005");
  const std::vector<std::int32_t> out = Blank(With(With(Flat(), 2000, kTop, 0.5), -2000, kTop + 8, 0.5));
  for (const std::int32_t sample : out) EXPECT_LE(std::abs(sample), 2);
}

// 41 Hz have a crest that is as narrow as a pulse each 24 ms, and a fibrillation may be below.
TEST(PulseBlankTest, NoiseStaysAsItIsAndAPulseAfterItIsGone) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-005");
  constexpr std::size_t kSecond = 250;
  Ecg noise(8 * kSecond, 0.0);
  for (std::size_t n = 0; n < 4 * kSecond; ++n) noise[n] = 600 * std::sin(2 * M_PI * 41 * static_cast<double>(n) / kSecond);
  noise = With(noise, 2000, 7 * kSecond, 0.5);
  const std::vector<std::int32_t> out = Blank(noise);
  std::size_t blanked = 0;
  for (std::size_t n = 0; n < kSecond; ++n) blanked += out[n] == At(noise, n) ? 0 : 1;
  EXPECT_GT(blanked, 0u) << "nobody knows at first";
  for (std::size_t n = kSecond; n < 4 * kSecond; ++n) EXPECT_EQ(out[n], At(noise, n)) << n;
  EXPECT_NEAR(out[7 * kSecond], 0, 2);
}

TEST(PulseBlankTest, PulsesOfTwoChambersAtAHundredAndFiftyAMinuteAreGone) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-005");
  Ecg ecg(10 * 250, 0.0);
  for (std::size_t top = 20; top < ecg.size(); top += 100) ecg = With(With(ecg, 3000, top, 0.5), 3000, top + 37, 0.5);
  for (const std::int32_t sample : Blank(ecg)) EXPECT_LE(std::abs(sample), 2);
}

TEST(PulseBlankTest, InputsAreBoundedToOneVolt) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-005");
  PulseBlank blank;
  blank.Clear(INT32_MIN);
  for (std::size_t n = 0; n < kDelay; ++n) EXPECT_EQ(blank.Next(INT32_MAX), -1'000'000);
  EXPECT_EQ(blank.Next(INT32_MAX), 1'000'000);
}

TEST(PulseBlankTest, ClearBringsAnyMemoryToTheSameState) {
  VIGIL_VERIFIES("REQ-ECG-WINDOW-005");
  alignas(PulseBlank) unsigned char memory[sizeof(PulseBlank)];
  std::memset(memory, 0xA5, sizeof(memory));
  auto* blank = new (memory) PulseBlank;
  blank->Clear(40);
  PulseBlank fresh;
  fresh.Clear(40);
  for (int n = 0; n < 100; ++n) EXPECT_EQ(blank->Next((n * n) % 777), fresh.Next((n * n) % 777));
}

}  // namespace
}  // namespace vigil::plugins
