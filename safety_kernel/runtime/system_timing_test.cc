#include "safety_kernel/runtime/system_timing.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

class SystemTimingTest : public testing::Test {
 protected:
  SystemTimingTest() {
    entry_.manifest = &manifest_;
    manifest_.period_us = 200'000;
    system_ = {.plugins = &entry_,
               .plugin_count = 1,
               .frame_us = 100'000,
               .channels = channels_,
               .channel_count = 2};
    channels_[0] = {.channel = ChannelId::kEcgAdc, .from_source = true};
    channels_[1] = {.channel = ChannelId::kEcg};
  }

  void ExpectPlugin(std::int64_t ms) {
    const Result<Duration> bound = PluginStopToAlarm(system_, 0);
    EXPECT_EQ(bound.status(), Status::kOk);
    EXPECT_EQ(bound.value(), Milliseconds(ms));
  }
  void ExpectSource(std::int64_t ms) {
    const Result<Duration> bound = SourceStopToAlarm(system_);
    EXPECT_EQ(bound.status(), Status::kOk);
    EXPECT_EQ(bound.value(), Milliseconds(ms));
  }

  PluginManifest manifest_;
  PluginEntry entry_;
  ChannelDescription channels_[2];
  SystemDescription system_;
};

TEST_F(SystemTimingTest, APluginThatOwesNothingHasNoBound) {
  VIGIL_VERIFIES("REQ-RUN-023");
  EXPECT_EQ(PluginStopToAlarm(system_, 0).status(), Status::kOutOfRange);
  manifest_.observations_out[0] = {.code = ObservationCode::kHeartRate};
  manifest_.channels_out[0] = ChannelId::kEcg;
  EXPECT_EQ(PluginStopToAlarm(system_, 0).status(), Status::kOutOfRange);
}

TEST_F(SystemTimingTest, TheShortestSilenceOfItsObservationsCounts) {
  VIGIL_VERIFIES("REQ-RUN-023");
  manifest_.observations_out[0] = {.code = ObservationCode::kHeartRate,
                                   .silence_ms = 1500};
  ExpectPlugin(1500 + 200 + 100);
  manifest_.observations_out[3] = {.code = ObservationCode::kQrsDetected,
                                   .silence_ms = 700};
  ExpectPlugin(700 + 200 + 100);
}

TEST_F(SystemTimingTest, AWatchedChannelCountsForItsProducer) {
  channels_[1].alarms = {.silent = AlarmId::kEcgSignalLost,
                         .max_silence_us = 400'000};
  EXPECT_EQ(PluginStopToAlarm(system_, 0).status(), Status::kOutOfRange);
  manifest_.channels_out[0] = ChannelId::kEcg;
  ExpectPlugin(400 + 200 + 100);
}

TEST_F(SystemTimingTest, WhatIsAlertingOwesItsConditionsEachTime) {
  manifest_.conditions_out[2] = AlarmId::kHeartRateLow;
  ExpectPlugin(200 + 100);
}

TEST_F(SystemTimingTest, ThereIsNoBoundOfNobody) {
  EXPECT_EQ(PluginStopToAlarm(system_, 1).status(), Status::kInvalidArgument);
}

TEST_F(SystemTimingTest, TheSlowestWatchOverTheSourceCounts) {
  VIGIL_VERIFIES("REQ-RUN-023");
  EXPECT_EQ(SourceStopToAlarm(system_).status(), Status::kOutOfRange);
  channels_[1].alarms = {.silent = AlarmId::kEcgSignalLost,
                         .max_silence_us = 1'000'000};
  EXPECT_EQ(SourceStopToAlarm(system_).status(), Status::kOutOfRange);
  channels_[0].limits.max_unmoved_us = 1'200'000;
  ExpectSource(1500 + 100);  // the window of the rate
  channels_[0].limits.max_unmoved_us = 1'700'000;
  ExpectSource(1700 + 100);
  channels_[1].alarms.max_silence_us = 1'900'000;
  ExpectSource(1900 + 100);
}

TEST_F(SystemTimingTest, AnyChannelOfThePluginCounts) {
  // The one without a watch stands first, and the source last.
  channels_[0] = {.channel = ChannelId::kEcg};
  channels_[1] = {.channel = ChannelId::kEcgAdc,
                  .alarms = {.silent = AlarmId::kEcgSignalLost,
                             .max_silence_us = 400'000}};
  manifest_.channels_out[0] = ChannelId::kEcg;
  manifest_.channels_out[1] = ChannelId::kEcgAdc;
  ExpectPlugin(400 + 200 + 100);
  channels_[0].alarms = {.silent = AlarmId::kEcgLeadOff, .max_silence_us = 300'000};
  ExpectPlugin(300 + 200 + 100);
}

}  // namespace
}  // namespace vigil
