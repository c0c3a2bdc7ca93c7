#include "firmware/monitor/device_link.h"

#include <cstdint>
#include <string>
#include <vector>

#include "firmware/boards/host/run_summary.h"
#include "firmware/monitor/scripted_board.h"
#include "gtest/gtest.h"
#include "platform/link/frame.h"
#include "platform/wire/device.pb.h"
#include "safety_kernel/alerting/alarm_manager.h"
#include "test/verifies.h"

namespace vigil::firmware {
namespace {

Observation Beat(std::uint32_t sequence) {
  Observation beat;
  beat.code = ObservationCode::kQrsDetected;
  beat.unit = Unit::kMicrovolt;
  beat.validity = Validity::kValid;
  beat.sequence = sequence;
  Seal(beat);
  return beat;
}

SampleBlock Block() {
  SampleBlock block;
  block.channel = ChannelId::kEcg;
  block.unit = Unit::kMicrovolt;
  block.period_us = 4000;
  block.count = 25;
  Seal(block);
  return block;
}

AlarmEvent Alarm(std::uint32_t sequence) {
  AlarmEvent alarm;
  alarm.condition.id = AlarmId::kEcgLeadOff;
  alarm.condition.priority = AlarmPriority::kHigh;
  alarm.sequence = sequence;
  return alarm;
}

// The messages in the order in which they came, and that their numbers rise.
std::vector<wire::DeviceMessage> MessagesOf(const ScriptedBoard& board) {
  std::vector<wire::DeviceMessage> messages;
  link::FrameReader reader;
  std::uint32_t next = 0;
  for (const std::uint8_t byte : board.sent()) {
    if (reader.Push(byte) != link::FrameReader::Event::kFrame) continue;
    EXPECT_GE(reader.header().sequence, next);
    next = reader.header().sequence + 1;
    messages.emplace_back();
    EXPECT_TRUE(messages.back().ParseFromArray(
        reader.payload(), static_cast<int>(reader.payload_length())));
  }
  return messages;
}

constexpr Duration kBudget = Milliseconds(80);

TEST(DeviceLink, FramesCarryEachMessage) {
  ScriptedBoard board;
  DeviceLink link;
  link.Start(9);

  link.Send(DeviceHello{.device_id = "d", .firmware_version = "1"});
  link.Send(Block());
  link.Send(Beat(0));
  link.Send(Alarm(0));
  link.Send(DeviceStatus{.frames_run = 4});
  link.Send(DeviceGoodbye{});
  link.SendTo(board, kBudget);

  EXPECT_TRUE(link.empty());
  const RunSummary summary = board.Summary();
  EXPECT_EQ(summary.frames().accepted(), 6u);
  EXPECT_EQ(summary.frames().lost(), 0u);
  EXPECT_EQ(summary.unreadable(), 0u);
  EXPECT_TRUE(summary.said_hello());
  EXPECT_EQ(summary.samples(), 25u);
  EXPECT_EQ(summary.beats(), 1u);
  EXPECT_EQ(summary.alarms_raised(), 1u);
  EXPECT_EQ(summary.last_status().frames_run(), 4u);
  EXPECT_TRUE(summary.said_goodbye());
  EXPECT_EQ(link.messages_dropped(), 0u);
}

TEST(DeviceLink, FullQueueDropsAndTheOtherSideSeesTheLoss) {
  VIGIL_VERIFIES("REQ-MON-003");
  ScriptedBoard board;
  DeviceLink link;
  link.Start(1);
  constexpr std::uint32_t kMessages = 2000;  // more than there is room for
  for (std::uint32_t n = 0; n < kMessages; ++n) link.Send(Beat(n));
  const std::uint32_t dropped = link.messages_dropped();
  ASSERT_GT(dropped, 0u);
  link.SendTo(board, kBudget);

  link.Send(Beat(kMessages));
  link.SendTo(board, kBudget);

  const RunSummary summary = board.Summary();
  EXPECT_EQ(summary.frames().lost(), dropped);
  EXPECT_EQ(summary.frames().accepted(), kMessages + 1 - dropped);
  EXPECT_EQ(summary.frames_damaged(), 0u);
}

TEST(DeviceLink, AlarmGoesBeforeAllThatWaits) {
  VIGIL_VERIFIES("REQ-MON-002");
  ScriptedBoard board;
  DeviceLink link;
  link.Start(1);
  link.Send(DeviceHello{.device_id = "d", .firmware_version = "1"});
  link.Send(Block());
  link.Send(Beat(0));

  link.Send(Alarm(0));
  link.Send(Alarm(1));
  link.SendTo(board, kBudget);

  const std::vector<wire::DeviceMessage> messages = MessagesOf(board);
  ASSERT_EQ(messages.size(), 5u);
  EXPECT_TRUE(messages[0].has_hello());
  EXPECT_EQ(messages[1].alarm().sequence(), 0u);
  EXPECT_TRUE(messages[2].has_alarm());
  EXPECT_EQ(messages[2].alarm().sequence(), 1u);
  EXPECT_TRUE(messages[3].has_samples());
  EXPECT_TRUE(messages[4].has_observation());
  EXPECT_EQ(board.Summary().frames().lost(), 0u);
}

TEST(DeviceLink, FrameOnItsWayIsNotBrokenByAnAlarm) {
  VIGIL_VERIFIES("REQ-MON-002");
  ScriptedBoard board;
  DeviceLink link;
  link.Start(1);
  link.Send(Block());
  link.Send(Block());
  board.TakeOnly(10);
  link.SendTo(board, kBudget);
  ASSERT_EQ(board.sent().size(), 10u);

  link.Send(Alarm(0));
  board.TakeOnly(1'000);
  link.SendTo(board, Milliseconds(10'000));

  const std::vector<wire::DeviceMessage> messages = MessagesOf(board);
  ASSERT_EQ(messages.size(), 3u);
  EXPECT_TRUE(messages[0].has_samples());
  EXPECT_TRUE(messages[1].has_alarm());
  EXPECT_TRUE(messages[2].has_samples());
  EXPECT_EQ(board.Summary().frames_damaged(), 0u);
}

TEST(DeviceLink, AlarmIsNotLostBehindSamplesThatFillTheQueue) {
  VIGIL_VERIFIES("REQ-MON-002");
  ScriptedBoard board;
  board.TakeOnly(0);
  DeviceLink link;
  link.Start(1);
  for (std::uint32_t n = 0; n < 2000; ++n) link.Send(Block());
  const std::uint32_t dropped = link.messages_dropped();
  ASSERT_GT(dropped, 0u);

  link.Send(Alarm(0));
  board.TakeOnly(100);
  link.SendTo(board, kBudget);

  EXPECT_EQ(link.messages_dropped(), dropped);
  EXPECT_EQ(board.Summary().alarms_raised(), 1u);
  EXPECT_EQ(board.Summary().frames().lost(), dropped);
}

TEST(DeviceLink, HasRoomForEachAlarmThatThereCanBe) {
  VIGIL_VERIFIES("REQ-MON-002");
  ScriptedBoard board;
  DeviceLink link;
  link.Start(1);
  AlarmEvent longest = Alarm(0xFFFFFFFF);
  longest.condition.id = static_cast<AlarmId>(0xFFFF);
  longest.condition.unit = static_cast<Unit>(0xFFFF);
  longest.condition.value = -0x7FFFFFFF;
  longest.condition.limit = -0x7FFFFFFF;
  longest.condition.since = Timestamp{1'000'000'000'000'000};
  longest.time = longest.condition.since;
  longest.by = 0xFFFF;

  link.Send(DeviceHello{.device_id = "0123456789abcdef0123456789abcdef",
                        .firmware_version = "10.200.3000-rc1"});
  for (std::uint32_t n = 0; n < kMaxAlarms; ++n) link.Send(longest);
  EXPECT_EQ(link.messages_dropped(), 0u);
  EXPECT_EQ(link.alarm_events(), kMaxAlarms);

  // Then those that are dropped are counted as well.
  for (std::uint32_t n = 0; n < 2 * kMaxAlarms; ++n) link.Send(longest);
  EXPECT_GT(link.messages_dropped(), 0u);
  EXPECT_EQ(link.alarm_events(), 3 * kMaxAlarms);
}

TEST(DeviceLink, SendingStopsAtItsBudgetAndGoesOnLater) {
  VIGIL_VERIFIES("REQ-MON-003");
  ScriptedBoard board;
  board.TakeOnly(10);
  DeviceLink link;
  link.Start(1);
  link.Send(Beat(0));

  link.SendTo(board, kBudget);
  EXPECT_FALSE(link.empty());
  EXPECT_EQ(board.sent().size(), 10u);
  EXPECT_GE(board.SinceFrameBegin(), kBudget);

  board.TakeOnly(1000);
  (void)board.WaitForFrame();
  link.SendTo(board, kBudget);
  EXPECT_TRUE(link.empty());
  EXPECT_EQ(board.Summary().beats(), 1u);
}

TEST(DeviceLink, WhatCanNotBeEncodedIsCountedAsLost) {
  ScriptedBoard board;
  DeviceLink link;
  link.Start(1);
  SampleBlock damaged = Block();
  damaged.count = kMaxSamplesPerBlock + 1;

  link.Send(damaged);
  link.Send(Beat(0));
  link.SendTo(board, kBudget);

  EXPECT_EQ(link.messages_dropped(), 1u);
  EXPECT_EQ(board.Summary().frames().lost(), 1u);
}

TEST(DeviceLink, StartBeginsANewSessionWithNothingToSend) {
  ScriptedBoard board;
  DeviceLink link;
  link.Start(1);
  link.Send(Beat(0));

  link.Start(2);

  EXPECT_TRUE(link.empty());
  link.Send(Beat(0));
  link.SendTo(board, kBudget);
  EXPECT_EQ(board.Summary().frames().lost(), 0u);
  EXPECT_EQ(board.FirstSession(), 2u);
}

TEST(SendQueue, GivesMessagesInOrderAcrossItsEnd) {
  SendQueue<2048> queue;
  std::uint8_t next_in = 0;
  std::uint8_t next_out = 0;
  for (int round = 0; round < 20; ++round) {
    for (const std::uint32_t length : {700u, 1u, 0u, 300u}) {
      std::vector<std::uint8_t> bytes(length);
      for (std::uint8_t& byte : bytes) byte = next_in++;
      ASSERT_EQ(queue.Push(bytes.data(), length), Status::kOk);
    }
    for (const std::uint32_t length : {700u, 1u, 0u, 300u}) {
      std::vector<std::uint8_t> bytes(700);
      const Result<std::uint32_t> got = queue.Pop(bytes.data(), 700);
      ASSERT_TRUE(got.ok());
      ASSERT_EQ(got.value(), length);
      for (std::uint32_t n = 0; n < length; ++n) ASSERT_EQ(bytes[n], next_out++);
    }
  }
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.Pop(nullptr, 0).status(), Status::kUnavailable);
}

TEST(SendQueue, TakesItsWholeRoomAndNotOneByteMore) {
  SendQueue<64> queue;
  std::vector<std::uint8_t> bytes(70'000, 7);
  EXPECT_EQ(queue.Push(bytes.data(), 63), Status::kFull);
  EXPECT_EQ(queue.Push(bytes.data(), 65'536), Status::kInvalidArgument);
  EXPECT_TRUE(queue.empty());

  ASSERT_EQ(queue.Push(bytes.data(), 62), Status::kOk);
  EXPECT_EQ(queue.Push(bytes.data(), 0), Status::kFull);
  EXPECT_EQ(queue.Pop(bytes.data(), 62).value(), 62u);
  EXPECT_EQ(queue.Push(bytes.data(), 0), Status::kOk);
}

TEST(SendQueue, MessageWithoutRoomWhereItGoesIsGone) {
  SendQueue<64> queue;
  std::uint8_t bytes[] = {1, 2, 3, 4};
  ASSERT_EQ(queue.Push(bytes, 3), Status::kOk);
  ASSERT_EQ(queue.Push(bytes, 1), Status::kOk);

  std::uint8_t out[] = {0, 0, 99};
  EXPECT_EQ(queue.Pop(out, 2).status(), Status::kFull);
  EXPECT_EQ(out[2], 99);
  EXPECT_EQ(queue.Pop(out, 2).value(), 1u);
  EXPECT_TRUE(queue.empty());
}

}  // namespace
}  // namespace vigil::firmware
