#include "tools/demo/run_report.h"

#include "gtest/gtest.h"
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
  EXPECT_EQ(arrivals.ArrivalOf(7), 10);
  EXPECT_EQ(arrivals.ArrivalOf(8), std::nullopt);
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
