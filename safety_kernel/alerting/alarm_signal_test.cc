#include "safety_kernel/alerting/alarm_signal.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

constexpr AlarmPriority kLow = AlarmPriority::kLow;
constexpr AlarmPriority kMedium = AlarmPriority::kMedium;
constexpr AlarmPriority kHigh = AlarmPriority::kHigh;

// The lengths of sound and of silence, in ms, in turn, of the first `length` ms.
std::vector<int> Turns(AlarmPriority priority, int length) {
  std::vector<int> turns = {0};
  bool on = true;
  for (int ms = 0; ms < length; ++ms) {
    if (SoundIsOn(priority, Milliseconds(ms)) != on) {
      on = !on;
      turns.push_back(0);
    }
    ++turns.back();
  }
  return turns;
}

int Count(const std::vector<int>& turns) {
  return static_cast<int>((turns.size() + 1) / 2);
}

TEST(AlarmSignal, WithoutAlarmNothingIsOn) {
  for (int ms = 0; ms < 30'000; ms += 7) {
    EXPECT_FALSE(SoundIsOn(AlarmPriority::kNone, Milliseconds(ms)));
    EXPECT_FALSE(LightIsOn(AlarmPriority::kNone, Milliseconds(ms)));
  }
}

TEST(AlarmSignal, WhatHasNoPulsesHasNoBurst) {
  EXPECT_EQ(PulseBegin(SoundOf(AlarmPriority::kNone), 3), 0u);
}

TEST(AlarmSignal, HighIsTwoGroupsOfFive) {
  VIGIL_VERIFIES("REQ-ALM-010");
  const std::vector<int> turns = Turns(kHigh, 2600);
  EXPECT_EQ(Count(turns), 10);
  for (std::size_t n = 1; n < 19; n += 2) {
    EXPECT_EQ(turns[n], n == 9 ? 500 : 100) << n;
  }
  const std::vector<int> longer = Turns(kHigh, 10'000);
  EXPECT_GE(longer[19], 2500);
  EXPECT_LE(longer[19], 15'000);
}

TEST(AlarmSignal, MediumIsThreePulses) {
  VIGIL_VERIFIES("REQ-ALM-010");
  const std::vector<int> turns = Turns(kMedium, 20'000);
  EXPECT_GE(turns[1], 125);
  EXPECT_LE(turns[1], 250);
  EXPECT_EQ(turns[1], turns[3]);
  EXPECT_GE(turns[5], 2500);
  EXPECT_LE(turns[5], 30'000);
}

TEST(AlarmSignal, LowIsTwoPulsesAndALongPause) {
  VIGIL_VERIFIES("REQ-ALM-010");
  const std::vector<int> turns = Turns(kLow, 30'000);
  EXPECT_EQ(Count(turns), 4);  // two bursts
  EXPECT_GT(turns[3], 15'000);
}

TEST(AlarmSignal, TheLightOfEachPriorityHasItsColourAndRhythm) {
  VIGIL_VERIFIES("REQ-ALM-010");
  EXPECT_EQ(LightOf(kHigh).colour, LightColour::kRed);
  EXPECT_EQ(LightOf(kMedium).colour, LightColour::kYellow);
  EXPECT_EQ(LightOf(kLow).colour, LightColour::kCyan);
  for (const AlarmPriority priority : {kMedium, kHigh}) {
    const LightPattern& light = LightOf(priority);
    EXPECT_GE(light.on_ms * 100 / light.period_ms, 20u);
    EXPECT_LE(light.on_ms * 100 / light.period_ms, 60u);
    EXPECT_TRUE(LightIsOn(priority, Duration()));
    EXPECT_FALSE(LightIsOn(priority, Milliseconds(light.on_ms)));
    EXPECT_TRUE(LightIsOn(priority, Milliseconds(light.period_ms)));
  }
  EXPECT_TRUE(LightIsOn(kLow, Milliseconds(123'456)));
  // 1.4..2.8 Hz and 0.4..0.8 Hz
  EXPECT_LE(LightOf(kHigh).period_ms, 714u);
  EXPECT_GE(LightOf(kHigh).period_ms, 358u);
  EXPECT_LE(LightOf(kMedium).period_ms, 2500u);
  EXPECT_GE(LightOf(kMedium).period_ms, 1250u);
}

TEST(AlarmSignal, ThePitchIsWithinTheRangeAndRisesWithPriority) {
  EXPECT_GE(SoundOf(kLow).frequency_hz, 150u);
  EXPECT_LT(SoundOf(kLow).frequency_hz, SoundOf(kMedium).frequency_hz);
  EXPECT_LT(SoundOf(kMedium).frequency_hz, SoundOf(kHigh).frequency_hz);
  EXPECT_LE(SoundOf(kHigh).frequency_hz, 1000u);
}

}  // namespace
}  // namespace vigil
