#include "cloud/service/store.h"

#include <sqlite3.h>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil {
namespace {

class StoreTest : public testing::Test {
 protected:
  StoreTest()
      : path_(testing::TempDir() + "/" +
              testing::UnitTest::GetInstance()->current_test_info()->name() +
              ".db") {
    std::remove(path_.c_str());
    std::remove((path_ + "-wal").c_str());
  }

  Store Open() {
    absl::StatusOr<Store> store = Store::Open(path_);
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }

  const std::string path_;
};

wire::ReceivedMessage Message(std::uint32_t sequence) {
  wire::ReceivedMessage received;
  received.set_device_id("monitor-1");
  received.set_session(7);
  received.set_sequence(sequence);
  received.set_received_unix_us(1'000'000 + sequence);
  return received;
}

wire::ReceivedMessage Samples(std::uint32_t sequence, int count = 25) {
  wire::ReceivedMessage received = Message(sequence);
  wire::SampleBlock& block = *received.mutable_message()->mutable_samples();
  block.set_channel(2);
  block.set_unit(2);
  block.set_period_us(4000);
  block.set_first_sample_us(std::int64_t{sequence} * 100'000);
  for (int i = 0; i < count; ++i) block.add_samples(i - 12);
  return received;
}

wire::ReceivedMessage Alarm(std::uint32_t sequence, std::uint32_t transition) {
  wire::ReceivedMessage received = Message(sequence);
  wire::AlarmEvent& alarm = *received.mutable_message()->mutable_alarm();
  alarm.set_id(1);
  alarm.set_kind(1);
  alarm.set_priority(3);
  alarm.set_transition(transition);
  return received;
}

wire::ReceivedMessage Goodbye(std::uint32_t sequence) {
  wire::ReceivedMessage received = Message(sequence);
  received.mutable_message()->mutable_goodbye()->set_time_us(1);
  return received;
}

wire::UploadRequest Upload(const std::vector<wire::ReceivedMessage>& messages) {
  wire::UploadRequest request;
  for (const wire::ReceivedMessage& message : messages) {
    *request.add_messages() = message;
  }
  return request;
}

absl::StatusOr<Stored> StoreOne(Store& store, const wire::UploadRequest& request) {
  return store.StoreAll({&request, 1})[0];
}

std::vector<std::uint32_t> Sequences(const wire::MessageList& list) {
  std::vector<std::uint32_t> sequences;
  for (const auto& message : list.messages()) {
    sequences.push_back(message.sequence());
  }
  return sequences;
}

MessagesQuery QueryAll() { return {.device_id = "monitor-1", .session = 7}; }

TEST_F(StoreTest, WhatWasStoredIsThereAfterARestart) {
  VIGIL_VERIFIES("REQ-CS-001");
  const wire::UploadRequest request = Upload({Samples(0), Alarm(1, 1)});
  {
    Store store = Open();
    const auto stored = StoreOne(store, request);
    ASSERT_TRUE(stored.ok()) << stored.status();
    EXPECT_EQ(stored->reply.stored(), 2u);
    EXPECT_EQ(stored->reply.duplicates(), 0u);
  }
  Store store = Open();
  const auto list = store.Messages(QueryAll());
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->messages_size(), 2);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(list->messages(i).SerializeAsString(),
              request.messages(i).SerializeAsString());
  }
}

TEST_F(StoreTest, AMessageSentTwiceIsStoredOnce) {
  VIGIL_VERIFIES("REQ-CS-001");
  Store store = Open();
  ASSERT_TRUE(StoreOne(store, Upload({Samples(0), Samples(1)})).ok());
  const auto again = StoreOne(store, Upload({Samples(1), Samples(2), Samples(2)}));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->reply.stored(), 1u);
  EXPECT_EQ(again->reply.duplicates(), 2u);
  ASSERT_EQ(again->new_messages.size(), 1u);
  EXPECT_EQ(again->new_messages[0].sequence(), 2u);
  EXPECT_EQ(Sequences(*store.Messages(QueryAll())),
            (std::vector<std::uint32_t>{0, 1, 2}));
  EXPECT_EQ(store.Sessions()->sessions(0).samples(), 75u);
}

TEST_F(StoreTest, AReusedSessionNumberIsRefusedInsteadOfTakenForADuplicate) {
  VIGIL_VERIFIES("REQ-CS-002");
  Store store = Open();
  ASSERT_TRUE(StoreOne(store, Upload({Samples(0, 25)})).ok());
  const auto reused = StoreOne(store, Upload({Samples(1), Samples(0, 24)}));
  EXPECT_EQ(reused.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Sequences(*store.Messages(QueryAll())),
            std::vector<std::uint32_t>{0});
}

