#include "tools/demo/run_report.h"

#include "gtest/gtest.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"

namespace vigil::demo {
namespace {

wire::ReceivedMessage Alarm(std::uint32_t sequence, std::int64_t since_us,
                            std::int64_t time_us, std::int64_t received_us) {
  wire::ReceivedMessage message;
  message.set_sequence(sequence);
  message.set_received_unix_us(received_us);
  wire::AlarmEvent& alarm = *message.mutable_message()->mutable_alarm();
  alarm.set_transition(1);
  alarm.set_since_us(since_us);
  alarm.set_time_us(time_us);
  return message;
}

wire::ReceivedMessage Received(std::uint32_t sequence, Observation observation) {
  Seal(observation);
  wire::ReceivedMessage message;
  message.set_sequence(sequence);
  wire::Observation& wire = *message.mutable_message()->mutable_observation();
  wire.set_code(static_cast<std::uint32_t>(observation.code));
  wire.set_value(observation.value);
  wire.set_unit(static_cast<std::uint32_t>(observation.unit));
  wire.set_validity(static_cast<std::uint32_t>(observation.validity));
  wire.set_reason(static_cast<std::uint32_t>(observation.reason));
  wire.set_time_us(observation.time.us);
  wire.set_valid_until_us(observation.valid_until.us);
  wire.set_integrity(observation.integrity);
  return message;
}

wire::ReceivedMessage HeartRate(std::uint32_t sequence, std::int32_t value) {
  return Received(sequence, {.code = ObservationCode::kHeartRate,
                             .value = value,
                             .unit = Unit::kPerMinute,
                             .validity = Validity::kValid,
                             .time = {1},
                             .valid_until = {2}});
}

TEST(RunReport, LatencyAddsDeviceTimeAndTheWayToTheScreen) {
  wire::MessageList messages;
  *messages.add_messages() = Alarm(7, 1'000'000, 4'000'000, 50'000'000);
  wire::LiveUpdate update;
  *update.add_messages() = messages.messages(0);
  AlarmArrivals arrivals;
  arrivals.Note(update, 50'020'000);

  const auto report = MakeReport({}, messages, arrivals, {});

  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->alarms, 1u);
  EXPECT_DOUBLE_EQ(*report->alarm_latency_ms_p50, 3020);
  EXPECT_DOUBLE_EQ(*report->alarm_latency_ms_p99, 3020);
}

TEST(RunReport, DetectorThatCannotTellIsNoBeat) {
  Observation unknown{.code = ObservationCode::kQrsDetected,
                      .unit = Unit::kMicrovolt,
                      .validity = Validity::kUndeterminable,
                      .reason = Reason::kStarting};
  wire::MessageList messages;
  *messages.add_messages() = Received(1, unknown);
  const auto report = MakeReport({}, messages, {}, {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->beats, 0u);
}

TEST(RunReport, OnlyTheFirstArrivalCounts) {
  wire::LiveUpdate update;
  *update.add_messages() = Alarm(7, 0, 0, 0);
  AlarmArrivals arrivals;
  arrivals.Note(update, 10);
  arrivals.Note(update, 20);
  EXPECT_EQ(arrivals.ArrivalOf(update.messages(0)), 10);
  EXPECT_EQ(arrivals.ArrivalOf(Alarm(8, 0, 0, 0)), std::nullopt);
}

// Each device counts its messages from the start.
TEST(RunReport, AlarmsOfTwoDevicesWithOneSequenceAreTwo) {
  wire::LiveUpdate chest, wrist;
  *chest.add_messages() = Alarm(7, 0, 0, 0);
  chest.mutable_messages(0)->set_device_id("chest");
  *wrist.add_messages() = Alarm(7, 0, 0, 0);
  wrist.mutable_messages(0)->set_device_id("wrist");
  AlarmArrivals arrivals;
  arrivals.Note(chest, 10);
  EXPECT_EQ(arrivals.ArrivalOf(wrist.messages(0)), std::nullopt);
  arrivals.Note(wrist, 20);
  EXPECT_EQ(arrivals.ArrivalOf(chest.messages(0)), 10);
  EXPECT_EQ(arrivals.ArrivalOf(wrist.messages(0)), 20);
}

wire::ReceivedMessage Samples(std::uint32_t sequence, ChannelId channel, std::uint32_t period_us,
                              std::uint16_t count) {
  SampleBlock block;
  block.channel = channel;
  block.unit = UnitOf(channel);
  block.count = count;
  block.period_us = period_us;
  Seal(block);
  wire::ReceivedMessage message;
  message.set_sequence(sequence);
  wire::SampleBlock& wire = *message.mutable_message()->mutable_samples();
  wire.set_channel(static_cast<std::uint32_t>(block.channel));
  wire.set_unit(static_cast<std::uint32_t>(block.unit));
  wire.set_period_us(period_us);
  wire.set_integrity(block.integrity);
  for (int n = 0; n < count; ++n) wire.add_samples(0);
  return message;
}

// Channels run beside one another, and the axes of a moment are one moment.
TEST(RunReport, LastsAsLongAsItsLongestChannel) {
  wire::MessageList messages;
  *messages.add_messages() = Samples(1, ChannelId::kAcceleration, 20'000, 15);
  *messages.add_messages() = Samples(2, ChannelId::kPpgGreen, 20'000, 5);
  *messages.add_messages() = Samples(3, ChannelId::kPpgGreen, 20'000, 5);
  const auto report = MakeReport({}, messages, {}, {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_DOUBLE_EQ(report->seconds, 0.2);
  EXPECT_EQ(report->samples_stored, 25u);
}

TEST(RunReport, SaysWhichDeviceItWasAndWhetherItsInputWasSimulated) {
  wire::SessionSummary session;
  session.set_device_id("wrist");
  wire::MessageList messages;
  messages.add_messages()->mutable_message()->mutable_hello()->set_simulated_input(true);
  const auto report = MakeReport(session, messages, {}, {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_NE(report->Json().find(R"("device":"wrist","simulated":true)"), std::string::npos);
}

TEST(RunReport, MessageStoredTwiceIsCountedAndNotUsedTwice) {
  wire::MessageList messages;
  *messages.add_messages() = Alarm(7, 0, 0, 0);
  *messages.add_messages() = Alarm(7, 0, 0, 0);
  const auto report = MakeReport({}, messages, {}, {});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->duplicated, 1u);
  EXPECT_EQ(report->alarms, 1u);
  EXPECT_FALSE(report->ok());
}

TEST(RunReport, LossOfTheLinkAndOfTheStoreIsCountedOnce) {
  wire::SessionSummary session;
  session.set_messages_missing(3);
  session.mutable_link()->set_frames_lost(2);
  const auto report = MakeReport(session, {}, {}, {});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->lost, 3u);
  EXPECT_FALSE(report->ok());
}

TEST(RunReport, TellsTheVitalsThatTheDeviceHas) {
  Observation spo2{.code = ObservationCode::kSpo2,
                   .value = 86,
                   .unit = Unit::kPercent,
                   .validity = Validity::kValid,
                   .time = {1},
                   .valid_until = {2}};
  Observation pulse{.code = ObservationCode::kPulseRate,
                    .value = 71,
                    .unit = Unit::kPerMinute,
                    .validity = Validity::kValid,
                    .time = {1},
                    .valid_until = {2}};
  wire::MessageList messages;
  *messages.add_messages() = Received(1, spo2);
  *messages.add_messages() = Received(2, pulse);
  spo2.validity = Validity::kUndeterminable;
  spo2.value = 0;
  spo2.reason = Reason::kNoise;
  *messages.add_messages() = Received(3, spo2);
  const auto report = MakeReport({}, messages, {}, {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->spo2_percent, 86);
  EXPECT_EQ(report->pulse_rate_bpm, 71);
  EXPECT_EQ(report->heart_rate_bpm, std::nullopt);
}

TEST(RunReport, DifferentBitsAreNoSuccess) {
  wire::MessageList messages;
  *messages.add_messages() = HeartRate(1, 72);
  const auto unlike = MakeReport({}, messages, {}, {.digest = "0"});
  ASSERT_TRUE(unlike.ok());
  EXPECT_EQ(unlike->heart_rate_bpm, 72);
  EXPECT_FALSE(unlike->ok());
  const auto alike =
      MakeReport({}, messages, {}, {.digest = unlike->digest_firmware});
  EXPECT_TRUE(alike->ok());
}

TEST(RunReport, DamagedObservationIsAnError) {
  wire::MessageList messages;
  *messages.add_messages() = HeartRate(1, 72);
  messages.mutable_messages(0)->mutable_message()->mutable_observation()->set_value(73);
  EXPECT_EQ(MakeReport({}, messages, {}, {}).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST(RunReport, WhatIsUnknownIsNullInJson) {
  const std::string json = RunReport{}.Json();
  EXPECT_NE(json.find("\"heart_rate_bpm\":null"), std::string::npos);
  EXPECT_NE(json.find("\"alarm_latency_ms_p99\":null"), std::string::npos);
}

}  // namespace
}  // namespace vigil::demo
