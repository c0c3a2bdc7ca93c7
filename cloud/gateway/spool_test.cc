#include "cloud/gateway/spool.h"

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloud/database/database.h"
#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

constexpr std::uint64_t kLimit = 1000;

class SpoolTest : public testing::Test {
 protected:
  SpoolTest()
      : path_(testing::TempDir() + "/" +
              testing::UnitTest::GetInstance()->current_test_info()->name() +
              ".spool") {
    std::remove(path_.c_str());
    std::remove((path_ + "-wal").c_str());
  }

  Spool Open() {
    absl::StatusOr<Spool> spool = Spool::Open(path_, kLimit);
    EXPECT_TRUE(spool.ok()) << spool.status();
    return *std::move(spool);
  }

  const std::string path_;
};

LinkSession Session(std::uint32_t number, const std::string& device_id) {
  LinkSession session;
  session.session = number;
  session.device_id = device_id;
  session.last_received_unix_us = number;
  return session;
}

// Serialized DeviceMessage with a status.
SpooledMessage Message(std::uint32_t session, std::uint32_t sequence) {
  wire::DeviceMessage message;
  message.mutable_status()->set_frames_run(sequence + 1);
  return {session, sequence, 1'000'000, message.SerializeAsString()};
}

std::vector<std::uint32_t> Sequences(const Batch& batch) {
  std::vector<std::uint32_t> sequences;
  for (const auto& message : batch.request.messages()) {
    sequences.push_back(message.sequence());
  }
  return sequences;
}

using List = std::vector<std::uint32_t>;

TEST_F(SpoolTest, WhatWasAppendedIsSentAfterARestart) {
  VIGIL_VERIFIES("REQ-GW-003");
  {
    Spool spool = Open();
    ASSERT_TRUE(spool.Append({Message(7, 0), Message(7, 1)},
                             {Session(7, "monitor-1")})
                    .ok());
  }
  Spool spool = Open();
  const auto batch = spool.NextBatch(10);
  ASSERT_TRUE(batch.ok()) << batch.status();
  EXPECT_EQ(Sequences(*batch), (List{0, 1}));
  EXPECT_EQ(batch->request.messages(1).device_id(), "monitor-1");
  EXPECT_EQ(batch->request.messages(1).session(), 7u);
  EXPECT_EQ(batch->request.messages(1).message().status().frames_run(), 2u);
  EXPECT_EQ(batch->request.links_size(), 1);
}

TEST_F(SpoolTest, OnlyWhatIsAcknowledgedIsForgotten) {
  VIGIL_VERIFIES("REQ-GW-003");
  Spool spool = Open();
  ASSERT_TRUE(spool.Append({Message(7, 0), Message(7, 1), Message(7, 2)},
                           {Session(7, "monitor-1")})
                  .ok());
  const Batch batch = *spool.NextBatch(2);
  EXPECT_EQ(Sequences(*spool.NextBatch(2)), (List{0, 1}));
  ASSERT_TRUE(spool.Acknowledge(batch).ok());
  const Batch rest = *spool.NextBatch(2);
  EXPECT_EQ(Sequences(rest), List{2});
  EXPECT_EQ(rest.request.links_size(), 0);
  ASSERT_TRUE(spool.Acknowledge(rest).ok());
  EXPECT_TRUE(spool.NextBatch(2)->empty());
  EXPECT_EQ(spool.Counts()->payload_bytes, 0u);
}

TEST_F(SpoolTest, AReportThatChangedWhileItWasSentIsSentAgain) {
  Spool spool = Open();
  LinkSession session = Session(7, "monitor-1");
  ASSERT_TRUE(spool.Append({}, {session}).ok());
  const Batch batch = *spool.NextBatch(2);
  session.lost = 4;
  ASSERT_TRUE(spool.Append({}, {session}).ok());
  ASSERT_TRUE(spool.Acknowledge(batch).ok());
  const Batch next = *spool.NextBatch(2);
  ASSERT_EQ(next.request.links_size(), 1);
  EXPECT_EQ(next.request.links(0).frames_lost(), 4u);
}

TEST_F(SpoolTest, ASessionWithoutDeviceIsHeldUntilItIsKnown) {
  Spool spool = Open();
  ASSERT_TRUE(spool.Append({Message(7, 5)}, {Session(7, "")}).ok());
  EXPECT_TRUE(spool.NextBatch(10)->empty());
  EXPECT_EQ(spool.Counts()->held, 1u);
  ASSERT_TRUE(spool.Append({}, {Session(7, "monitor-1")}).ok());
  EXPECT_EQ(Sequences(*spool.NextBatch(10)), List{5});
  EXPECT_EQ(spool.Counts()->held, 0u);
}

TEST_F(SpoolTest, WhatTheCloudRefusesIsKeptButSentNoMore) {
  VIGIL_VERIFIES("REQ-GW-003");
  Spool spool = Open();
  ASSERT_TRUE(spool.Append({Message(7, 0), Message(7, 1)},
                           {Session(7, "monitor-1")})
                  .ok());
  ASSERT_TRUE(spool.Refuse(*spool.NextBatch(1)).ok());
  EXPECT_EQ(Sequences(*spool.NextBatch(10)), List{1});
  EXPECT_EQ(spool.Counts()->refused, 1u);
}