TEST_F(StoreTest, ABadRequestLeavesItsNeighboursAlone) {
  Store store = Open();
  wire::UploadRequest bad = Upload({Samples(1), Samples(2)});
  bad.mutable_messages(1)->set_device_id("");
  const std::vector<wire::UploadRequest> requests = {
      Upload({Samples(0)}), bad, Upload({Samples(3)})};
  const auto answers = store.StoreAll(requests);
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_TRUE(answers[0].ok());
  EXPECT_EQ(answers[1].status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(answers[2].ok());
  EXPECT_EQ(Sequences(*store.Messages(QueryAll())),
            (std::vector<std::uint32_t>{0, 3}));
}

TEST_F(StoreTest, ASessionTellsWhatItHasAndWhatIsMissing) {
  Store store = Open();
  ASSERT_TRUE(StoreOne(store, Upload({Samples(1), Alarm(4, 1), Alarm(5, 2),
                                      Goodbye(9)}))
                  .ok());
  const auto sessions = store.Sessions();
  ASSERT_TRUE(sessions.ok()) << sessions.status();
  ASSERT_EQ(sessions->sessions_size(), 1);
  const wire::SessionSummary& session = sessions->sessions(0);
  EXPECT_EQ(session.device_id(), "monitor-1");
  EXPECT_EQ(session.session(), 7u);
  EXPECT_EQ(session.messages(), 4u);
  EXPECT_EQ(session.messages_missing(), 6u);
  EXPECT_EQ(session.samples(), 25u);
  EXPECT_EQ(session.alarms_raised(), 1u);
  EXPECT_EQ(session.first_received_unix_us(), 1'000'001);
  EXPECT_EQ(session.last_received_unix_us(), 1'000'009);
  EXPECT_TRUE(session.ended());
}

TEST_F(StoreTest, AGapThatIsFilledLateIsNoLongerMissing) {
  Store store = Open();
  ASSERT_TRUE(StoreOne(store, Upload({Samples(0), Samples(2)})).ok());
  EXPECT_EQ(store.Sessions()->sessions(0).messages_missing(), 1u);
  ASSERT_TRUE(StoreOne(store, Upload({Samples(1)})).ok());
  EXPECT_EQ(store.Sessions()->sessions(0).messages_missing(), 0u);
}

TEST_F(StoreTest, MessagesAreReadInPages) {
  Store store = Open();
  std::vector<wire::ReceivedMessage> messages;
  for (std::uint32_t i = 0; i < 10; ++i) messages.push_back(Samples(i));
  ASSERT_TRUE(StoreOne(store, Upload(messages)).ok());
  MessagesQuery query = QueryAll();
  query.limit = 4;
  EXPECT_EQ(Sequences(*store.Messages(query)),
            (std::vector<std::uint32_t>{0, 1, 2, 3}));
  query.after = 7;
  EXPECT_EQ(Sequences(*store.Messages(query)),
            (std::vector<std::uint32_t>{8, 9}));
  query.after = 0xFFFFFFFF;
  EXPECT_TRUE(Sequences(*store.Messages(query)).empty());
  query.device_id = "monitor-2";
  EXPECT_TRUE(Sequences(*store.Messages(query)).empty());
}

TEST_F(StoreTest, LinkCountsOnlyGrow) {
  Store store = Open();
  wire::UploadRequest request;
  wire::LinkReport& link = *request.add_links();
  link.set_device_id("monitor-1");
  link.set_session(7);
  link.set_frames_lost(5);
  EXPECT_EQ(StoreOne(store, request)->changed_links.size(), 1u);
  EXPECT_EQ(StoreOne(store, request)->changed_links.size(), 0u);
  link.set_frames_lost(3);
  link.set_frames_damaged(1);
  ASSERT_TRUE(StoreOne(store, request).ok());
  const wire::LinkReport stored = store.Sessions()->sessions(0).link();
  EXPECT_EQ(stored.frames_lost(), 5u);
  EXPECT_EQ(stored.frames_damaged(), 1u);
}

TEST_F(StoreTest, TheNewestSessionOfEachDeviceIsRecent) {
  Store store = Open();
  wire::ReceivedMessage later = Samples(0);
  later.set_session(8);
  later.set_received_unix_us(9'000'000);
  wire::ReceivedMessage other = Samples(0);
  other.set_device_id("monitor-2");
  ASSERT_TRUE(StoreOne(store, Upload({Samples(0), later, other})).ok());
  const auto recent = store.Recent();
  ASSERT_TRUE(recent.ok()) << recent.status();
  ASSERT_EQ(recent->messages_size(), 2);
  EXPECT_EQ(recent->messages(0).session(), 8u);
  EXPECT_EQ(recent->messages(1).device_id(), "monitor-2");
}

TEST_F(StoreTest, AnAlarmOfLongAgoIsRecentAsLongAsTheSessionLasts) {
  VIGIL_VERIFIES("REQ-CS-003");
  Store store = Open();
  std::vector<wire::ReceivedMessage> messages = {Alarm(0, 1)};
  for (std::uint32_t i = 1; i < 2000; ++i) messages.push_back(Samples(i, 1));
  ASSERT_TRUE(StoreOne(store, Upload(messages)).ok());
  const auto recent = store.Recent();
  ASSERT_TRUE(recent.ok()) << recent.status();
  ASSERT_EQ(recent->messages_size(), 1025);
  EXPECT_TRUE(recent->messages(0).message().has_alarm());
}

TEST_F(StoreTest, ADamagedFileIsToldInsteadOfReadAsEmpty) {
  VIGIL_VERIFIES("REQ-CS-005");
  {
    Store store = Open();
    std::vector<wire::ReceivedMessage> messages;
    for (std::uint32_t i = 0; i < 500; ++i) messages.push_back(Samples(i));
    ASSERT_TRUE(StoreOne(store, Upload(messages)).ok());
  }
  {
    // Everything behind the first page, which has the schema.
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(0, std::ios::end);
    const auto size = static_cast<std::size_t>(file.tellg());
    ASSERT_GT(size, 8192u);
    file.seekp(4096);
    file << std::string(size - 4096, '\xA5');
  }
  Store store = Open();
  EXPECT_EQ(store.Sessions().status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(StoreOne(store, Upload({Samples(0)})).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(StoreTest, AStoredMessageThatIsDamagedIsTold) {
  VIGIL_VERIFIES("REQ-CS-005");
  {
    Store store = Open();
    ASSERT_TRUE(StoreOne(store, Upload({Samples(0)})).ok());
  }
  {
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &connection), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(connection, "UPDATE messages SET body = X'12FF'",
                           nullptr, nullptr, nullptr),
              SQLITE_OK);
    sqlite3_close(connection);
  }
  Store store = Open();
  EXPECT_EQ(store.Messages(QueryAll()).status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace vigil
