#include "firmware/health_monitor/device_link.h"

#include <cstdint>
#include <string>
#include <vector>

#include "firmware/boards/host/run_summary.h"
#include "firmware/health_monitor/scripted_board.h"
#include "gtest/gtest.h"

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

constexpr Duration kBudget = Milliseconds(80);

TEST(DeviceLink, FramesCarryTheMessagesInOrder) {
  ScriptedBoard board;
  DeviceLink link;
  link.Start(9);

  link.Send(DeviceHello{.device_id = "d", .firmware_version = "1"});
  link.OnSamples(Block());
  link.OnObservation(Beat(0));
  AlarmEvent alarm;
  alarm.condition.id = AlarmId::kEcgLeadOff;
  alarm.condition.priority = AlarmPriority::kLow;
  link.OnAlarm(alarm);
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
  ScriptedBoard board;
  DeviceLink link;
  link.Start(1);
  constexpr std::uint32_t kMessages = 2000;  // more than there is room for
  for (std::uint32_t n = 0; n < kMessages; ++n) link.OnObservation(Beat(n));
  const std::uint32_t dropped = link.messages_dropped();
  ASSERT_GT(dropped, 0u);
  link.SendTo(board, kBudget);

  link.OnObservation(Beat(kMessages));
  link.SendTo(board, kBudget);

  const RunSummary summary = board.Summary();
  EXPECT_EQ(summary.frames().lost(), dropped);
  EXPECT_EQ(summary.frames().accepted(), kMessages + 1 - dropped);
  EXPECT_EQ(summary.frames_damaged(), 0u);
}

TEST(DeviceLink, SendingStopsAtItsBudgetAndGoesOnLater) {
  ScriptedBoard board;
  board.TakeOnly(10);
  DeviceLink link;
  link.Start(1);
  link.OnObservation(Beat(0));

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

  link.OnSamples(damaged);
  link.OnObservation(Beat(0));
  link.SendTo(board, kBudget);

  EXPECT_EQ(link.messages_dropped(), 1u);
  EXPECT_EQ(board.Summary().frames().lost(), 1u);
}

TEST(DeviceLink, StartBeginsANewSessionWithNothingToSend) {
  ScriptedBoard board;
  DeviceLink link;
  link.Start(1);
  link.OnObservation(Beat(0));

  link.Start(2);

  EXPECT_TRUE(link.empty());
  link.OnObservation(Beat(0));
  link.SendTo(board, kBudget);
  EXPECT_EQ(board.Summary().frames().lost(), 0u);
  EXPECT_EQ(board.FirstSession(), 2u);
}

TEST(SendQueue, GivesBytesInOrderAcrossItsEnd) {
  SendQueue queue;
  std::uint8_t next_in = 0;
  std::uint8_t next_out = 0;
  for (std::uint32_t round = 0; round < 3 * SendQueue::kRoom / 700; ++round) {
    std::vector<std::uint8_t> bytes(700);
    for (std::uint8_t& byte : bytes) byte = next_in++;
    ASSERT_EQ(queue.Push(bytes.data(), 700), Status::kOk);
    for (int n = 0; n < 700; ++n) {
      ASSERT_EQ(queue.front(), next_out++);
      queue.Pop();
    }
  }
  EXPECT_TRUE(queue.empty());
  queue.Pop();
  EXPECT_TRUE(queue.empty());
}

TEST(SendQueue, TakesItsWholeRoomAndNotOneByteMore) {
  SendQueue queue;
  const std::vector<std::uint8_t> bytes(SendQueue::kRoom + 1, 7);
  EXPECT_EQ(queue.Push(bytes.data(), SendQueue::kRoom + 1), Status::kFull);
  EXPECT_TRUE(queue.empty());

  ASSERT_EQ(queue.Push(bytes.data(), SendQueue::kRoom), Status::kOk);
  EXPECT_EQ(queue.Push(bytes.data(), 1), Status::kFull);
  EXPECT_EQ(queue.size(), SendQueue::kRoom);
  queue.Pop();
  EXPECT_EQ(queue.Push(bytes.data(), 1), Status::kOk);
}

}  // namespace
}  // namespace vigil::firmware