TEST_F(SpoolTest, ItIsFullAtItsLimitAndHasRoomAgainAfterwards) {
  VIGIL_VERIFIES("REQ-GW-004");
  Spool spool = Open();
  const std::size_t size = Message(7, 0).payload.size();
  const SpooledMessage message = Message(7, 0);
  for (std::size_t bytes = 0; bytes < kLimit; bytes += size) {
    EXPECT_FALSE(spool.is_full());
    ASSERT_TRUE(spool.Append({message}, {Session(7, "monitor-1")}).ok());
  }
  EXPECT_TRUE(spool.is_full());
  ASSERT_TRUE(spool.Acknowledge(*spool.NextBatch(1)).ok());
  EXPECT_FALSE(spool.is_full());
}

TEST_F(SpoolTest, SessionsThatAreDoneWithAreForgottenInTheEnd) {
  Spool spool = Open();
  std::vector<LinkSession> sessions;
  for (std::uint32_t i = 0; i < 1200; ++i) {
    sessions.push_back(Session(i, "monitor-1"));
  }
  ASSERT_TRUE(spool.Append({Message(3, 0)}, sessions).ok());
  for (Batch batch = *spool.NextBatch(0); !batch.empty();
       batch = *spool.NextBatch(0)) {
    ASSERT_TRUE(spool.Acknowledge(batch).ok());
  }
  // 1024 that are told, and the one that has a message to be sent.
  EXPECT_EQ(spool.Sessions()->size(), 1025u);
  EXPECT_EQ(spool.Sessions()->back().session, 3u);
}

TEST_F(SpoolTest, AFileThatIsNoSpoolIsRefused) {
  std::ofstream(path_) << std::string(5000, 'x');
  EXPECT_EQ(Spool::Open(path_, kLimit).status().code(),
            absl::StatusCode::kDataLoss);
}

// A spool whose disk refuses one kind of write, of a message of session 7 that waits.
class FailingSpoolTest : public SpoolTest {
 protected:
  // `write`: "DELETE ON messages", as a trigger has it; "": none.
  Spool OpenWithout(const std::string& write) {
    {
      Spool spool = Open();
      EXPECT_TRUE(spool.Append({Message(7, 0)}, {Session(7, "monitor-1")}).ok());
    }
    if (!write.empty()) Change("CREATE TRIGGER disk BEFORE " + write + " BEGIN SELECT RAISE(ABORT, 'broken'); END");
    return Open();
  }

  // Of the file, by its name in SQLite alone.
  void Change(const std::string& sql) {
    constexpr Schema kAsItIs = {.application_id = 0x56475350, .version = 1, .create_sql = ""};
    absl::StatusOr<Database> database = Database::Open(path_, kAsItIs);
    ASSERT_TRUE(database.ok()) << database.status();
    EXPECT_TRUE(database->Execute(sql.c_str()).ok());
  }
};

TEST_F(FailingSpoolTest, WhatCanNotBeWrittenIsNotTakenAndTakesNoRoom) {
  VIGIL_VERIFIES("REQ-GW-003");
  for (const char* write : {"INSERT ON messages", "INSERT ON sessions"}) {
    std::remove(path_.c_str());
    Spool spool = OpenWithout(write);
    const SpoolCounts before = *spool.Counts();
    EXPECT_EQ(spool.Append({Message(8, 1), Message(8, 2)}, {Session(8, "monitor-1"), Session(9, "monitor-1")}).code(),
              absl::StatusCode::kInternal);
    EXPECT_EQ(spool.Counts()->waiting, before.waiting);
    EXPECT_EQ(spool.Counts()->payload_bytes, before.payload_bytes);
    EXPECT_EQ(spool.Sessions()->size(), 1u);
  }
}

TEST_F(FailingSpoolTest, WhatCanNotBeForgottenIsSentAgain) {
  VIGIL_VERIFIES("REQ-GW-003");
  Spool spool = OpenWithout("DELETE ON messages");
  const Batch batch = *spool.NextBatch(10);
  EXPECT_EQ(spool.Acknowledge(batch).code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Sequences(*spool.NextBatch(10)), List{0});
  EXPECT_EQ(spool.NextBatch(10)->request.links_size(), 1);
}

TEST_F(FailingSpoolTest, ARefusalThatCanNotBeNotedIsNone) {
  Spool spool = OpenWithout("UPDATE ON messages");
  EXPECT_FALSE(spool.Refuse(*spool.NextBatch(10)).ok());
  EXPECT_EQ(spool.Counts()->refused, 0u);
  EXPECT_EQ(spool.Counts()->waiting, 1u);
}

TEST_F(FailingSpoolTest, WithAReportThatCanNotBeNotedNothingIsForgotten) {
  Spool spool = OpenWithout("UPDATE ON sessions");
  const Batch batch = *spool.NextBatch(10);
  EXPECT_FALSE(spool.Acknowledge(batch).ok());
  EXPECT_FALSE(spool.Refuse(batch).ok());
  EXPECT_EQ(spool.Counts()->waiting, 1u);
}

TEST_F(FailingSpoolTest, ADamagedMessageIsToldInsteadOfSent) {
  VIGIL_VERIFIES("REQ-GW-003");
  { const Spool spool = OpenWithout(""); }
  Change("UPDATE messages SET payload = x'ff'");
  EXPECT_EQ(Open().NextBatch(10).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(FailingSpoolTest, AFileWithoutItsTablesIsRefusedByItsName) {
  { const Spool spool = OpenWithout(""); }
  Change("DROP TABLE messages");
  const absl::Status status = Spool::Open(path_, kLimit).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_NE(status.message().find("the spool " + path_), std::string::npos) << status;
}

}  // namespace
}  // namespace vigil
