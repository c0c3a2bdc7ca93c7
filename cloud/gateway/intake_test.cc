#include "cloud/gateway/intake.h"

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

std::string Frame(std::uint32_t session, std::uint32_t sequence,
                  const std::string& payload) {
  std::uint8_t bytes[link::kMaxEncodedFrame];
  const auto length = link::EncodeFrame(
      {session, sequence}, reinterpret_cast<const std::uint8_t*>(payload.data()),
      static_cast<std::uint32_t>(payload.size()), bytes, sizeof bytes);
  EXPECT_TRUE(length.ok());
  return {reinterpret_cast<const char*>(bytes), length.value()};
}

std::string Hello(std::uint32_t session, std::uint32_t sequence,
                  const std::string& device_id = "monitor-1") {
  wire::DeviceMessage message;
  message.mutable_hello()->set_device_id(device_id);
  return Frame(session, sequence, message.SerializeAsString());
}

std::string Status(std::uint32_t session, std::uint32_t sequence) {
  wire::DeviceMessage message;
  message.mutable_status()->set_frames_run(sequence);
  return Frame(session, sequence, message.SerializeAsString());
}

class IntakeTest : public testing::Test {
 protected:
  IntakeTest()
      : path_(testing::TempDir() + "/" +
              testing::UnitTest::GetInstance()->current_test_info()->name() +
              ".spool") {
    std::remove(path_.c_str());
    std::remove((path_ + "-wal").c_str());
    Restart(1 << 20);
  }

  // As a gateway that was killed and is started again.
  void Restart(std::uint64_t limit) {
    intake_.reset();
    spool_.reset();
    absl::StatusOr<Spool> spool = Spool::Open(path_, limit);
    ASSERT_TRUE(spool.ok()) << spool.status();
    spool_.emplace(*std::move(spool));
    absl::StatusOr<Intake> intake = Intake::Start(*spool_);
    ASSERT_TRUE(intake.ok()) << intake.status();
    intake_.emplace(*std::move(intake));
  }

  void Take(const std::string& bytes) {
    intake_->Push(bytes, 1'000'000);
    ASSERT_TRUE(intake_->Commit().ok());
  }

  std::vector<std::uint32_t> Sendable() {
    std::vector<std::uint32_t> sequences;
    const Batch batch = *spool_->NextBatch(1000);
    for (const auto& message : batch.request.messages()) {
      sequences.push_back(message.sequence());
    }
    return sequences;
  }

  const std::string path_;
  std::optional<Spool> spool_;
  std::optional<Intake> intake_;
};

using List = std::vector<std::uint32_t>;

TEST_F(IntakeTest, MessagesOfAnIdentifiedSessionCanBeSent) {
  Take(Hello(7, 0) + Status(7, 1));
  EXPECT_EQ(Sendable(), (List{0, 1}));
  EXPECT_EQ(intake_->current()->device_id, "monitor-1");
}

TEST_F(IntakeTest, DamagedLostAndDoubledFramesAreCountedExactly) {
  VIGIL_VERIFIES("REQ-GW-001");
  std::string damaged = Status(7, 2);
  damaged[5] = static_cast<char>(damaged[5] ^ 0x55);
  Take(Hello(7, 0) + Status(7, 1) + damaged + Status(7, 3) + Status(7, 3) +
       Status(7, 6) + Status(7, 4));
  EXPECT_EQ(Sendable(), (List{0, 1, 3, 6}));
  EXPECT_EQ(intake_->current()->received, 4u);
  EXPECT_EQ(intake_->current()->damaged, 1u);
  EXPECT_EQ(intake_->current()->lost, 3u);        // 2, 4, 5
  EXPECT_EQ(intake_->current()->duplicated, 2u);  // 3, and 4 that came too late
}

TEST_F(IntakeTest, AFrameThatHoldsNoMessageIsDamagedAndItsPlaceIsLost) {
  VIGIL_VERIFIES("REQ-GW-001");
  Take(Hello(7, 0) + Frame(7, 1, "\xFF\xFF") + Frame(7, 2, "") + Status(7, 3));
  EXPECT_EQ(intake_->current()->damaged, 2u);
  EXPECT_EQ(intake_->current()->lost, 2u);
  EXPECT_EQ(Sendable(), (List{0, 3}));
}

TEST_F(IntakeTest, TheGapThatARestartCausesCountsAsLost) {
  Take(Hello(7, 0) + Status(7, 1));
  intake_->Push(Status(7, 2), 1'000'000);  // killed before the commit
  Restart(1 << 20);
  Take(Status(7, 4));
  EXPECT_EQ(Sendable(), (List{0, 1, 4}));
  EXPECT_EQ(intake_->current()->lost, 2u);
  EXPECT_EQ(intake_->current()->received, 3u);
}

TEST_F(IntakeTest, ASessionIsHeldUntilItsDeviceIsKnown) {
  VIGIL_VERIFIES("REQ-GW-002");
  Take(Status(7, 10));
  EXPECT_EQ(Sendable(), List{});
  EXPECT_EQ(spool_->Counts()->held, 1u);
  EXPECT_EQ(intake_->current()->lost, 10u);
  Restart(1 << 20);
  Take(Hello(7, 11));
  EXPECT_EQ(Sendable(), (List{10, 11}));
}

TEST_F(IntakeTest, ADeviceIsKnownOverARestart) {
  VIGIL_VERIFIES("REQ-GW-002");
  Take(Hello(7, 0));
  Restart(1 << 20);
  Take(Status(7, 1));
  EXPECT_EQ(Sendable(), (List{0, 1}));
}

TEST_F(IntakeTest, ASessionNeverChangesItsDevice) {
  VIGIL_VERIFIES("REQ-GW-002");
  Take(Hello(7, 0) + Hello(7, 1, "monitor-2") + Status(7, 2));
  EXPECT_EQ(intake_->current()->device_id, "monitor-1");
  EXPECT_EQ(Sendable(), (List{0, 2}));
}

TEST_F(IntakeTest, DamageBeforeTheFirstSessionIsNotForgotten) {
  Take(std::string("line noise\0", 11));
  EXPECT_EQ(intake_->Totals().frames_damaged(), 1u);
  Take(Hello(7, 0));
  EXPECT_EQ(intake_->current()->damaged, 1u);
  EXPECT_EQ(intake_->Totals().frames_damaged(), 1u);
}

TEST_F(IntakeTest, AFrameThatTheLinkBreaksOffIsDamaged) {
  Take(Hello(7, 0) + Status(7, 1).substr(0, 6));
  intake_->LinkEnded();
  Take(Status(7, 2));
  EXPECT_EQ(intake_->current()->damaged, 1u);
  EXPECT_EQ(intake_->current()->lost, 1u);
  EXPECT_EQ(Sendable(), (List{0, 2}));
}

TEST_F(IntakeTest, WhatFindsTheSpoolFullCountsAsLost) {
  VIGIL_VERIFIES("REQ-GW-004");
  Take(Hello(7, 0));
  Restart(1);
  Take(Status(7, 1) + Status(7, 2));
  EXPECT_EQ(intake_->refused_full(), 2u);
  EXPECT_EQ(Sendable(), List{0});
  ASSERT_TRUE(spool_->Acknowledge(*spool_->NextBatch(10)).ok());
  Take(Status(7, 3));
  EXPECT_EQ(intake_->current()->lost, 2u);
  EXPECT_EQ(Sendable(), List{3});
}

TEST_F(IntakeTest, AGoodbyeEndsTheSession) {
  wire::DeviceMessage goodbye;
  goodbye.mutable_goodbye()->set_time_us(1);
  Take(Hello(7, 0));
  EXPECT_FALSE(intake_->current()->ended);
  Take(Frame(7, 1, goodbye.SerializeAsString()));
  EXPECT_TRUE(intake_->current()->ended);
}

// All but its checksum is as it should be.
TEST_F(IntakeTest, AFrameThatChangedOnTheWayIsNotUsed) {
  VIGIL_VERIFIES("RC-FRAME");
  wire::DeviceMessage other;
  other.mutable_status()->set_frames_run(3);
  const std::string changed = Frame(7, 1, other.SerializeAsString());
  std::string damaged = Status(7, 1);
  ASSERT_EQ(damaged.size(), changed.size());
  for (std::size_t n = 0; n + 5 < damaged.size(); ++n) damaged[n] = changed[n];
  ASSERT_NE(damaged, changed);
  Take(Hello(7, 0) + damaged);
  EXPECT_EQ(Sendable(), List({0}));
  ASSERT_NE(intake_->current(), nullptr);
  EXPECT_EQ(intake_->current()->damaged, 1u);
}

}  // namespace
}  // namespace vigil
